import { localDate } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { livesOf } from './run-shown.ts';
import { runsOf, tellingsWithPieces } from './run-store.ts';

/** A run that a piece of evidence is a part of. */
export interface RestingRun {
  title: string;
  number: number;
  /** First and last day of it; null while it is under way. */
  days: { from: string; to: string } | null;
}

/** By piece, the runs that rest on it: those under way and those finished, where what counts of a step names it. */
export async function runsRestingOn(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  pieces: readonly string[],
  timeZone: string,
): Promise<Map<string, RestingRun[]>> {
  const { tx, organizationId } = context;
  const tellings = await tellingsWithPieces(tx, organizationId, pieces);
  const runs = await runsOf(tx, organizationId, { ids: [...new Set(tellings.map(({ runId }) => runId))] });
  const found = new Map<string, RestingRun[]>();
  for (const { run, version, end } of await livesOf(context, runs)) {
    // What was abandoned shows nothing, and counts as no run.
    if (end?.outcome === 'abandoned') continue;
    const days =
      end === undefined ? null : { from: localDate(run.startedAt, timeZone), to: localDate(end.at, timeZone) };
    const named = tellings.filter(({ runId }) => runId === run.id).flatMap(({ evidence }) => evidence);
    for (const piece of new Set(named.map(({ id }) => id)))
      found.set(piece, [...(found.get(piece) ?? []), { title: version.document.title, number: run.number, days }]);
  }
  return found;
}
