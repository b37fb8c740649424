import { sealedFacts, TickmarkError } from '@tickmark/core';
import { parseCheckpoint } from '@tickmark/evidence-log';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { newSigningKey, record } from '../platform/trail/index.ts';
import { checkpointAt } from './checkpoint-at.ts';
import { signBatch } from './sequencer.ts';
import { cosignedSizesNotKept, findLog, keepCheckpoint, lockForSequencing, replaceLog } from './store.ts';

/**
 * Ends the newest log and begins the next, in the transaction of the write: its entry is the last one of the log that ends
 * and names the key of the next, whose first entry holds the final checkpoint. From the first of these entries to the
 * commit nobody else appends, so another write is in one log or the other, and a crash leaves the rotation done or undone.
 * The signing key of the log that ends is overwritten. Errors: conflict where another log is the newest.
 */
export async function rotate(context: HandlerContext, masterKey: MasterKey, number: number): Promise<void> {
  const { tx, organizationId, now } = context;
  // Before the row of the log, as the sequencer takes them.
  await lockForSequencing(tx, organizationId);
  const newest = await findLog(tx, organizationId);
  if (newest?.number !== number) {
    throw new TickmarkError('conflict', `Log ${number} is not the newest one; log ${newest?.number} is.`, {
      field: 'log',
      action: 'Look at the chain of logs: perhaps somebody has just rotated the key.',
    });
  }
  const next = newSigningKey(organizationId, number + 1, masterKey);
  const { origin, verifierKey } = next;
  await context.record(sealedFacts['log.rotate'].parse({ next: number + 1, origin, verifierKey }));
  await signAll(context, masterKey);
  const ended = await findLog(tx, organizationId);
  if (ended === undefined || ended.checkpoint === null || ended.first + ended.size !== ended.nextIndex)
    throw new Error(`Log ${number} of ${organizationId} is not signed to its end.`);
  const { checkpoint } = ended;
  // Proofs under what witnesses have cosigned need its signature, and the key is about to go.
  for (const size of await cosignedSizesNotKept(tx, organizationId, number)) {
    const signed = size <= ended.size ? await checkpointAt(tx, organizationId, masterKey, { number, size }) : undefined;
    if (signed !== undefined) await keepCheckpoint(tx, organizationId, { number, size, checkpoint: signed.checkpoint });
  }
  await replaceLog(tx, organizationId, { ...ended, checkpoint }, { ...next, createdAt: now });
  // It belongs to the log and not to the write, whose entry is the one above.
  await record(tx, {
    organizationId,
    op: 'log.continue',
    at: now,
    by: null,
    facts: {
      log: number + 1,
      first: ended.nextIndex,
      previousKey: ended.verifierKey,
      previousSize: ended.size,
      previousRoot: Buffer.from(parseCheckpoint(checkpoint).root).toString('hex'),
      previousCheckpoint: checkpoint,
    },
  });
  await signAll(context, masterKey);
}

async function signAll({ tx, organizationId }: HandlerContext, masterKey: MasterKey): Promise<void> {
  while ((await signBatch(tx, organizationId, masterKey)).more);
}
