import { logStatement, TickmarkError, type LogEntry } from '@tickmark/core';
import type { ReadTile } from '@tickmark/evidence-log';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { keyColumn, type SealedTable } from '../platform/trail/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/** One log of the chain that the history of an organization is. */
export interface ChainLog {
  /** The first is 1. */
  number: number;
  /** Number of the entry that is entry 0 in the tree of this log. */
  first: number;
  /** Entries in its tree, as signed. */
  size: number;
  origin: string;
  verifierKey: string;
  /** The final one of a log that was rotated, else the newest; null until something is signed. */
  checkpoint: string | null;
}

/** The newest log, which takes the next entry. */
export interface LogState extends ChainLog {
  /** Number of the next entry; that of the last one under the checkpoint is `first + size - 1`. */
  nextIndex: number;
}

export async function findLog(tx: Tx, organizationId: string): Promise<LogState | undefined> {
  const row = await tx
    .selectFrom('logs')
    .select(['number', 'first', 'nextIndex', 'size', 'origin', 'checkpoint', 'verifierKey'])
    .where('organizationId', '=', organizationId)
    .executeTakeFirst();
  return row && { ...row, first: Number(row.first), nextIndex: Number(row.nextIndex), size: Number(row.size) };
}

/** A log whose key was rotated. */
export interface EarlierLog extends ChainLog {
  checkpoint: string;
  /** When and by whom, as its last entry says. */
  rotatedAt: Date;
  rotatedBy: string;
  /** What this user is called; null where nobody in this organization has the id. */
  rotatedByName: string | null;
}

/** The logs before the one of this number, the first one first. */
export async function logsBefore(tx: Tx, organizationId: string, number: number): Promise<EarlierLog[]> {
  if (number === 1) return [];
  const by = sql<string>`(e.statement::jsonb ->> 'by')::uuid`;
  const rows = await tx
    .selectFrom('earlierLogs as l')
    .innerJoin('logEntries as e', (join) =>
      join.onRef('e.organizationId', '=', 'l.organizationId').on('e.index', '=', sql`l.first + l.size - 1`),
    )
    .leftJoin('users as u', (join) => join.on('u.id', '=', by))
    .select(['l.number', 'l.first', 'l.size', 'l.origin', 'l.verifierKey', 'l.checkpoint'])
    .select(['e.writtenAt as rotatedAt', by.as('rotatedBy'), 'u.name as rotatedByName'])
    .where('l.organizationId', '=', organizationId)
    .where('l.number', '<', number)
    .orderBy('l.number')
    .execute();
  return rows.map((row) => ({ ...row, first: Number(row.first), size: Number(row.size) }));
}

/** All of them, the newest last; none where there is no log. */
export async function chainOf(tx: Tx, organizationId: string): Promise<ChainLog[]> {
  const newest = await findLog(tx, organizationId);
  // A key that is rotated between the two reads makes no log appear twice.
  return newest === undefined ? [] : [...(await logsBefore(tx, organizationId, newest.number)), newest];
}

/** The log that an entry lies in or will lie in. Throws a plain Error (a defect) where there is none. */
export async function logWith(tx: Tx, organizationId: string, index: number): Promise<ChainLog & { newest: boolean }> {
  const chain = await chainOf(tx, organizationId);
  const log = chain.findLast(({ first }) => first <= index);
  if (log === undefined) throw new Error(`No log of ${organizationId} has an entry ${index}.`);
  return { ...log, newest: log === chain.at(-1) };
}

/** Ends the newest log with its final checkpoint, and puts one without entries in its place. Its signing key is gone. */
export async function replaceLog(
  tx: Tx,
  organizationId: string,
  ended: ChainLog & { checkpoint: string },
  next: { origin: string; verifierKey: string; signingKey: Uint8Array; createdAt: Date },
): Promise<void> {
  const { number, first, size, origin, verifierKey, checkpoint } = ended;
  await tx
    .insertInto('earlierLogs')
    .values({ organizationId, number, first, size, origin, verifierKey, checkpoint })
    .execute();
  await tx
    .updateTable('logs')
    .set({ ...next, number: number + 1, first: first + size, size: 0, checkpoint: null })
    .where('organizationId', '=', organizationId)
    .execute();
}

/** Keeps a signed checkpoint that somebody has cosigned: the key that signed it may be gone when it is needed. */
export async function keepCheckpoint(
  tx: Tx,
  organizationId: string,
  at: { number: number; size: number; checkpoint: string },
): Promise<void> {
  const { number: logNumber, size, checkpoint } = at;
  await tx
    .insertInto('logCheckpoints')
    .values({ organizationId, logNumber, size, checkpoint })
    .onConflict((oc) => oc.columns(['organizationId', 'logNumber', 'size']).doUpdateSet({ checkpoint }))
    .execute();
}

/** Sizes of a log that a witness has cosigned, and of which no signed checkpoint is kept. */
export async function cosignedSizesNotKept(tx: Tx, organizationId: string, number: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('cosignatures as c')
    .leftJoin('logCheckpoints as k', (join) =>
      join
        .onRef('k.organizationId', '=', 'c.organizationId')
        .onRef('k.logNumber', '=', 'c.logNumber')
        .onRef('k.size', '=', 'c.size'),
    )
    .select('c.size')
    .distinct()
    .where('c.organizationId', '=', organizationId)
    .where('c.logNumber', '=', number)
    .where('k.size', 'is', null)
    .execute();
  return rows.map(({ size }) => Number(size));
}

export async function keptCheckpoint(
  tx: Tx,
  organizationId: string,
  { number, size }: { number: number; size: number },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('logCheckpoints')
    .select('checkpoint')
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', number)
    .where('size', '=', size)
    .executeTakeFirst();
  return row?.checkpoint;
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

/** Reads the tiles of one log as they are; those asked for at once by one statement. */
export function tileReader(tx: Tx, organizationId: string, logNumber: number): ReadTile {
  let asked: { paths: string[]; found: Promise<Map<string, Uint8Array>> } | undefined;
  const together = () => {
    const paths: string[] = [];
    const found = Promise.resolve().then(() => {
      asked = undefined;
      return readTiles(tx, organizationId, logNumber, paths);
    });
    return { paths, found };
  };
  return async (path) => {
    asked ??= together();
    asked.paths.push(path);
    return (await asked.found).get(path);
  };
}

async function readTiles(
  tx: Tx,
  organizationId: string,
  logNumber: number,
  paths: string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await tx
    .selectFrom('logTiles')
    .select(['path', 'bytes'])
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', logNumber)
    .where('path', 'in', paths)
    .execute();
  return new Map(rows.map(({ path, bytes }) => [path, new Uint8Array(bytes)]));
}

/** The fullest stored form of a tile: the whole one, or the widest partial one. */
export async function readFullestTile(
  tx: Tx,
  organizationId: string,
  logNumber: number,
  path: string,
): Promise<Uint8Array | undefined> {
  const whole = path.replace(/\.p\/\d+$/, '');
  const row = await tx
    .selectFrom('logTiles')
    .select('bytes')
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', logNumber)
    .where((eb) => eb.or([eb('path', '=', whole), eb('path', 'like', `${whole}.p/%`)]))
    .orderBy(sql`length(bytes)`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && new Uint8Array(row.bytes);
}

export async function writeTiles(
  tx: Tx,
  organizationId: string,
  logNumber: number,
  { tiles, obsolete }: { tiles: ReadonlyMap<string, Uint8Array>; obsolete: readonly string[] },
): Promise<void> {
  if (tiles.size > 0) {
    await tx
      .insertInto('logTiles')
      .values(Array.from(tiles, ([path, bytes]) => ({ organizationId, logNumber, path, bytes: Buffer.from(bytes) })))
      .onConflict((oc) =>
        oc.columns(['organizationId', 'logNumber', 'path']).doUpdateSet({ bytes: sql.ref('excluded.bytes') }),
      )
      .execute();
  }
  if (obsolete.length > 0) {
    await tx
      .deleteFrom('logTiles')
      .where('organizationId', '=', organizationId)
      .where('logNumber', '=', logNumber)
      .where('path', 'in', [...obsolete])
      .execute();
  }
}

export async function saveCheckpoint(tx: Tx, organizationId: string, size: number, checkpoint: string): Promise<void> {
  await tx.updateTable('logs').set({ size, checkpoint }).where('organizationId', '=', organizationId).execute();
}

/** Numbers of the newest entries that seal a bundle, from `from` on, ascending. */
export async function newestSeals(
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
  return rows.map(({ index }) => Number(index)).reverse();
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

/** Statements by their index, of those that there are. */
export async function statementsAt(
  tx: Tx,
  organizationId: string,
  indexes: readonly number[],
): Promise<Map<number, string>> {
  if (indexes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('logEntries')
    .select(['index', 'statement'])
    .where('organizationId', '=', organizationId)
    .where('index', 'in', [...indexes])
    .execute();
  return new Map(rows.map(({ index, statement }) => [Number(index), statement]));
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

/** Records of a table as they are sealed, in the order of their keys; with evidence its controls, with requests their evidence. */
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
  const ids = rows.map((row) => String(row['id']));
  if (table === 'evidence' && ids.length > 0) {
    const codes = await controlsNamed(tx, organizationId, ids);
    return rows.map((row) => ({ ...row, controls: codes.get(String(row['id'])) ?? [] }));
  }
  if (table === 'requests' && ids.length > 0) {
    const pieces = await evidenceLinked(tx, organizationId, ids);
    return rows.map((row) => ({ ...row, evidence: pieces.get(String(row['id'])) ?? [] }));
  }
  return rows;
}

async function controlsNamed(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const links = await tx
    .selectFrom('evidenceControls')
    .select(['evidenceId', 'controlCode'])
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .execute();
  const own = Map.groupBy(links, (link) => link.evidenceId);
  return new Map([...own].map(([id, its]) => [id, its.map((link) => link.controlCode).toSorted()]));
}

async function evidenceLinked(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const links = await tx
    .selectFrom('evidenceRequests')
    .select(['requestId', 'evidenceId'])
    .where('organizationId', '=', organizationId)
    .where('requestId', 'in', [...ids])
    .execute();
  const own = Map.groupBy(links, (link) => link.requestId);
  return new Map([...own].map(([id, its]) => [id, its.map((link) => link.evidenceId).toSorted()]));
}

/** SHA-256 of every file that a record stands on, each once. Evidence whose file was deleted names none. */
export async function readFileHashes(tx: Tx, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`${filesOf(organizationId)} order by 1`.execute(tx);
  return rows.map((row) => row.sha256);
}

/** Whether a record stands on a file, a bundle is it, or work that has not ended may need it. */
export async function isFileNeeded(tx: Tx, organizationId: string, sha256: string): Promise<boolean> {
  const { rows } = await sql`
    select from (${filesOf(organizationId)}) files where sha256 = ${sha256}
    union all select from bundles where organization_id = ${organizationId} and sha256 = ${sha256}
    union all select from job_runs where organization_id = ${organizationId} and state in ('queued', 'running')
      and strpos(input::text, ${sha256}) > 0
    limit 1`.execute(tx);
  return rows.length > 0;
}

function filesOf(organizationId: string): RawBuilder<{ sha256: string }> {
  return sql<{ sha256: string }>`
    select sha256 from evidence where organization_id = ${organizationId} and sha256 is not null
    union select sha256 from populations where organization_id = ${organizationId}
    union select unnest(array[sha256, differences_sha256]) from reconciliations where organization_id = ${organizationId}
    union select unnest(array[sha256, deviations_sha256, items_sha256]) from results where organization_id = ${organizationId}
    union select input_sha256 from increment_files where organization_id = ${organizationId}
    union select populations.value ->> 'sha256' from increments, jsonb_each(increments.populations) populations
      where organization_id = ${organizationId}
    union select sha256 from dry_runs where organization_id = ${organizationId}
    union select sha256 from reports where organization_id = ${organizationId}`;
}
