import {
  leftToFinish,
  tellingsThatCount,
  TickmarkError,
  waitsFor,
  type ProcedureDocument,
  type RunInFull,
  type RunSummary,
  type StepTelling,
} from '@tickmark/core';
import { evidenceWithIds } from '../evidence/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { endsOf, runsOf, tellingsOf, type EndRow, type RunRow, type TellingRow } from './run-store.ts';
import { versionsOf, type VersionRecord } from './store.ts';

type Reading = Pick<HandlerContext, 'tx' | 'organizationId'>;

/** A run with all that its standing follows from. */
export interface LivedRun {
  run: RunRow;
  version: VersionRecord;
  tellings: TellingRow[];
  end: EndRow | undefined;
}

/** These runs, in their order, each with what was told of it. */
export async function livesOf({ tx, organizationId }: Reading, runs: readonly RunRow[]): Promise<LivedRun[]> {
  const ids = runs.map(({ id }) => id);
  const versions = new Map(
    (await versionsOf(tx, organizationId, [...new Set(runs.map(({ procedureId }) => procedureId))])).map((version) => [
      version.id,
      version,
    ]),
  );
  const tellings = Map.groupBy(await tellingsOf(tx, organizationId, ids), ({ runId }) => runId);
  const ends = await endsOf(tx, organizationId, ids);
  return runs.map((run) => {
    const version = versions.get(run.versionId);
    if (version === undefined) throw new Error('A run has no version.');
    return { run, version, tellings: tellings.get(run.id) ?? [], end: ends.get(run.id) };
  });
}

/** Errors: not_found; foreign ids get the same answer as unknown ones. */
export async function lifeOfRun(context: Reading, id: string): Promise<LivedRun> {
  const [run] = await runsOf(context.tx, context.organizationId, { ids: [id] });
  if (run === undefined)
    throw new TickmarkError('not_found', 'There is no such run.', {
      field: 'id',
      action: 'Take an id from the runs of a procedure.',
    });
  const [life] = await livesOf(context, [run]);
  if (life === undefined) throw new Error('A run that was found has no life.');
  return life;
}

export function summaryOf({ run, version, tellings, end }: LivedRun): RunSummary {
  const counting = [...tellingsThatCount(tellings).values()];
  return {
    id: run.id,
    procedureId: run.procedureId,
    title: version.document.title,
    number: run.number,
    version: version.number,
    about: run.about,
    state: end?.outcome ?? 'under-way',
    startedAt: run.startedAt.toISOString(),
    startedBy: { id: run.startedBy, name: run.name },
    ended:
      end === undefined
        ? null
        : {
            at: end.at.toISOString(),
            by: { id: end.by, name: end.name },
            reason: end.reason,
            sha256: end.sha256,
            entryIndex: Number(end.entryIndex),
          },
    steps: version.document.steps.length,
    done: counting.filter(({ outcome }) => outcome === 'done').length,
    skipped: counting.filter(({ outcome }) => outcome === 'skipped').length,
    entryIndex: Number(run.entryIndex),
  };
}

/** One run with each of its steps. */
export async function runShown(context: Reading, id: string): Promise<RunInFull> {
  const life = await lifeOfRun(context, id);
  const { version, tellings, end } = life;
  const there = await piecesThere(context, tellings);
  const counting = tellingsThatCount(tellings);
  const told = new Set(counting.keys());
  return {
    ...summaryOf(life),
    sha256: version.sha256,
    document: version.document,
    tellings: version.document.steps.map((step) => {
      const own = tellings.filter(({ stepId }) => stepId === step.id).map((row) => tellingShown(row, there));
      return {
        step: step.id,
        counts: own.at(-1) ?? null,
        earlier: own.slice(0, -1),
        waitsFor: waitsFor(step.id, version.document, told),
      };
    }),
    left: end === undefined ? leftOf(version.document, tellings, there) : [],
  };
}

/** Which of the pieces that steps name count as evidence still, and have their file. */
export function piecesThere({ tx, organizationId }: Reading, tellings: readonly TellingRow[]): Promise<Set<string>> {
  return evidenceWithIds(tx, organizationId, [
    ...new Set(tellings.flatMap(({ evidence }) => evidence.map((piece) => piece.id))),
  ]);
}

/** Why a run cannot be finished yet, step by step. */
export function leftOf(
  { steps }: ProcedureDocument,
  tellings: readonly TellingRow[],
  there: ReadonlySet<string>,
): { step: number; message: string }[] {
  const facts = tellings.map((row) => ({ ...row, evidence: row.evidence.map((piece) => piece.id) }));
  return leftToFinish(steps, tellingsThatCount(facts), there);
}

function tellingShown(row: TellingRow, there: ReadonlySet<string>): StepTelling {
  return {
    id: row.id,
    outcome: row.outcome,
    note: row.note,
    evidence: row.evidence.map((piece) => ({ ...piece, deleted: !there.has(piece.id) })),
    at: row.at.toISOString(),
    by: { id: row.by, name: row.name },
    entryIndex: Number(row.entryIndex),
  };
}
