import { chainOf, sequence } from '../log/index.ts';
import { instanceLogId, type Tx } from '../platform/database/index.ts';
import type { StampParts } from './stamp.ts';
import { hasAuthorities } from './store.ts';

/** Its parser is needed only where an authority is named. */
const loaded = () => import('./stamp.ts');

export interface Stamper {
  /** Says that a log was signed: its newest checkpoint is stamped once that is due. */
  notify(organizationId: string): void;
  /** Once the entry is under a checkpoint, that is stamped at once. */
  hurry(organizationId: string, entryIndex: number): void;
  /** Signs up to an entry, has that checkpoint stamped, and waits for the answers, which come within seconds or not at all. */
  settle(organizationId: string, entryIndex: number): Promise<void>;
  /** Gives up what is being asked, and stops. */
  stop(): Promise<void>;
}

interface Log {
  /** On the clock that never goes back, in milliseconds; when its authorities may be asked again. */
  notBefore: number;
  /** Index of an entry that is to be stamped at once; null where none is. */
  hurriedFor: number | null;
  waiting: boolean;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
}

/**
 * Has checkpoints stamped in the background, those of one log at most every `everyMs` by each authority. Nothing else waits
 * for them but a bundle. A failure of our own is told to `onError`.
 */
export function startStamper(options: StampParts & { everyMs: number; onError: (error: unknown) => void }): Stamper {
  const logs = new Map<string, Log>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const inside = <T>(organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    options.database.transaction({ role: 'app', organizationId, userId: null }, work);
  const logOf = (organizationId: string): Log => {
    const known = logs.get(organizationId);
    if (known !== undefined) return known;
    const fresh: Log = { notBefore: 0, hurriedFor: null, waiting: false, timer: undefined, running: undefined };
    logs.set(organizationId, fresh);
    return fresh;
  };
  const schedule = (organizationId: string, log: Log, at: number): void => {
    if (log.running !== undefined || signal.aborted) return;
    clearTimeout(log.timer);
    log.timer = setTimeout(() => run(organizationId, log), Math.max(0, at - performance.now()));
  };
  const whenTold = ({ hurriedFor, notBefore }: Log): number => (hurriedFor === null ? notBefore : 0);
  const run = (organizationId: string, log: Log): void => {
    Object.assign(log, { timer: undefined, waiting: false });
    log.running = round(organizationId, log).then((behind) => {
      log.running = undefined;
      // What is hurried for is not signed yet where nobody has told of it: that ends the waiting.
      if (log.waiting) schedule(organizationId, log, whenTold(log));
      else if (behind) schedule(organizationId, log, log.notBefore);
    });
  };
  /** Whether something is left to be stamped. */
  const round = async (organizationId: string, log: Log): Promise<boolean> => {
    try {
      if (!(await inside(organizationId, (tx) => hasAuthorities(tx, organizationId)))) {
        // Whoever is being named just now has hurried it, and their write is not committed yet.
        log.notBefore = performance.now() + options.everyMs;
        return false;
      }
      const { stampNewest } = await loaded();
      const pace = { everyMs: options.everyMs, hurried: log.hurriedFor !== null };
      const { size, dueInMs, behind } = await stampNewest(options, organizationId, { ...pace, signal });
      // Who was hurried and failed is not hurried again by itself.
      if (log.hurriedFor !== null && log.hurriedFor < size) log.hurriedFor = null;
      log.notBefore = performance.now() + dueInMs;
      return behind;
    } catch (error) {
      if (!signal.aborted) options.onError(error);
      log.notBefore = performance.now() + options.everyMs;
      return true;
    }
  };

  return {
    notify(organizationId) {
      if (organizationId === instanceLogId) return;
      const log = logOf(organizationId);
      log.waiting = true;
      schedule(organizationId, log, whenTold(log));
    },
    hurry(organizationId, entryIndex) {
      logOf(organizationId).hurriedFor = entryIndex;
    },
    async settle(organizationId, entryIndex) {
      try {
        await sequence(options, organizationId);
        const chain = await inside(organizationId, async (tx) =>
          (await hasAuthorities(tx, organizationId)) ? chainOf(tx, organizationId) : [],
        );
        const log = chain.findLast(({ first }) => first <= entryIndex);
        if (log === undefined) return;
        const { stampAt } = await loaded();
        const at = { number: log.number, size: entryIndex + 1 - log.first };
        await stampAt(options, organizationId, { at, signal });
      } catch (error) {
        // Without a stamp a bundle is still one.
        if (!signal.aborted) options.onError(error);
      }
    },
    async stop() {
      stopping.abort();
      for (const log of logs.values()) clearTimeout(log.timer);
      await Promise.all([...logs.values()].map((log) => log.running));
    },
  };
}
