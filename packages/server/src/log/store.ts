import { logStatement, type LogEntry } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
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

export async function readTileBytes(tx: Tx, organizationId: string, path: string): Promise<Uint8Array | undefined> {
  const row = await tx
    .selectFrom('logTiles')
    .select('bytes')
    .where('organizationId', '=', organizationId)
    .where('path', '=', path)
    .executeTakeFirst();
  return row && new Uint8Array(row.bytes);
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
  for (const [path, bytes] of tiles) {
    await tx
      .insertInto('logTiles')
      .values({ organizationId, path, bytes: Buffer.from(bytes) })
      .onConflict((oc) => oc.columns(['organizationId', 'path']).doUpdateSet({ bytes: Buffer.from(bytes) }))
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

export async function findLeafHash(tx: Tx, organizationId: string, index: number): Promise<Uint8Array | undefined> {
  const row = await tx
    .selectFrom('logEntries')
    .select('leafHash')
    .where('organizationId', '=', organizationId)
    .where('index', '=', index)
    .executeTakeFirst();
  return row?.leafHash;
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
