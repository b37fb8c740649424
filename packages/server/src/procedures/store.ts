import type { ProcedureDocument } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A procedure as its record is sealed. */
export type ProcedureRecord = Omit<Selectable<Schema['procedures']>, 'entryIndex'>;
export type VersionRecord = Omit<Selectable<Schema['procedureVersions']>, 'document'> & { document: ProcedureDocument };

/** Holds back whoever else would change procedures or runs of this organization: numbers and states are held against each other. */
export async function lockProcedures(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.procedures ${organizationId}`}, 0))`.execute(tx);
}

/** Procedures by id; all of them where no ids are named. */
export async function proceduresOf(
  tx: Tx,
  organizationId: string,
  ids?: readonly string[],
): Promise<Map<string, ProcedureRecord>> {
  let query = tx.selectFrom('procedures').selectAll().where('organizationId', '=', organizationId);
  if (ids !== undefined) {
    if (ids.length === 0) return new Map();
    query = query.where('id', 'in', [...ids]);
  }
  const rows = await query.execute();
  return new Map(
    rows.map((row) => {
      const { entryIndex: _, ...record } = row;
      return [record.id, record];
    }),
  );
}

export async function insertProcedure(tx: Tx, row: ProcedureRecord, entryIndex: number): Promise<void> {
  await tx
    .insertInto('procedures')
    .values({ ...row, entryIndex })
    .execute();
}

export async function updateProcedure(tx: Tx, { organizationId, id, ...row }: ProcedureRecord): Promise<void> {
  await tx
    .updateTable('procedures')
    .set(row)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Every version of these procedures, the oldest first; of all of them where none are named. */
export async function versionsOf(
  tx: Tx,
  organizationId: string,
  procedures?: readonly string[],
): Promise<VersionRecord[]> {
  let query = tx.selectFrom('procedureVersions').selectAll().where('organizationId', '=', organizationId);
  if (procedures !== undefined) {
    if (procedures.length === 0) return [];
    query = query.where('procedureId', 'in', [...procedures]);
  }
  const rows = await query.orderBy('number').execute();
  return rows.map((row) => ({ ...row, document: row.document as ProcedureDocument }));
}

export async function insertVersion(
  tx: Tx,
  { document, ...row }: Omit<VersionRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('procedureVersions')
    .values({ ...row, document: json(document), entryIndex })
    .execute();
}

/** What the changes of the log call procedures, by id: as their newest versions do. */
export async function procedureTitles(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<(readonly [string, string])[]> {
  const rows = await tx
    .selectFrom('procedureVersions')
    .distinctOn('procedureId')
    .select(['procedureId', sql<string>`document->>'title'`.as('title')])
    .where('organizationId', '=', organizationId)
    .where('procedureId', 'in', [...ids])
    .orderBy('procedureId')
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ procedureId, title }) => [procedureId, title]);
}
