import { TickmarkError, type PolicyComment } from '@tickmark/core';
import { memberOf, namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { commentsOf, insertComment, settleComment, type CommentRecord } from './comment-store.ts';
import { lockPolicies } from './store.ts';
import { policyOf, refuseRetired } from './writing.ts';

type Commenting = 'policies.comments' | 'policies.comment' | 'policies.settle-comment';

/** What people say of a draft, and propose. */
export const commentingHandlers: Pick<HandlersOf<'policies'>, Commenting> = {
  'policies.comments': async (context, { id }) => {
    await policyOf(context, id);
    const items = await threads(context, await commentsOf(context.tx, context.organizationId, { policyId: id }));
    const open = items.filter(({ settled }) => settled === null);
    return {
      items: [...open, ...items.filter(({ settled }) => settled !== null)],
      total: items.length,
      open: open.length,
    };
  },

  'policies.comment': async (context, { id, text, passage, proposal, answers, mentions }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const policy = await policyOf(context, id);
    await refuseRetired(context, policy);
    if (proposal !== undefined && (passage === undefined || answers !== undefined))
      throw new TickmarkError('bad_input', 'Other words are proposed for a passage.', {
        field: 'proposal',
        action: 'Name the passage that they are to replace.',
      });
    if (answers !== undefined) {
      const first = await firstOf(context, answers, 'answers');
      if (first.policyId !== id) throw unknown('answers');
    }
    for (const [place, each] of mentions.entries()) await memberOf(tx, organizationId, each, `mentions.${place}`);
    const row: CommentRecord = {
      organizationId,
      id: context.newId(),
      policyId: id,
      answers: answers ?? null,
      passage: passage ?? null,
      text,
      proposal: proposal ?? null,
      mentions: [...new Set(mentions)],
      at: now,
      by: userId,
      settled: null,
      settledAt: null,
      settledBy: null,
    };
    await context.record({ policyId: id, commentId: row.id, proposes: row.proposal !== null });
    await insertComment(tx, row);
    return thread(context, answers ?? row.id);
  },

  'policies.settle-comment': async (context, { id, as }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const first = await firstOf(context, id, 'id');
    if (first.settled !== null) throw new TickmarkError('already_done', 'It is settled already.', { field: 'id' });
    if (as !== 'settled' && first.proposal === null)
      throw new TickmarkError('bad_input', 'It proposes no other words.', {
        field: 'as',
        action: 'Settle it as settled.',
      });
    await context.record({ policyId: first.policyId, commentId: id, as });
    await settleComment(tx, { ...first, settled: as, settledAt: now, settledBy: userId });
    return thread(context, id);
  },
};

/** The first of a thread. Errors: not_found. */
async function firstOf({ tx, organizationId }: HandlerContext, id: string, field: string): Promise<CommentRecord> {
  const found = (await commentsOf(tx, organizationId, { id })).find((each) => each.id === id && each.answers === null);
  if (found === undefined) throw unknown(field);
  return found;
}

function unknown(field: string): TickmarkError {
  return new TickmarkError('not_found', 'There is no such comment.', {
    field,
    action: 'Take the id of the first comment of a thread.',
  });
}

async function thread(context: HandlerContext, id: string): Promise<PolicyComment> {
  const [only] = await threads(context, await commentsOf(context.tx, context.organizationId, { id }));
  if (only === undefined) throw new Error('A comment that was written is not there.');
  return only;
}

async function threads({ tx }: HandlerContext, records: readonly CommentRecord[]): Promise<PolicyComment[]> {
  const names = await namesOf(
    tx,
    records.flatMap(({ by, mentions, settledBy }) => [by, settledBy, ...mentions]),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  const said = ({ id, text, at, by, mentions }: CommentRecord) => ({
    id,
    text,
    at: at.toISOString(),
    by: person(by),
    mentions: mentions.map(person),
  });
  return records
    .filter(({ answers }) => answers === null)
    .map((first) => ({
      ...said(first),
      passage: first.passage,
      proposal: first.proposal,
      answers: records.filter(({ answers }) => answers === first.id).map(said),
      settled:
        first.settled === null || first.settledAt === null || first.settledBy === null
          ? null
          : { as: first.settled, at: first.settledAt.toISOString(), by: person(first.settledBy) },
    }));
}
