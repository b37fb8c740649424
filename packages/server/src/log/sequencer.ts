import { formatCheckpoint, integrate, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../platform/auth/master-key.ts';
import type { Database, Tx } from '../platform/database/index.ts';
import { openSigningKey } from '../platform/trail/index.ts';
import { findLog, lockForSequencing, readStatements, saveCheckpoint, tileReader, writeTiles } from './store.ts';

/** Entries that become tiles in one transaction; bounds how long it lasts. */
const batchSize = 2048;

/** How long the sequencer gathers entries before it signs. */
const gatherMs = 50;
const retryMs = 1000;

export interface LogKeeper {
  database: Database;
  masterKey: MasterKey;
}

/**
 * Brings the signed tree of the newest log up to its newest committed entry: tiles, then the checkpoint, in
 * one transaction per batch. Returns how many entries of the whole chain are signed. Safe to call from several places at once.
 */
export async function sequence({ database, masterKey }: LogKeeper, organizationId: string): Promise<number> {
  for (;;) {
    const step = await database.transaction({ role: 'app', organizationId, userId: null }, async (tx) => {
      await lockForSequencing(tx, organizationId);
      return signBatch(tx, organizationId, masterKey);
    });
    if (!step.more) return step.signed;
  }
}

/**
 * Signs some of what is waiting, in a transaction that holds the lock for it. `signed` counts the entries of the whole
 * chain; `more` says that more may be waiting.
 */
export async function signBatch(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
): Promise<{ signed: number; more: boolean }> {
  const log = await findLog(tx, organizationId);
  if (log === undefined) return { signed: 0, more: false };
  const { number, first, size } = log;
  const entries = await readStatements(tx, organizationId, first + size, batchSize);
  if (entries.length === 0) return { signed: first + size, more: false };
  const readTile = tileReader(tx, organizationId, number);
  const grown = await integrate(nodeCrypto, { size: BigInt(size), readTile }, entries);
  const { origin, seed } = await openSigningKey(tx, organizationId, masterKey);
  const text = formatCheckpoint({ origin, size: grown.size, root: grown.root });
  await writeTiles(tx, organizationId, number, grown);
  await saveCheckpoint(tx, organizationId, Number(grown.size), signNote(nodeCrypto, text, { name: origin, seed }));
  return { signed: first + Number(grown.size), more: entries.length === batchSize };
}

export interface Sequencer {
  /** Says that a write of this organization has committed; it is signed within a moment. */
  notify(organizationId: string): void;
  /** Signs what is waiting, then stops. */
  stop(): Promise<void>;
}

/**
 * Signs logs as they grow, in the background. `organizations` names the logs to catch up with at the
 * start: those with entries that a stopped server left unsigned. `onSigned` is told each time a log
 * has nothing left to sign. A failure is told to `onError` and tried again.
 */
export function startSequencer(
  options: LogKeeper & {
    organizations?: () => Promise<readonly string[]>;
    onSigned?: (organizationId: string) => void;
    onError: (error: unknown) => void;
  },
): Sequencer {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  const drain = async (): Promise<void> => {
    for (const organizationId of waiting) {
      waiting.delete(organizationId);
      try {
        await sequence(options, organizationId);
        options.onSigned?.(organizationId);
      } catch (error) {
        options.onError(error);
        if (stopped) return;
        waiting.add(organizationId);
        schedule(retryMs);
        return;
      }
    }
  };
  const run = (): void => {
    timer = undefined;
    running = drain().finally(() => {
      running = undefined;
      if (waiting.size > 0 && !stopped) schedule(gatherMs);
    });
  };
  const schedule = (ms: number): void => {
    if (timer === undefined && running === undefined && !stopped) timer = setTimeout(run, ms);
  };
  const notify = (organizationId: string): void => {
    waiting.add(organizationId);
    schedule(gatherMs);
  };

  const caughtUp = options.organizations?.().then((ids) => ids.forEach(notify), options.onError);
  return {
    notify,
    async stop() {
      await caughtUp;
      stopped = true;
      clearTimeout(timer);
      await running;
      await drain();
    },
  };
}
