import { createHash } from 'node:crypto';
import {
  checkDecision,
  isSofter,
  sealedFacts,
  TickmarkError,
  weighDecisions,
  type DryRunDocument,
  type Standing,
} from '@tickmark/core';
import { explanationsOf } from '../deviations/index.ts';
import { dryRunOf, newestDryRun } from '../dry-runs/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { decisionsOf, insertDecision, lockDecisions } from './store.ts';

export const conclusionHandlers: HandlersOf<'conclusions'> = {
  'conclusions.decide': async (context, input) => {
    const { tx, organizationId } = context;
    const dryRun = await dryRunOf(context, input.dryRunId, 'dryRunId');
    await lockDecisions(tx, dryRun.id);
    const newest = await newestDryRun(tx, organizationId, dryRun.engagementId);
    if (newest !== undefined && newest.id !== dryRun.id) {
      throw new TickmarkError('no_longer_possible', 'A later dry run has replaced this one.', {
        field: 'dryRunId',
        action: 'Decide on the newest dry run; decisions on this one stay visible with it.',
      });
    }
    const { on, subject, conclusion } = input.decision;
    const standing = standingOf(
      weighDecisions(dryRun.document, await decisionsOf(tx, organizationId, dryRun.id)),
      { on, subject },
      dryRun.document,
    );
    const reason = input.reason === '' ? undefined : input.reason;
    checkDecision(standing, conclusion, reason);
    const softer = isSofter(standing, conclusion);
    const id = context.newId();
    const row = {
      organizationId,
      id,
      dryRunId: dryRun.id,
      subjectKind: on,
      subject,
      conclusion,
      proposal: standing.proposal,
      against: standing.follows,
      softer,
      reason: reason ?? null,
      explainedToo: await explainedToo(context, dryRun.engagementId, standing),
      decidedAt: context.now,
      decidedBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['conclusions.decide'].parse({
        decisionId: id,
        dryRunId: dryRun.id,
        on,
        subject,
        conclusion,
        against: standing.follows,
        softer,
        reasonSha256: reason === undefined ? null : createHash('sha256').update(reason).digest('hex'),
      }),
      seal('conclusions', row),
    );
    return insertDecision(tx, { ...row, entryIndex });
  },

  'conclusions.list': async (context, input) => {
    const dryRun = await dryRunOf(context, input.dryRunId, 'dryRunId');
    const decisions = await decisionsOf(context.tx, context.organizationId, dryRun.id);
    return {
      items: weighDecisions(dryRun.document, decisions).filter(
        (s) =>
          (input.on === undefined || s.on === input.on) &&
          (input.reason === undefined || s.because.some(({ reason }) => reason.code === input.reason)) &&
          (input.concluded === undefined || s.concluded === input.concluded),
      ),
    };
  },
};

function standingOf(
  standings: readonly Standing[],
  { on, subject }: Pick<Standing, 'on' | 'subject'>,
  { notRelevant = [] }: DryRunDocument,
): Standing {
  const found = standings.find((s) => s.on === on && s.subject === subject);
  if (found !== undefined) return found;
  if (on === 'criterion' && notRelevant.some(({ id }) => id === subject)) {
    throw new TickmarkError(
      'not_found',
      `${subject} was taken for not relevant, so this dry run concludes nothing of it.`,
      {
        field: 'decision.subject',
        action: 'Take it for relevant again and run the dry run anew, or decide on another criterion.',
      },
    );
  }
  throw new TickmarkError('not_found', `This dry run says nothing of the ${on} ${subject}.`, {
    field: 'decision.subject',
    action: 'Take a control, criterion or part from the dry run.',
  });
}

/** Owners are on record by role, so independence can't be told; that one person explained and decides can. */
async function explainedToo(
  { tx, organizationId, userId }: HandlerContext,
  engagementId: string,
  { on, subject }: Standing,
): Promise<boolean> {
  if (on !== 'control') return false;
  const own = await explanationsOf(tx, organizationId, engagementId, { control: subject });
  return own.some((explanation) => explanation.explainedBy.id === userId);
}
