import { createHash } from 'node:crypto';
import { TickmarkError, type Population } from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { insertCommitment, newestCommitment } from './store.ts';

export const nonceHandlers: Pick<HandlersOf<'samples'>, 'samples.commit-nonce'> = {
  'samples.commit-nonce': async (context, input) => {
    const { tx, organizationId } = context;
    await engagementOf(tx, organizationId, input.engagementId);
    const id = context.newId();
    const { engagementId, control, nonceSha256 } = input;
    const row = {
      organizationId,
      id,
      engagementId,
      control,
      nonceSha256,
      committedAt: context.now,
      committedBy: context.userId,
    };
    const entryIndex = await context.record(
      { commitmentId: id, engagementId, control, nonceSha256 },
      seal('nonceCommitments', row),
    );
    return insertCommitment(tx, { ...row, entryIndex });
  },
};

/**
 * The commitment that a draw reveals: the newest one made before the population was frozen. While there
 * is one, nothing is drawn without its nonce, and no other nonce is taken, so that nobody can choose.
 * Errors: bad_input without the nonce, conflict for one that nobody committed to in time,
 * does_not_hold for one that does not match.
 */
export async function revealed(
  { tx, organizationId }: HandlerContext,
  population: Population,
  { control, nonce }: { control: string; nonce?: string | undefined },
): Promise<{ nonce: string; commitmentId: string } | null> {
  const of = { engagementId: population.engagementId, control };
  const commitment = await newestCommitment(tx, organizationId, of, population.entryIndex);
  if (commitment === undefined) {
    if (nonce === undefined) return null;
    const late = await newestCommitment(tx, organizationId, of);
    const message =
      late === undefined
        ? `Nobody committed to a nonce for ${control}.`
        : `The nonce for ${control} was committed to after the population had been frozen (entries ${late.entryIndex} and ${population.entryIndex}).`;
    throw new TickmarkError('conflict', message, {
      field: 'nonce',
      action: 'Draw without a nonce, or freeze a new version of the population after a commitment.',
    });
  }
  if (nonce === undefined) {
    throw new TickmarkError('bad_input', `A nonce for ${control} was committed to before the freeze.`, {
      field: 'nonce',
      action: 'Give the nonce; the sample is drawn with it and with no other.',
    });
  }
  if (createHash('sha256').update(nonce).digest('hex') !== commitment.nonceSha256) {
    throw new TickmarkError('does_not_hold', 'This is not the nonce that was committed to before the freeze.', {
      field: 'nonce',
      action: `Give the nonce whose SHA-256 is ${commitment.nonceSha256}.`,
    });
  }
  return { nonce, commitmentId: commitment.id };
}
