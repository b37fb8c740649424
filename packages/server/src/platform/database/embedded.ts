import { existsSync, fsyncSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { TickmarkError } from '@tickmark/core';
import { PostgresDialect } from 'kysely';
import type { Driver } from 'kysely';
import type { Client } from 'pg';
import { DurableFileSystem } from './durable-file-system.ts';
import type { Disk, Sync } from './durable-file-system.ts';
import { ownerConnection, sessionOf, type Engine, type OwnerConnection } from './engine.ts';
import { connectInProcess } from './in-process.ts';
import { Queue } from './queue.ts';

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
  const pglite = await start(folder, disk);
  return new EmbeddedEngine(pglite, await connectInProcess(pglite), upkeepAfter);
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

/** Tables of which an autovacuum would find enough changed, by its own measures; to look at all of them takes 0.4 s. */
const changedTables = `
  select string_agg(format('%I.%I', schemaname, stat.relname), ', ') as tables
  from pg_stat_all_tables as stat join pg_class as kept on kept.oid = stat.relid
  where n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
    or n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)
    or n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0)
    or (relfrozenxid <> '0' and age(relfrozenxid) > 150000000)`;

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly #pglite: PGlite;
  readonly #client: Client;
  readonly #queue = new Queue();
  readonly #upkeepAfter: number;
  #served = 0;

  constructor(pglite: PGlite, client: Client, upkeepAfter: number) {
    this.#pglite = pglite;
    this.#client = client;
    this.#upkeepAfter = upkeepAfter;
  }

  /** The one session there is: a connection is a turn in the queue. */
  driver(): Driver {
    const client = this.#client;
    return new PostgresDialect({
      pool: {
        connect: async () => {
          const release = await this.#turn();
          return sessionOf(client, release);
        },
        options: {},
        // The engine closes the session itself.
        end: async () => undefined,
      },
    }).createDriver();
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
    // What was counted comes into the tables' numbers once a second only.
    await this.#client.query('select pg_stat_force_next_flush()');
    const { rows } = await this.#client.query<{ tables: string | null }>(changedTables);
    const tables = rows[0]?.tables ?? null;
    if (tables !== null) await this.#client.query(`vacuum (analyze) ${tables}`);
    await this.#client.query('checkpoint');
  }

  async owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T> {
    const end = await this.#turn();
    const client = this.#client;
    try {
      return await work(ownerConnection(client));
    } finally {
      // The next in the queue must not inherit a transaction that a failed script left open.
      try {
        if (client.getTransactionStatus() !== 'I') await client.query('rollback');
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
      await this.#client.query('checkpoint');
      await this.#client.end();
      await this.#pglite.close();
    } finally {
      end();
    }
  }
}
