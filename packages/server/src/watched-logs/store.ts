import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Until the transaction ends, nobody else changes the list or makes the key. */
export async function lockWatchedLogs(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.watched-logs ${organizationId}`}, 0))`.execute(
    tx,
  );
}

export type WatchedLogRow = Selectable<Schema['watchedLogs']>;

/** Those that are cosigned, by name. */
export async function watchedLogsOf(tx: Tx, organizationId: string): Promise<WatchedLogRow[]> {
  return tx
    .selectFrom('watchedLogs')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('removedAt', 'is', null)
    .orderBy('origin')
    .execute();
}

/** What is remembered of a log, removed or not; nobody else changes it until the transaction ends. */
export async function lockWatchedLog(
  tx: Tx,
  organizationId: string,
  origin: string,
): Promise<WatchedLogRow | undefined> {
  return tx
    .selectFrom('watchedLogs')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('origin', '=', origin)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertWatchedLog(tx: Tx, row: Insertable<Schema['watchedLogs']>): Promise<void> {
  await tx.insertInto('watchedLogs').values(row).execute();
}

export async function updateWatchedLog(
  tx: Tx,
  { organizationId, id }: Pick<WatchedLogRow, 'organizationId' | 'id'>,
  change: Updateable<Schema['watchedLogs']>,
): Promise<void> {
  await tx
    .updateTable('watchedLogs')
    .set(change)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function findWitnessKey(
  tx: Tx,
  organizationId: string,
): Promise<Selectable<Schema['witnessKeys']> | undefined> {
  return tx.selectFrom('witnessKeys').selectAll().where('organizationId', '=', organizationId).executeTakeFirst();
}

export async function insertWitnessKey(tx: Tx, row: Insertable<Schema['witnessKeys']>): Promise<void> {
  await tx.insertInto('witnessKeys').values(row).execute();
}
