import { setTimeout as sleep } from 'node:timers/promises';
import { sequence } from '../log/index.ts';
import { instanceLogId } from '../platform/database/index.ts';
import { askWitnesses, type AskParts } from './ask.ts';

/** Who is asked again without a write in between waits twice as long each time, up to this many times. */
const mostDoublings = 6;
/** How long a bundle waits for witnesses. */
const settleWithinMs = 15_000;

export interface Asker {
  /** Says that a log was signed: its witnesses are asked, as soon as they may be again. */
  notify(organizationId: string): void;
  /** Once the entry is under a checkpoint, the witnesses of this log are asked at once. */
  hurry(organizationId: string, entryIndex: number): void;
  /** Signs what is waiting, asks, and waits for the answers, but not for long. */
  settle(organizationId: string): Promise<void>;
  /** Gives up what is being asked, and stops. */
  stop(): Promise<void>;
}

interface Log {
  /** On the clock that never goes back, in milliseconds; when its witnesses may be asked again. */
  notBefore: number;
  /** Index of an entry that they are to be asked about at once; null where none is. */
  hurriedFor: number | null;
  waiting: boolean;
  failures: number;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
}

/**
 * Asks witnesses in the background, those of one log at most every `everyMs`. Nothing else waits for
 * them; who was behind is asked again, ever less often. A failure of our own is told to `onError`.
 */
export function startAsker(options: AskParts & { everyMs: number; onError: (error: unknown) => void }): Asker {
  const logs = new Map<string, Log>();
  const stopping = new AbortController();

  const logOf = (organizationId: string): Log => {
    const known = logs.get(organizationId);
    if (known !== undefined) return known;
    const fresh: Log = {
      notBefore: 0,
      hurriedFor: null,
      waiting: false,
      failures: 0,
      timer: undefined,
      running: undefined,
    };
    logs.set(organizationId, fresh);
    return fresh;
  };
  const schedule = (organizationId: string, log: Log, at: number): void => {
    if (log.running !== undefined || stopping.signal.aborted) return;
    clearTimeout(log.timer);
    log.timer = setTimeout(() => void run(organizationId, log), Math.max(0, at - performance.now()));
  };
  const run = (organizationId: string, log: Log): Promise<void> => {
    clearTimeout(log.timer);
    Object.assign(log, { timer: undefined, waiting: false });
    log.running = ask(organizationId, log).finally(() => {
      log.running = undefined;
      log.notBefore = performance.now() + options.everyMs;
      if (log.waiting) schedule(organizationId, log, log.hurriedFor === null ? log.notBefore : 0);
      else if (log.failures > 0)
        schedule(
          organizationId,
          log,
          log.notBefore + options.everyMs * (2 ** Math.min(log.failures, mostDoublings) - 1),
        );
    });
    return log.running;
  };
  const ask = async (organizationId: string, log: Log): Promise<void> => {
    try {
      const { size, behind } = await askWitnesses(options, organizationId, stopping.signal);
      if (log.hurriedFor !== null && log.hurriedFor < size) log.hurriedFor = null;
      log.failures = behind ? log.failures + 1 : 0;
    } catch (error) {
      log.failures += 1;
      if (!stopping.signal.aborted) options.onError(error);
    }
  };

  return {
    notify(organizationId) {
      if (organizationId === instanceLogId) return;
      const log = logOf(organizationId);
      log.waiting = true;
      schedule(organizationId, log, log.hurriedFor === null ? log.notBefore : 0);
    },
    hurry(organizationId, entryIndex) {
      logOf(organizationId).hurriedFor = entryIndex;
    },
    async settle(organizationId) {
      await sequence(options, organizationId);
      const log = logOf(organizationId);
      const asked = async (): Promise<void> => {
        while (log.running !== undefined) await log.running;
        if (!stopping.signal.aborted) await run(organizationId, log);
      };
      const enough = new AbortController();
      await Promise.race([asked(), sleep(settleWithinMs, undefined, { signal: enough.signal }).catch(() => undefined)]);
      enough.abort();
    },
    async stop() {
      stopping.abort();
      for (const log of logs.values()) clearTimeout(log.timer);
      await Promise.all([...logs.values()].map((log) => log.running));
    },
  };
}
