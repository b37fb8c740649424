import type { Deletion, DeletionReason } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { counts, countsFrom } from './given-store.ts';

/** What is known of the deletions of these pieces, by their ids. */
export async function deletionsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, Deletion>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceDeletions as d')
    .leftJoin('users as u', 'u.id', 'd.deletedBy')
    .leftJoin('fileRemovals as r', (join) =>
      join.onRef('r.organizationId', '=', 'd.organizationId').onRef('r.evidenceId', '=', 'd.evidenceId'),
    )
    .select(['d.evidenceId', 'd.deletedAt', 'd.deletedBy', 'd.reason', 'd.words', 'd.entryIndex'])
    .select(['u.name', 'r.sha256'])
    .where('d.organizationId', '=', organizationId)
    .where('d.evidenceId', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((row) => [
      row.evidenceId,
      {
        at: row.deletedAt.toISOString(),
        by: { id: row.deletedBy, name: row.name },
        reason: row.reason as DeletionReason,
        words: row.words,
        removed: row.sha256 === null,
        entryIndex: Number(row.entryIndex),
      },
    ]),
  );
}

/** A deletion that is about to be kept. */
export interface NewDeletion {
  row: Insertable<Schema['evidenceDeletions']>;
  /** What the piece is called from then on. */
  title: string;
  /** Of the file that goes. */
  sha256: string;
}

/**
 * Takes from the records of pieces what belongs to their files (salt, hash, name, what was written with it, text for the search), and notes that the
 * bytes are to go once this is committed: so they never go without their entry, and a crash leaves the note.
 */
export async function deleteFiles(tx: Tx, organizationId: string, deletions: readonly NewDeletion[]): Promise<void> {
  const ids = deletions.map(({ row }) => row.evidenceId);
  await tx
    .insertInto('evidenceDeletions')
    .values(deletions.map(({ row }) => row))
    .execute();
  await tx
    .insertInto('fileRemovals')
    .values(deletions.map(({ row, sha256 }) => ({ organizationId, evidenceId: row.evidenceId, sha256 })))
    .execute();
  await tx
    .updateTable('evidence')
    .set({ sha256: null, salt: null, fileName: null, note: null })
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
  for (const { row, title } of deletions) {
    await tx
      .updateTable('evidence')
      .set({ title })
      .where('organizationId', '=', organizationId)
      .where('id', '=', row.evidenceId)
      .where('title', '!=', title)
      .execute();
  }
  // After the records: a reader of the text waits for them, and then keeps nothing.
  await tx
    .deleteFrom('evidenceContents')
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', ids)
    .execute();
}

/** What counted, speaks for a day of the period and was deleted, in the order of the entries from which on it counted. */
export async function deletedOfPeriod(
  tx: Tx,
  organizationId: string,
  period: { from: string; to: string },
): Promise<{ id: string; title: string; commitment: string; entryIndex: number; deletion: number }[]> {
  const rows = await tx
    .selectFrom('evidence')
    .innerJoin('evidenceDeletions as gone', (join) =>
      join.onRef('gone.organizationId', '=', 'evidence.organizationId').onRef('gone.evidenceId', '=', 'evidence.id'),
    )
    .select(['evidence.id', 'evidence.title', 'evidence.commitment', 'gone.entryIndex as deletion'])
    .select(countsFrom.as('entryIndex'))
    .where('evidence.organizationId', '=', organizationId)
    .where('evidence.periodFrom', '<=', period.to)
    .where('evidence.periodTo', '>=', period.from)
    .where(counts)
    .orderBy('entryIndex')
    .execute();
  return rows.map((row) => ({ ...row, entryIndex: Number(row.entryIndex), deletion: Number(row.deletion) }));
}

export async function isDeleted(tx: Tx, organizationId: string, evidenceId: string): Promise<boolean> {
  return (await deletionsOf(tx, organizationId, [evidenceId])).size > 0;
}

/** Bytes that are to go: their deletion is committed. */
export interface Removal {
  evidenceId: string;
  sha256: string;
}

export async function nextRemoval(tx: Tx, organizationId: string): Promise<Removal | undefined> {
  return tx
    .selectFrom('fileRemovals')
    .select(['evidenceId', 'sha256'])
    .where('organizationId', '=', organizationId)
    .orderBy('evidenceId')
    .limit(1)
    .executeTakeFirst();
}

export async function removalsLeft(tx: Tx, organizationId: string): Promise<number> {
  const { left } = await tx
    .selectFrom('fileRemovals')
    .select(sql<string>`count(*)`.as('left'))
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow();
  return Number(left);
}

/** Forgets the hash of a file whose bytes are gone, or that another record needs. */
export async function doneRemoval(tx: Tx, organizationId: string, evidenceId: string): Promise<void> {
  await tx
    .deleteFrom('fileRemovals')
    .where('organizationId', '=', organizationId)
    .where('evidenceId', '=', evidenceId)
    .execute();
}
