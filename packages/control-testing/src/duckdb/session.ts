import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { TickmarkError } from '@tickmark/core';
import { text } from './quote.ts';

export type SqlRow = Record<string, DuckDBValue>;

export interface Session {
  connection: DuckDBConnection;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<SqlRow[]>;
  /** Does work whose queries read so many rows each: on one thread where sharing them out would take longer. */
  reading<T>(rows: number, work: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface SessionLimits {
  /** 2 when left out; what queries give does not depend on it. */
  threads?: number | undefined;
  /** Milliseconds after the session was opened at which queries are given up; none when left out. */
  timeLimit?: number;
  /** As DuckDB writes it; 900MB when left out. */
  memory?: string;
  /** Set where the session attaches a database file, which no later session may find attached. */
  attaches?: boolean;
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
  const { threads = 2, timeLimit, memory = '900MB', attaches = false } = limits;
  // DuckDB would not make it either, and would only tell when memory runs out.
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder} to spill below.`);
  const spill = join(folder, `.duckdb-spill-${process.pid}-${(opened += 1)}`);
  const { instance, connection } = await begin(spill, threads, memory);
  let sound = true;
  let late = false;
  const expire = () => {
    late = true;
    connection.interrupt();
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
  const run = (sql: string) =>
    bounded(async () => {
      await connection.run(sql);
    });
  return {
    connection,
    run,
    reading: async (rows, work) => {
      if (rows > rowsOfOneThread) return work();
      await run('SET threads = 1');
      try {
        return await work();
      } finally {
        // The database may be another session's next.
        await connection.run(`SET threads = ${threads}`);
      }
    },
    rows: (sql) => bounded(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    close: () => {
      clearTimeout(clock);
      connection.closeSync();
      const others = idle.get(threads) ?? [];
      idle.set(threads, others);
      // One that has spilled keeps to its folder, and what it wrote there, until it ends.
      const reusable = sound && !late && !attaches && !existsSync(spill);
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
