import type { RunRecord, StepOutcome, StepTelling } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A piece as it was when a step was told. */
export type LinkedPiece = Omit<StepTelling['evidence'][number], 'deleted'>;

export type RunRow = Selectable<Schema['procedureRuns']>;
export type TellingRow = Omit<Selectable<Schema['procedureRunSteps']>, 'outcome' | 'evidence'> & {
  outcome: StepOutcome;
  evidence: LinkedPiece[];
};
export type EndRow = Omit<Selectable<Schema['procedureRunEnds']>, 'outcome' | 'record'> & {
  outcome: RunRecord['outcome'];
  record: RunRecord;
};

/** Runs, the newest first: of all procedures, of one, or those of these ids. */
export async function runsOf(
  tx: Tx,
  organizationId: string,
  of: { procedureId?: string | undefined; ids?: readonly string[] } = {},
): Promise<RunRow[]> {
  let query = tx.selectFrom('procedureRuns').selectAll().where('organizationId', '=', organizationId);
  if (of.procedureId !== undefined) query = query.where('procedureId', '=', of.procedureId);
  if (of.ids !== undefined) {
    if (of.ids.length === 0) return [];
    query = query.where('id', 'in', [...of.ids]);
  }
  return query.orderBy('startedAt', 'desc').orderBy('number', 'desc').execute();
}

export async function insertRun(tx: Tx, row: Omit<RunRow, 'entryIndex'>, entryIndex: number): Promise<void> {
  await tx
    .insertInto('procedureRuns')
    .values({ ...row, entryIndex })
    .execute();
}

/** What was told of the steps of these runs, in its order. */
export async function tellingsOf(tx: Tx, organizationId: string, runs: readonly string[]): Promise<TellingRow[]> {
  if (runs.length === 0) return [];
  const rows = await tx
    .selectFrom('procedureRunSteps')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('runId', 'in', [...runs])
    .orderBy('entryIndex')
    .execute();
  return rows.map(toTelling);
}

function toTelling(row: Selectable<Schema['procedureRunSteps']>): TellingRow {
  return { ...row, outcome: row.outcome as StepOutcome, evidence: row.evidence as LinkedPiece[] };
}

/** What counts of steps that name any of these pieces: nothing told later takes its place. */
export async function tellingsWithPieces(
  tx: Tx,
  organizationId: string,
  pieces: readonly string[],
): Promise<TellingRow[]> {
  if (pieces.length === 0) return [];
  const rows = await tx
    .selectFrom('procedureRunSteps as s')
    .selectAll('s')
    .where('s.organizationId', '=', organizationId)
    .where(
      sql<boolean>`exists (select from jsonb_array_elements(s.evidence) e where e->>'id' = any (${[...pieces]}::text[]))`,
    )
    .where(
      sql<boolean>`not exists (select from procedure_run_steps later
        where later.organization_id = s.organization_id and later.corrects = s.id)`,
    )
    .execute();
  return rows.map(toTelling);
}

export async function insertTelling(
  tx: Tx,
  { evidence, ...row }: Omit<TellingRow, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('procedureRunSteps')
    .values({ ...row, evidence: json(evidence), entryIndex })
    .execute();
}

/** How these runs ended, by run; those that are under way are left out. */
export async function endsOf(tx: Tx, organizationId: string, runs: readonly string[]): Promise<Map<string, EndRow>> {
  if (runs.length === 0) return new Map();
  const rows = await tx
    .selectFrom('procedureRunEnds')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('runId', 'in', [...runs])
    .execute();
  return new Map(
    rows.map((row) => [
      row.runId,
      { ...row, outcome: row.outcome as RunRecord['outcome'], record: row.record as RunRecord },
    ]),
  );
}

export async function insertEnd(
  tx: Tx,
  { record, ...row }: Omit<EndRow, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('procedureRunEnds')
    .values({ ...row, record: json(record), entryIndex })
    .execute();
}
