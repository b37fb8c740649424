import {
  applicableCriteria,
  examinedControls,
  notDecidable,
  relevanceWarnings,
  TickmarkError,
  type CriterionDecision,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { engagementOf } from './engagement-of.ts';
import { insertDecisions, lockDecisions, newestDecisions, type NewDecision } from './relevance-store.ts';

type Relevance = 'engagements.criteria' | 'engagements.mark-criterion';

export const relevanceHandlers: Pick<HandlersOf<'engagements'>, Relevance> = {
  'engagements.criteria': async ({ tx, organizationId }, { engagementId }) => {
    const { categories } = await engagementOf(tx, organizationId, engagementId);
    const decisions = await newestDecisions(tx, organizationId, engagementId);
    const items = applicableCriteria(categories).map((each) => ({
      ...each,
      decision: decisions.get(each.id) ?? null,
    }));
    return {
      items,
      total: items.length,
      counts: {
        applicable: items.length,
        notRelevant: items.filter(({ decision }) => decision?.relevant === false).length,
      },
    };
  },

  'engagements.mark-criterion': async (context, { engagementId, criterion, relevant, reason, after }) => {
    const { tx, organizationId, now, userId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const why = notDecidable(criterion, engagement.categories);
    if (why !== null) {
      throw new TickmarkError('bad_input', why, {
        field: 'criterion',
        action: 'Take a criterion that applies to the engagement.',
      });
    }
    await lockDecisions(tx, engagementId);
    const decisions = await newestDecisions(tx, organizationId, engagementId);
    const before = decisions.get(criterion);
    if ((before?.version ?? 0) !== after) throw decidedMeanwhile(criterion, before);
    if (relevant && before?.relevant !== false) {
      throw new TickmarkError('already_done', `${criterion} is relevant: nothing else was ever decided.`, {
        field: 'relevant',
      });
    }
    if (before?.relevant === relevant && before.reason === reason) {
      throw new TickmarkError('already_done', `${criterion} is marked so already, for this reason.`, {
        field: 'reason',
      });
    }
    const row: NewDecision = {
      organizationId,
      id: context.newId(),
      engagementId,
      criterion,
      version: after + 1,
      relevant,
      reason,
      decidedAt: now,
      decidedBy: userId,
    };
    const entryIndex = await context.record(
      { engagementId, criterion, relevant, version: row.version },
      seal('criterionDecisions', row),
    );
    await insertDecisions(tx, [row], entryIndex);
    const standing = await newestDecisions(tx, organizationId, engagementId);
    const decision = standing.get(criterion);
    if (decision === undefined) throw new Error('A decision that was written is not there.');
    const versions = (await allControls(tx, organizationId)).filter((each) => each.criteria.includes(criterion));
    const warnings = relevant
      ? []
      : relevanceWarnings(criterion, engagement.categories, {
          supporting: examinedControls(engagement, versions),
          notRelevant: notRelevantOf(standing),
        });
    return { decision, warnings };
  },
};

/** Criteria that were taken for not relevant, of those that were ever decided on. */
export function notRelevantOf(decisions: ReadonlyMap<string, CriterionDecision>): string[] {
  return [...decisions.values()].filter(({ relevant }) => !relevant).map(({ criterion }) => criterion);
}

function decidedMeanwhile(criterion: string, before: CriterionDecision | undefined): TickmarkError {
  const version = before?.version ?? 0;
  const what = before?.relevant === true ? 'relevant' : 'not relevant';
  return new TickmarkError(
    'conflict',
    before === undefined
      ? `Nothing was decided of ${criterion} yet.`
      : `${before.by.name ?? 'Somebody'} took ${criterion} for ${what} since you looked. Nothing of what you sent was kept.`,
    { field: 'after', action: `Look at it again. To decide otherwise, send ${version} as the version you have seen.` },
  );
}
