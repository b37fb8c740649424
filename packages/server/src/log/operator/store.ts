import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../../platform/database/index.ts';
import { readPage, type Page, type PageInput } from '../../platform/paging/index.ts';

/** A checkpoint that an entry of the operator's log commits to, as it is kept. */
export type NotedRow = Omit<Selectable<Schema['notedCheckpoints']>, 'organizationId'>;

const columns = ['number', 'logNumber', 'size', 'checkpoint', 'salt', 'operatorIndex', 'notedAt'] as const;

/** Only one server notes checkpoints of an organization at a time; the lock ends with the transaction. */
export async function lockForNoting(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.operator ${organizationId}`}, 0))`.execute(tx);
}

/** Size of the largest tree of each of these logs that was noted; none of a log without any. */
export async function furthestNoted(
  tx: Tx,
  organizationId: string,
  numbers: readonly number[],
): Promise<Map<number, number>> {
  // One look into the index for each log, however much was noted of it.
  const { rows } = await sql<{ number: number; size: number | null }>`
    select log.number, (select max(size) from noted_checkpoints
      where organization_id = ${organizationId} and log_number = log.number) as size
    from unnest(${numbers}::integer[]) as log (number)`.execute(tx);
  return new Map(rows.flatMap(({ number, size }) => (size === null ? [] : [[number, Number(size)]])));
}

/** When a checkpoint was noted last. */
export async function lastNotedAt(tx: Tx, organizationId: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('notedCheckpoints')
    .select('notedAt')
    .where('organizationId', '=', organizationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.notedAt;
}

/** How many were noted, whether or not they are still kept. */
export async function countNoted(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx
    .selectFrom('logs')
    .select('noted')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst();
  return row?.noted ?? 0;
}

/** Keeps one under the next number; a count that was set back beside the product stops nobody from noting. */
export async function keepNoted(
  tx: Tx,
  organizationId: string,
  noted: Omit<Insertable<Schema['notedCheckpoints']>, 'organizationId' | 'number'>,
): Promise<void> {
  const { noted: number } = await tx
    .updateTable('logs')
    .set({
      noted: sql<number>`greatest(noted, (select max(number) from noted_checkpoints
        where organization_id = ${organizationId})) + 1`,
    })
    .where('organizationId', '=', organizationId)
    .returning('noted')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('notedCheckpoints')
    .values({ organizationId, number, ...noted })
    .execute();
}

/** The newest first. */
export async function listNoted(tx: Tx, organizationId: string, input: PageInput): Promise<Page<NotedRow>> {
  const number = { by: sql.ref('number'), type: 'bigint' } as const;
  const page = await readPage(
    tx.selectFrom('notedCheckpoints').select(columns).where('organizationId', '=', organizationId),
    { sorts: { number }, initial: '-number', id: number },
    input,
  );
  return { ...page, items: page.items.map(told) };
}

/** In the order of their numbers. */
export async function notedAfter(tx: Tx, organizationId: string, number: number, limit: number): Promise<NotedRow[]> {
  const rows = await tx
    .selectFrom('notedCheckpoints')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('number', '>', number)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map(told);
}

export async function findNoted(tx: Tx, organizationId: string, number: number): Promise<NotedRow | undefined> {
  const row = await tx
    .selectFrom('notedCheckpoints')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && told(row);
}

/** That of one size of one log. */
export async function findNotedAt(
  tx: Tx,
  organizationId: string,
  { number, size }: { number: number; size: number },
): Promise<NotedRow | undefined> {
  const row = await tx
    .selectFrom('notedCheckpoints')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', number)
    .where('size', '=', size)
    .executeTakeFirst();
  return row && told(row);
}

function told({ number, logNumber, size, checkpoint, salt, operatorIndex, notedAt }: NotedRow): NotedRow {
  const numbers = { size: Number(size), operatorIndex: Number(operatorIndex) };
  return { number, logNumber, checkpoint, salt: new Uint8Array(salt), notedAt, ...numbers };
}
