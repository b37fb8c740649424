import { engagementPeriod, windowOf, type Engagement } from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { newestParties, type NewParties } from './parties-store.ts';
import { newestDecisions, type NewDecision } from './relevance-store.ts';

/** Records that a new engagement takes over from the one it follows, and their seals. */
export interface Carried {
  parties: NewParties | null;
  decisions: NewDecision[];
  seals: Seals;
}

/** What is taken over is said anew by who begins the engagement; what was said of the earlier one stays with that. */
export async function carriedOver(
  { tx, organizationId, now, userId, newId }: HandlerContext,
  { id, previousId }: Pick<Engagement, 'id' | 'previousId'>,
  carry: readonly ('parties' | 'relevance')[],
): Promise<Carried> {
  const nothing: Carried = { parties: null, decisions: [], seals: {} };
  if (previousId === null) return nothing;
  const named = carry.includes('parties') ? await newestParties(tx, organizationId, previousId) : null;
  const decided = carry.includes('relevance') ? await newestDecisions(tx, organizationId, previousId) : null;
  const parties: NewParties | null =
    named === null || named.items.length === 0
      ? null
      : {
          organizationId,
          id: newId(),
          engagementId: id,
          version: 1,
          parties: named.items,
          namedAt: now,
          namedBy: userId,
        };
  const decisions: NewDecision[] = [...(decided?.values() ?? [])]
    .filter(({ relevant }) => !relevant)
    .map(({ criterion, reason }) => ({
      organizationId,
      id: newId(),
      engagementId: id,
      criterion,
      version: 1,
      relevant: false,
      reason,
      decidedAt: now,
      decidedBy: userId,
    }));
  const seals = Object.assign(
    {},
    ...(parties === null ? [] : [seal('engagementParties', parties)]),
    ...decisions.map((row) => seal('criterionDecisions', row)),
  ) as Seals;
  return { parties, decisions, seals };
}

/** Codes of controls in force on the first day of an engagement with these terms. */
export async function inForceAtFirst(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  terms: Engagement['terms'],
): Promise<string[]> {
  const { from } = engagementPeriod(terms);
  const versions = await allControls(tx, organizationId);
  return [
    ...new Set(versions.filter((each) => windowOf(each, { from, to: from }) !== null).map(({ code }) => code)),
  ].sort();
}
