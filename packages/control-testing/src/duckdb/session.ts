import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { TickmarkError } from '@tickmark/core';

export type SqlRow = Record<string, DuckDBValue>;

export interface Session {
  connection: DuckDBConnection;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<SqlRow[]>;
  close(): void;
}

/** What a session may take. */
const limits = { memory: '900MB', spill: '20GB' };

/**
 * An in-memory DuckDB of at most 900 MB that spills below `folder`, loads no extension and gives
 * the same rows in the same order on any number of threads. A query that needs more memory, or that
 * still runs `milliseconds` after the session was opened, throws `too_large`.
 */
export async function openDuckDb(folder: string, threads = 2, milliseconds?: number): Promise<Session> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: limits.memory,
    temp_directory: join(folder, '.duckdb-spill'),
    max_temp_directory_size: limits.spill,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  let late = false;
  const expire = () => {
    late = true;
    connection.interrupt();
  };
  const clock = milliseconds === undefined ? undefined : setTimeout(expire, milliseconds).unref();
  const bounded = async <T>(query: () => Promise<T>): Promise<T> => {
    try {
      if (!late) return await query();
    } catch (cause) {
      const short = cause instanceof Error && cause.message.startsWith('Out of Memory Error');
      if (short) throw tooLarge(`more than ${limits.memory} of memory`, cause);
      if (!late) throw cause;
    }
    throw tooLarge(`longer than ${(milliseconds ?? 0) / 1000} s`);
  };
  return {
    connection,
    run: (sql) =>
      bounded(async () => {
        await connection.run(sql);
      }),
    rows: (sql) => bounded(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    close: () => {
      clearTimeout(clock);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function tooLarge(what: string, cause?: unknown): TickmarkError {
  return new TickmarkError('too_large', `The work needs ${what}.`, {
    action: 'Ask less at once: fewer or simpler attributes, or a relation that is joined more narrowly.',
    ...(cause === undefined ? {} : { cause }),
  });
}
