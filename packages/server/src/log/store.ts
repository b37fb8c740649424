import { logStatement, TickmarkError, type LogEntry } from '@tickmark/core';
import type { ReadTile } from '@tickmark/evidence-log';
import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { keyColumn, type SealedTable } from '../platform/trail/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export interface LogState {
  nextIndex: number;
  size: number;
  checkpoint: string | null;
  verifierKey: string;
}

export async function findLog(tx: Tx, organizationId: string): Promise<LogState | undefined> {
  const row = await tx
    .selectFrom('logs')
    .select(['nextIndex', 'size', 'checkpoint', 'verifierKey'])
    .where('organizationId', '=', organizationId)
    .executeTakeFirst();
  return row && { ...row, nextIndex: Number(row.nextIndex), size: Number(row.size) };
}

/** Only one sequencer works on a log at a time, in whatever process; the lock ends with the transaction. */
export async function lockForSequencing(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.sequencer ${organizationId}`}, 0))`.execute(tx);
}

/** Statements from an index on, in order, as the bytes the tree is built over. */
export async function readStatements(
  tx: Tx,
  organizationId: string,
  from: number,
  limit: number,
): Promise<Uint8Array[]> {
  const rows = await tx
    .selectFrom('logEntries')
    .select('statement')
    .where('organizationId', '=', organizationId)
    .where('index', '>=', from)
    .orderBy('index')
    .limit(limit)
    .execute();
  const encoder = new TextEncoder();
  return rows.map((row) => encoder.encode(row.statement));
}

/** Reads the tiles of a log as they are; those asked for at once by one statement. */
export function tileReader(tx: Tx, organizationId: string): ReadTile {
  let asked: { paths: string[]; found: Promise<Map<string, Uint8Array>> } | undefined;
  const together = () => {
    const paths: string[] = [];
    const found = Promise.resolve().then(() => {
      asked = undefined;
      return readTiles(tx, organizationId, paths);
    });
    return { paths, found };
  };
  return async (path) => {
    asked ??= together();
    asked.paths.push(path);
    return (await asked.found).get(path);
  };
}

async function readTiles(tx: Tx, organizationId: string, paths: string[]): Promise<Map<string, Uint8Array>> {
  const rows = await tx
    .selectFrom('logTiles')
    .select(['path', 'bytes'])
    .where('organizationId', '=', organizationId)
    .where('path', 'in', paths)
    .execute();
  return new Map(rows.map(({ path, bytes }) => [path, new Uint8Array(bytes)]));
}

/** The fullest stored form of a tile: the whole one, or the widest partial one. */
export async function readFullestTile(tx: Tx, organizationId: string, path: string): Promise<Uint8Array | undefined> {
  const whole = path.replace(/\.p\/\d+$/, '');
  const row = await tx
    .selectFrom('logTiles')
    .select('bytes')
    .where('organizationId', '=', organizationId)
    .where((eb) => eb.or([eb('path', '=', whole), eb('path', 'like', `${whole}.p/%`)]))
    .orderBy(sql`length(bytes)`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && new Uint8Array(row.bytes);
}

export async function writeTiles(
  tx: Tx,
  organizationId: string,
  tiles: ReadonlyMap<string, Uint8Array>,
  obsolete: readonly string[],
): Promise<void> {
  if (tiles.size > 0) {
    await tx
      .insertInto('logTiles')
      .values(Array.from(tiles, ([path, bytes]) => ({ organizationId, path, bytes: Buffer.from(bytes) })))
      .onConflict((oc) => oc.columns(['organizationId', 'path']).doUpdateSet({ bytes: sql.ref('excluded.bytes') }))
      .execute();
  }
  if (obsolete.length > 0) {
    await tx
      .deleteFrom('logTiles')
      .where('organizationId', '=', organizationId)
      .where('path', 'in', [...obsolete])
      .execute();
  }
}

export async function saveCheckpoint(tx: Tx, organizationId: string, size: number, checkpoint: string): Promise<void> {
  await tx.updateTable('logs').set({ size, checkpoint }).where('organizationId', '=', organizationId).execute();
}

/** Sizes at which the newest bundles were sealed, from `from` entries on, ascending. */
export async function newestSealedSizes(
  tx: Tx,
  organizationId: string,
  { from, limit }: { from: number; limit: number },
): Promise<number[]> {
  const rows = await tx
    .selectFrom('logEntries')
    .select('index')
    .where('organizationId', '=', organizationId)
    .where('index', '>=', from)
    .where('op', '=', 'bundles.create')
    // The entry of the request for a bundle has the same name and seals nothing.
    .where('statement', 'like', '%"manifestSha256"%')
    .orderBy('index', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ index }) => Number(index) + 1).reverse();
}

/** One entry: its statement, as the text that the tree is built over, and the hash kept beside it. Errors: not_found. */
export async function entryAt(
  tx: Tx,
  organizationId: string,
  index: number,
): Promise<{ statement: string; leafHash: Uint8Array }> {
  const entry = await tx
    .selectFrom('logEntries')
    .select(['statement', 'leafHash'])
    .where('organizationId', '=', organizationId)
    .where('index', '=', index)
    .executeTakeFirst();
  if (entry !== undefined) return entry;
  throw new TickmarkError('not_found', `The log has no entry ${index}.`, {
    field: 'index',
    action: 'Take an index from the entries of the log; the first is 0.',
  });
}

export async function listEntries(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; op?: string | undefined },
): Promise<Page<LogEntry>> {
  let query = tx
    .selectFrom('logEntries')
    .select(['index', 'leafHash', 'statement'])
    .where('organizationId', '=', organizationId);
  if (input.op !== undefined) query = query.where('op', '=', input.op);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('statement')]));
  const page = await readPage(
    query,
    {
      sorts: { index: { by: sql.ref('index'), type: 'bigint' } },
      initial: '-index',
      id: { by: sql.ref('index'), type: 'bigint' },
    },
    input,
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      index: Number(row.index),
      leafHash: Buffer.from(row.leafHash).toString('base64'),
      statement: logStatement.parse(JSON.parse(row.statement)),
    })),
  };
}

/** Entries from an index on, in order, as the database has them. */
export async function readEntryRows(
  tx: Tx,
  organizationId: string,
  from: number,
  limit: number,
): Promise<{ index: number; op: string; statement: string; leafHash: Uint8Array; writtenAt: Date }[]> {
  const rows = await tx
    .selectFrom('logEntries')
    .select(['index', 'op', 'statement', 'leafHash', 'writtenAt'])
    .where('organizationId', '=', organizationId)
    .where('index', '>=', from)
    .orderBy('index')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, index: Number(row.index) }));
}

/** Records of a table as they are sealed, in the order of their keys; with evidence its controls. */
export async function readRecords(
  tx: Tx,
  organizationId: string,
  table: SealedTable,
  { after, limit }: { after: string | null; limit: number },
): Promise<Record<string, unknown>[]> {
  const id = sql.ref(keyColumn(table));
  const owner = sql.ref(table === 'organizations' ? 'id' : 'organizationId');
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)}
    where ${owner} = ${organizationId} ${after === null ? sql`` : sql`and ${id} > ${after}`}
    order by ${id} limit ${limit}`.execute(tx);
  if (table !== 'evidence' || rows.length === 0) return rows;
  const links = await tx
    .selectFrom('evidenceControls')
    .select(['evidenceId', 'controlCode'])
    .where('organizationId', '=', organizationId)
    .where(
      'evidenceId',
      'in',
      rows.map((row) => String(row['id'])),
    )
    .execute();
  const codes = Map.groupBy(links, (link) => link.evidenceId);
  return rows.map((row) => ({
    ...row,
    controls: (codes.get(String(row['id'])) ?? []).map((link) => link.controlCode).toSorted(),
  }));
}

/** SHA-256 of every file that a record stands on, each once. */
export async function readFileHashes(tx: Tx, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from evidence where organization_id = ${organizationId}
    union select sha256 from populations where organization_id = ${organizationId}
    union select unnest(array[sha256, differences_sha256]) from reconciliations where organization_id = ${organizationId}
    union select unnest(array[sha256, deviations_sha256, items_sha256]) from results where organization_id = ${organizationId}
    union select input_sha256 from increment_files where organization_id = ${organizationId}
    union select populations.value ->> 'sha256' from increments, jsonb_each(increments.populations) populations
      where organization_id = ${organizationId}
    union select sha256 from dry_runs where organization_id = ${organizationId}
    union select sha256 from reports where organization_id = ${organizationId}
    order by 1`.execute(tx);
  return rows.map((row) => row.sha256);
}
