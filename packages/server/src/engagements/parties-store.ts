import type { Parties, Party } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A list of parties as its record is sealed. */
export type NewParties = Omit<Insertable<Schema['engagementParties']>, 'parties' | 'entryIndex'> & { parties: Party[] };

/** Holds back whoever else would name parties of this engagement. */
export async function lockParties(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.parties ${engagementId}`}, 0))`.execute(tx);
}

export async function insertParties(tx: Tx, row: NewParties, entryIndex: number): Promise<void> {
  await tx
    .insertInto('engagementParties')
    .values({ ...row, parties: json(row.parties), entryIndex })
    .execute();
}

/** The parties as they were named last; none where nobody was. */
export async function newestParties(tx: Tx, organizationId: string, engagementId: string): Promise<Parties> {
  const row = await tx
    .selectFrom('engagementParties as p')
    .leftJoin('users as u', 'u.id', 'p.namedBy')
    .select(['p.version', 'p.parties', 'p.namedAt', 'p.namedBy', 'u.name'])
    .where('p.organizationId', '=', organizationId)
    .where('p.engagementId', '=', engagementId)
    .orderBy('p.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { version: 0, items: [], at: null, by: null };
  return {
    version: row.version,
    items: row.parties as Party[],
    at: row.namedAt.toISOString(),
    by: { id: row.namedBy, name: row.name },
  };
}
