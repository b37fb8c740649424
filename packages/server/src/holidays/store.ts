import type { Holiday } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Until the transaction ends, nobody else changes the list: its length and its names are checked before. */
export async function lockHolidays(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.holidays ${organizationId}`}, 0))`.execute(tx);
}

/** The whole list, by date. */
export async function holidaysOf(tx: Tx, organizationId: string): Promise<Holiday[]> {
  const rows = await tx
    .selectFrom('holidays')
    .select(['date', 'name', 'addedAt', 'entryIndex'])
    .where('organizationId', '=', organizationId)
    .orderBy('date')
    .execute();
  return rows.map(({ addedAt, ...row }) => ({ ...row, addedAt: addedAt.toISOString() }));
}

/** The dates alone, in order, as a run takes them. */
export async function holidayDates(tx: Tx, organizationId: string): Promise<string[]> {
  return (await holidaysOf(tx, organizationId)).map(({ date }) => date);
}

export async function insertHolidays(tx: Tx, rows: readonly Insertable<Schema['holidays']>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insertInto('holidays').values(rows).execute();
}

export async function deleteHolidays(tx: Tx, organizationId: string, dates: readonly string[]): Promise<void> {
  await tx.deleteFrom('holidays').where('organizationId', '=', organizationId).where('date', 'in', dates).execute();
}
