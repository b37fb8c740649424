import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

export type SqlRow = Record<string, DuckDBValue>;

export interface Session {
  connection: DuckDBConnection;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<SqlRow[]>;
  close(): void;
}

/**
 * An in-memory DuckDB of at most 900 MB that spills below `folder`, loads no extension and gives
 * the same rows in the same order on any number of threads.
 */
export async function openDuckDb(folder: string, threads = 2): Promise<Session> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: '900MB',
    temp_directory: join(folder, '.duckdb-spill'),
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    connection,
    run: async (sql) => {
      await connection.run(sql);
    },
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
