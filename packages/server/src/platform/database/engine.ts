import type { Driver, PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { ClientBase, QueryResult } from 'pg';
import { thrownByDatabase } from './failures.ts';
import { ask } from './prepare.ts';

/** One session as the owner of the tables: for migrations and the job queue, never for requests. */
export interface OwnerConnection {
  /** One statement with parameters. */
  query<Row = Record<string, unknown>>(text: string, parameters: readonly unknown[]): Promise<Row[]>;
  /** Any number of statements without parameters; the rows of all of them. */
  script(text: string): Promise<Record<string, unknown>[]>;
}

/** What stands below `Database`, once for each kind. */
export interface Engine {
  readonly kind: 'embedded' | 'server';
  driver(): Driver;
  /** Holds one session for the length of `work`; on the embedded database that is the only one. */
  owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A session as Kysely takes it; whether it failed is told when it is given back. */
export function sessionOf(client: ClientBase, release: (failed?: boolean) => void): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new Error('Results are read whole; page through them instead.');
    return ask(client, text, values).catch(thrownByDatabase);
  }
  return { query, release };
}

export function ownerConnection(client: ClientBase): OwnerConnection {
  return {
    query: async <Row>(text: string, parameters: readonly unknown[]) =>
      (await client.query(text, [...parameters])).rows as Row[],
    script: async (text) => rowsOf(await client.query(text)),
  };
}

/** node-postgres answers one result for one statement and a list for several. */
function rowsOf(answer: QueryResult | QueryResult[]): Record<string, unknown>[] {
  return Array.isArray(answer) ? answer.flatMap((result) => result.rows) : answer.rows;
}
