import { parseCheckpoint } from '@tickmark/evidence-log';
import type { Tx } from '../platform/database/index.ts';
import { findLog } from './store.ts';

/** The newest signed state of a log: its size, and its root as base64. null until something is signed. */
export async function signedState(tx: Tx, organizationId: string): Promise<{ size: number; rootHash: string } | null> {
  const log = await findLog(tx, organizationId);
  if (log === undefined || log.checkpoint === null) return null;
  return { size: log.size, rootHash: Buffer.from(parseCheckpoint(log.checkpoint).root).toString('base64') };
}
