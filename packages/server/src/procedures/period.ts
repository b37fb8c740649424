import type { LivedRun } from './run-shown.ts';

/** Whether a run was under way on a day of a period; what has not ended is so until today, and an end that is left out is open. */
export function wasUnderWay(
  { run, end }: Pick<LivedRun, 'run' | 'end'>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  dayOf: (at: Date) => string,
): boolean {
  const begun = to === undefined || dayOf(run.startedAt) <= to;
  const notOver = from === undefined || end === undefined || dayOf(end.at) >= from;
  return begun && notOver;
}
