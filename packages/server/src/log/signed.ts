import { TickmarkError } from '@tickmark/core';
import { parseCheckpoint } from '@tickmark/evidence-log';
import type { Tx } from '../platform/database/index.ts';
import { findLog, logsBefore, type ChainLog, type LogState } from './store.ts';

/** The newest signed state of the newest log, with the root as base64. null until something is signed. */
export async function signedState(
  tx: Tx,
  organizationId: string,
): Promise<{ log: number; first: number; size: number; rootHash: string } | null> {
  const log = await findLog(tx, organizationId);
  if (log === undefined || log.checkpoint === null) return null;
  const { number, first, size, checkpoint } = log;
  return { log: number, first, size, rootHash: Buffer.from(parseCheckpoint(checkpoint).root).toString('base64') };
}

/** The newest log with its newest checkpoint. Errors: not_found until something is signed. */
export async function signedLog(tx: Tx, organizationId: string): Promise<LogState & { checkpoint: string }> {
  const log = await findLog(tx, organizationId);
  if (log === undefined || log.checkpoint === null) {
    throw new TickmarkError('not_found', 'No checkpoint has been signed yet.', { action: 'Ask again in a second.' });
  }
  return { ...log, checkpoint: log.checkpoint };
}

/** One log of a chain, signed to its size. */
export type SignedLog = ChainLog & { checkpoint: string };

/** The logs that the history of an organization is, as signed. */
export interface SignedChain {
  /** The first one first. */
  logs: readonly [SignedLog, ...SignedLog[]];
  /** Entries of all of them. */
  size: number;
  /** Entries with those that are not signed yet. */
  written: number;
}

/** Errors: not_found until something is signed. */
export async function signedChain(tx: Tx, organizationId: string): Promise<SignedChain> {
  const newest = await signedLog(tx, organizationId);
  const [oldest, ...others] = [...(await logsBefore(tx, organizationId, newest.number)), newest];
  return {
    logs: oldest === undefined ? [newest] : [oldest, ...others],
    size: newest.first + newest.size,
    written: newest.nextIndex,
  };
}

/** The log that the last of the first `size` entries lies in; the first one where there are none. */
export function logUpTo({ logs }: SignedChain, size: number): SignedLog {
  return logs.findLast(({ first }) => first < size) ?? logs[0];
}
