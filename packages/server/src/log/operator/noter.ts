import { instanceLogId } from '../../platform/database/index.ts';
import { noteNewest, type NoteParts } from './note.ts';

/** Between two looks at one log, so that a log with many writes is not looked at for each. */
const pauseMs = 1_000;

export interface Noter {
  /** Says that a log was signed: its checkpoint is noted as soon as that is due. */
  notify(organizationId: string): void;
  /** Ends what is being noted, and stops. */
  stop(): Promise<void>;
}

interface Log {
  /** On the clock that never goes back, in milliseconds. */
  notBefore: number;
  waiting: boolean;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
}

/**
 * Notes checkpoints in the operator's log in the background; nothing waits for it. `onNoted` is told when that log has grown,
 * and a failure goes to `onError` and is tried again with the next signature.
 */
export function startNoter(options: NoteParts & { onNoted: () => void; onError: (error: unknown) => void }): Noter {
  const logs = new Map<string, Log>();
  let stopped = false;

  const schedule = (organizationId: string, log: Log, at: number): void => {
    if (log.running !== undefined || stopped) return;
    clearTimeout(log.timer);
    log.timer = setTimeout(() => run(organizationId, log), Math.max(0, at - performance.now()));
  };
  const run = (organizationId: string, log: Log): void => {
    Object.assign(log, { timer: undefined, waiting: false });
    log.running = round(organizationId).then((dueInMs) => {
      log.running = undefined;
      log.notBefore = performance.now() + pauseMs;
      if (log.waiting) schedule(organizationId, log, log.notBefore);
      else if (dueInMs !== null) schedule(organizationId, log, performance.now() + Math.max(pauseMs, dueInMs));
    });
  };
  const round = async (organizationId: string): Promise<number | null> => {
    try {
      const { noted, dueInMs } = await noteNewest(options, organizationId);
      if (noted > 0) options.onNoted();
      return dueInMs;
    } catch (error) {
      options.onError(error);
      return null;
    }
  };

  return {
    notify(organizationId) {
      if (organizationId === instanceLogId) return;
      const log = logs.get(organizationId) ?? { notBefore: 0, waiting: false, timer: undefined, running: undefined };
      logs.set(organizationId, log);
      log.waiting = true;
      schedule(organizationId, log, log.notBefore);
    },
    async stop() {
      stopped = true;
      for (const log of logs.values()) clearTimeout(log.timer);
      await Promise.all([...logs.values()].map((log) => log.running));
    },
  };
}
