import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { TickmarkError } from '@tickmark/core';
import { inLanes } from './lanes.ts';
import { text } from './quote.ts';

export type SqlRow = Record<string, DuckDBValue>;

export interface Queries {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<SqlRow[]>;
}

export interface Session extends Queries {
  connection: DuckDBConnection;
  /**
   * Does work for each of a list, as many at once as there are threads, and answers in its order. The work asks by the
   * queries it is given, which see no temporary table of the session. `rows` is how many a query of it reads, of which
   * few are not shared out to threads: that would take longer.
   */
  each<T, R>(list: readonly T[], rows: number, work: (own: Queries, one: T, index: number) => Promise<R>): Promise<R[]>;
  /** Does work with less memory (as DuckDB writes it) than the session may take. */
  within<T>(less: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface SessionLimits {
  /** 2 when left out; what queries give does not depend on it. */
  threads?: number | undefined;
  /** Milliseconds after the session was opened at which queries are given up; none when left out. */
  timeLimit?: number;
  /** As DuckDB writes it; 900MB when left out. */
  memory?: string;
}

/** DuckDB shares a table out to threads in parts of some 120,000 rows; fewer are read by one in any case. */
const rowsOfOneThread = 100_000;

/** What a session may spill. */
const spillLimit = '20GB';

/** Databases that no session uses, by their number of threads: making and ending one takes longer than most queries. */
const idle = new Map<number, DuckDBInstance[]>();
const mostIdle = 2;
let opened = 0;

/**
 * An in-memory DuckDB that spills below `folder`, which must be there, loads no extension and gives
 * the same rows in the same order on any number of threads. Its tables are temporary: no other
 * session sees them. A query that needs more memory or time than its limits throws `too_large`.
 */
export async function openDuckDb(folder: string, limits: SessionLimits = {}): Promise<Session> {
  const { threads = 2, timeLimit, memory = '900MB' } = limits;
  // DuckDB would not make it either, and would only tell when memory runs out.
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder} to spill below.`);
  const spill = join(folder, `.duckdb-spill-${process.pid}-${(opened += 1)}`);
  const { instance, connection } = await begin(spill, threads, memory);
  const connections = new Set([connection]);
  let sound = true;
  let late = false;
  const expire = () => {
    late = true;
    for (const asked of connections) asked.interrupt();
  };
  const clock = timeLimit === undefined ? undefined : setTimeout(expire, timeLimit).unref();
  const bounded = async <T>(query: () => Promise<T>): Promise<T> => {
    try {
      if (!late) return await query();
    } catch (cause) {
      sound = false;
      const short = cause instanceof Error && cause.message.startsWith('Out of Memory Error');
      if (short) throw tooLarge(`more than ${memory} of memory`, cause);
      if (!late) throw cause;
    }
    throw tooLarge(`longer than ${(timeLimit ?? 0) / 1000} s`);
  };
  const queriesOf = (asked: DuckDBConnection): Queries => ({
    run: (sql) => bounded(async () => void (await asked.run(sql))),
    rows: (sql) => bounded(async () => (await asked.runAndReadAll(sql)).getRowObjects()),
  });
  const queries = queriesOf(connection);
  return {
    connection,
    ...queries,
    each: async (list, rows, work) => {
      const lanes = Math.min(threads, list.length);
      const others = await Promise.all(Array.from({ length: lanes - 1 }, () => instance.connect()));
      for (const other of others) connections.add(other);
      try {
        if (rows <= rowsOfOneThread) await queries.run('SET threads = 1');
        return await inLanes([queries, ...others.map(queriesOf)], list, work);
      } finally {
        for (const other of others) {
          connections.delete(other);
          other.closeSync();
        }
        // The database may be another session's next.
        await connection.run(`SET threads = ${threads}`);
      }
    },
    within: async (less, work) => {
      await queries.run(`SET memory_limit = ${text(less)}`);
      try {
        return await work();
      } finally {
        await connection.run(`SET memory_limit = ${text(memory)}`);
      }
    },
    close: () => {
      clearTimeout(clock);
      connection.closeSync();
      const others = idle.get(threads) ?? [];
      idle.set(threads, others);
      // One that has spilled keeps to its folder, and what it wrote there, until it ends.
      const reusable = sound && !late && !existsSync(spill);
      if (reusable && others.length < mostIdle) others.push(instance);
      else instance.closeSync();
    },
  };
}

async function begin(
  spill: string,
  threads: number,
  memory: string,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const used = idle.get(threads)?.pop();
  if (used) {
    const connection = await used.connect();
    await connection.run(`SET temp_directory = ${text(spill)}; SET memory_limit = ${text(memory)}`);
    return { instance: used, connection };
  }
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memory,
    temp_directory: spill,
    max_temp_directory_size: spillLimit,
    preserve_insertion_order: 'true',
    // A file is read again for each session, whatever another has seen of it.
    enable_external_file_cache: 'false',
    // What queries have freed goes back to the system within a second, also where others keep the machine busy.
    allocator_background_threads: 'true',
    allocator_flush_threshold: '64MB',
    allocator_bulk_deallocation_flush_threshold: '128MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return { instance, connection: await instance.connect() };
}

function tooLarge(what: string, cause?: unknown): TickmarkError {
  return new TickmarkError('too_large', `The work needs ${what}.`, {
    action: 'Ask less at once: fewer or simpler attributes, or a relation that is joined more narrowly.',
    ...(cause === undefined ? {} : { cause }),
  });
}
