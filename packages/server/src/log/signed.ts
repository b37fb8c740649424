import { TickmarkError } from '@tickmark/core';
import { parseCheckpoint } from '@tickmark/evidence-log';
import type { Tx } from '../platform/database/index.ts';
import { findLog, type LogState } from './store.ts';

/** The newest signed state of a log: its size, and its root as base64. null until something is signed. */
export async function signedState(tx: Tx, organizationId: string): Promise<{ size: number; rootHash: string } | null> {
  const log = await findLog(tx, organizationId);
  if (log === undefined || log.checkpoint === null) return null;
  return { size: log.size, rootHash: Buffer.from(parseCheckpoint(log.checkpoint).root).toString('base64') };
}

/** A log with its newest checkpoint. Errors: not_found until something is signed. */
export async function signedLog(tx: Tx, organizationId: string): Promise<LogState & { checkpoint: string }> {
  const log = await findLog(tx, organizationId);
  if (log === undefined || log.checkpoint === null) {
    throw new TickmarkError('not_found', 'No checkpoint has been signed yet.', { action: 'Ask again in a second.' });
  }
  return { ...log, checkpoint: log.checkpoint };
}
