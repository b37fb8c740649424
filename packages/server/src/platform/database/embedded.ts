import { existsSync, fsyncSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Results } from '@electric-sql/pglite';
import { TickmarkError } from '@tickmark/core';
import { AbortedTransactionError, CompiledQuery } from 'kysely';
import type { DatabaseConnection, Driver, QueryResult } from 'kysely';
import { DurableFileSystem } from './durable-file-system.ts';
import type { Disk, Sync } from './durable-file-system.ts';
import type { Engine, OwnerConnection } from './engine.ts';
import { Queue } from './queue.ts';
import { oid, parseBigint, parseDate } from './values.ts';

/**
 * PGlite starts PostgreSQL with -F, which turns fsync off. WAL is synced by fsync, since Emscripten
 * answers fdatasync, the default, without doing it. The 128 MB of buffers it would take are laid out
 * one by one at each start, 0.5 s of it; what does not fit in these is in the system's file cache.
 */
const startParameters = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=32MB',
];

export interface EmbeddedParts {
  disk?: Partial<Disk>;
  /** Sessions served between two rounds of upkeep. */
  upkeepAfter?: number;
}

/** PostgreSQL in this process, its files in `<dataFolder>/database`. The caller holds the folder's lock. */
export async function openEmbedded(
  dataFolder: string,
  { disk: replaced, upkeepAfter = 5_000 }: EmbeddedParts = {},
): Promise<Engine> {
  const disk: Disk = { sync: fsyncSync, failed: endProcess, ...replaced };
  const folder = join(dataFolder, 'database');
  if (!existsSync(folder)) await create(dataFolder, folder, disk);
  return new EmbeddedEngine(await start(folder, disk), upkeepAfter);
}

/** At once: when this returns, PostgreSQL turns in circles and nothing else in this process runs again. */
function endProcess(reason: string): never {
  process.stderr.write(
    `error: The disk did not take what the database wrote: ${reason}. What to do: Make room on the disk of the data folder, or see whether it is sound, and start again. Nothing that was acknowledged is lost.\n`,
  );
  process.exit(3);
}

async function start(folder: string, disk: Disk): Promise<PGlite> {
  try {
    return await PGlite.create({
      fs: new DurableFileSystem(folder, disk),
      startParams: startParameters,
      parsers: { [oid.int8]: parseBigint, [oid.date]: parseDate },
    });
  } catch (cause) {
    throw new TickmarkError('cannot_run', `The database in ${folder} did not start: ${String(cause)}`, {
      action: 'Restore the data folder from a backup, or start with another one (--data).',
      cause,
    });
  }
}

/** Made beside its place, synced as a whole and then renamed: a kill half-way leaves nothing half-made. */
async function create(dataFolder: string, folder: string, disk: Disk): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const pglite = await start(draft, disk);
  await pglite.close();
  await syncTree(draft, disk.sync);
  await rename(draft, folder);
  await syncPath(dataFolder, disk.sync);
}

async function syncTree(folder: string, sync: Sync): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path, sync);
    else await syncPath(path, sync);
  }
  await syncPath(folder, sync);
}

async function syncPath(path: string, sync: Sync): Promise<void> {
  const handle = await open(path, 'r');
  try {
    sync(handle.fd);
  } finally {
    await handle.close();
  }
}

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly #pglite: PGlite;
  readonly #queue = new Queue();
  readonly #upkeepAfter: number;
  #served = 0;

  constructor(pglite: PGlite, upkeepAfter: number) {
    this.#pglite = pglite;
    this.#upkeepAfter = upkeepAfter;
  }

  driver(): Driver {
    return new EmbeddedDriver(this.#pglite, () => this.#turn());
  }

  async #turn(): Promise<() => void> {
    const end = await this.#queue.turn();
    if (this.#served++ < this.#upkeepAfter || this.#pglite.closed) return end;
    this.#served = 0;
    try {
      await this.#keepUp();
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  /**
   * In one process PostgreSQL has neither an autovacuum nor a checkpointer: without this, dead rows
   * and the write-ahead log would grow until the database is closed.
   */
  async #keepUp(): Promise<void> {
    await this.#pglite.exec('vacuum (analyze)');
    await this.#pglite.exec('checkpoint');
  }

  async owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T> {
    const end = await this.#turn();
    const pglite = this.#pglite;
    try {
      return await work({
        query: async <Row>(text: string, parameters: readonly unknown[]) =>
          (await pglite.query<Row>(text, [...parameters])).rows,
        script: async (text) => (await pglite.exec(text)).flatMap((result) => result.rows),
      });
    } finally {
      // The next in the queue must not inherit a transaction that a failed script left open.
      try {
        if (pglite.isInTransaction()) await pglite.exec('rollback');
      } finally {
        end();
      }
    }
  }

  /** Waits for whoever is in the queue, then makes a checkpoint, so that the next start has nothing to replay. */
  async close(): Promise<void> {
    const end = await this.#queue.turn();
    try {
      if (this.#pglite.closed) return;
      await this.#pglite.exec('checkpoint');
      await this.#pglite.close();
    } finally {
      end();
    }
  }
}

/** Kysely's way to the one session there is: a connection is a turn in the queue. */
class EmbeddedDriver implements Driver {
  readonly #pglite: PGlite;
  readonly #turn: () => Promise<() => void>;
  readonly #turns = new WeakMap<DatabaseConnection, () => void>();

  constructor(pglite: PGlite, turn: () => Promise<() => void>) {
    this.#pglite = pglite;
    this.#turn = turn;
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const end = await this.#turn();
    const connection = new EmbeddedConnection(this.#pglite);
    this.#turns.set(connection, end);
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  /** PostgreSQL answers ROLLBACK to a commit after a failed statement; that is no success. */
  async commitTransaction(): Promise<void> {
    const [answer] = await this.#pglite.exec('commit');
    if (answer?.command !== 'COMMIT') throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#turns.get(connection)?.();
  }

  async destroy(): Promise<void> {
    // The engine closes PGlite itself.
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await this.#answer<Row>(query);
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) };
  }

  /** Without parameters a statement is one message to PostgreSQL; with them it is six, and takes twice as long. */
  async #answer<Row>(query: CompiledQuery): Promise<Results<Row>> {
    if (query.parameters.length > 0) return this.#pglite.query<Row>(query.sql, [...query.parameters]);
    const [answer] = await this.#pglite.exec(query.sql);
    if (answer === undefined) throw new Error('PostgreSQL gave no answer.');
    return answer as Results<Row>;
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The embedded database reads whole results; page through them instead.');
  }
}
