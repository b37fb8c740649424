import type { Vouched, Witness, WitnessOutcome } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Until the transaction ends, nobody else changes the list. */
export async function lockWitnesses(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.witnesses ${organizationId}`}, 0))`.execute(tx);
}

export type WitnessRow = Selectable<Schema['witnesses']>;

/** All of them, by name. */
export async function witnessesOf(tx: Tx, organizationId: string): Promise<WitnessRow[]> {
  return tx
    .selectFrom('witnesses')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export function toWitness({ askedAt, outcome, detail, ...row }: WitnessRow): Witness {
  return {
    id: row.id,
    name: row.name,
    verifierKey: row.verifierKey,
    url: row.url,
    addedAt: row.addedAt.toISOString(),
    entryIndex: row.entryIndex,
    asked: askedAt === null || outcome === null ? null : { at: askedAt.toISOString(), outcome, detail },
  };
}

export async function insertWitness(tx: Tx, row: Insertable<Schema['witnesses']>): Promise<void> {
  await tx.insertInto('witnesses').values(row).execute();
}

export async function deleteWitness(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx.deleteFrom('witnesses').where('organizationId', '=', organizationId).where('id', '=', id).execute();
}

/** Keeps what came of asking; does nothing where the witness was removed meanwhile. */
export async function saveAsked(
  tx: Tx,
  organizationId: string,
  id: string,
  asked: { size: number; askedAt: Date; outcome: WitnessOutcome; detail: string | null },
): Promise<void> {
  await tx
    .updateTable('witnesses')
    .set(asked)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function saveCosignature(tx: Tx, row: Insertable<Schema['cosignatures']>): Promise<void> {
  const { root, line, cosignedAt } = row;
  await tx
    .insertInto('cosignatures')
    .values(row)
    .onConflict((oc) => oc.columns(['organizationId', 'verifierKey', 'size']).doUpdateSet({ root, line, cosignedAt }))
    .execute();
}

/** Lines of the witnesses that have cosigned this size, with their keys, by name. */
export async function cosignaturesAt(
  tx: Tx,
  organizationId: string,
  size: number,
): Promise<{ verifierKey: string; line: string }[]> {
  return tx
    .selectFrom('cosignatures')
    .select(['verifierKey', 'line'])
    .where('organizationId', '=', organizationId)
    .where('size', '=', size)
    .orderBy('name')
    .orderBy('verifierKey')
    .execute();
}

/** Of each witness that ever cosigned, the largest tree. */
export async function furthestCosignatures(
  tx: Tx,
  organizationId: string,
): Promise<(Omit<Vouched, 'fits' | 'entry'> & { size: number; root: Uint8Array })[]> {
  const rows = await tx
    .selectFrom('cosignatures as c')
    .leftJoin('witnesses as w', (join) =>
      join.onRef('w.organizationId', '=', 'c.organizationId').onRef('w.verifierKey', '=', 'c.verifierKey'),
    )
    .distinctOn('c.verifierKey')
    .select(['c.verifierKey', 'c.name', 'c.size', 'c.root', 'c.cosignedAt', 'w.id'])
    .where('c.organizationId', '=', organizationId)
    .orderBy('c.verifierKey')
    .orderBy('c.size', 'desc')
    .execute();
  return rows
    .map(({ id, cosignedAt, ...row }) => ({ ...row, named: id !== null, at: cosignedAt.toISOString() }))
    .toSorted((a, b) => b.size - a.size);
}

/** Of each witness that has cosigned a tree with this entry, the size of the smallest one. */
export async function smallestCosignedOver(
  tx: Tx,
  organizationId: string,
  entry: number,
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('cosignatures')
    .select(({ fn }) => ['verifierKey', fn.min('size').as('size')])
    .where('organizationId', '=', organizationId)
    .where('size', '>', entry)
    .groupBy('verifierKey')
    .execute();
  return new Map(rows.map(({ verifierKey, size }) => [verifierKey, Number(size)]));
}
