import { TickmarkError } from '@tickmark/core';
import { PostgresDialect } from 'kysely';
import type { Driver } from 'kysely';
import { Pool } from 'pg';
import { ownerConnection, sessionOf, type Engine, type OwnerConnection } from './engine.ts';
import { thrownByDatabase } from './failures.ts';
import { getTypeParser } from './values.ts';

const oldestServer = 150_000;

export interface ServerParts {
  /** A server that acknowledges what its disk has not got is refused, but in tests of something else. */
  losesWrites?: 'refused' | 'accepted';
}

/** A PostgreSQL server, version 15 or newer, by its address `postgres://user:password@host:port/database`. */
export async function openServer(url: string, { losesWrites = 'refused' }: ServerParts = {}): Promise<Engine> {
  const pool = new Pool({ connectionString: url, max: 10, types: { getTypeParser } });
  // An idle session that the server ends is replaced at the next use; without a listener it would end us.
  pool.on('error', () => undefined);
  // The same of one that is in use: who asks it is told by the answer.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await assertVersion(pool);
    if (losesWrites === 'refused') await assertDurable(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new ServerEngine(pool);
}

async function assertVersion(pool: Pool): Promise<void> {
  let found: { number: number; text: string } | undefined;
  try {
    const answer = await pool.query<{ number: number; text: string }>(
      `select current_setting('server_version_num')::integer as number, current_setting('server_version') as text`,
    );
    found = answer.rows[0];
  } catch (cause) {
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new TickmarkError('cannot_run', `The PostgreSQL server did not answer: ${reason}`, {
      action: 'Check the database address (--database-url or DATABASE_URL) and that the server runs.',
      cause,
    });
  }
  if (found === undefined || found.number < oldestServer) {
    throw new TickmarkError('cannot_run', `The server is PostgreSQL ${found?.text}, which is too old.`, {
      action: 'Use PostgreSQL 15 or newer, or start without --database-url for the embedded database.',
    });
  }
}

/** As this user, in this database: both may have settings of their own. */
async function assertDurable(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off' order by name`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(' and ');
  throw new TickmarkError(
    'cannot_run',
    `The PostgreSQL server runs with ${names} off: a power cut could take writes that were acknowledged.`,
    { action: `Set ${names} to on in postgresql.conf, or for this user and database, and start again.` },
  );
}

class ServerEngine implements Engine {
  readonly kind = 'server';
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  driver(): Driver {
    const pool = this.#pool;
    return new PostgresDialect({
      pool: {
        connect: async () => {
          const client = await pool.connect().catch(thrownByDatabase);
          return sessionOf(client, (failed) => client.release(failed));
        },
        options: {},
        end: () => pool.end(),
      },
    }).createDriver();
  }

  async owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failed = true;
    try {
      const result = await work(ownerConnection(client));
      failed = false;
      return result;
    } finally {
      // A session that may carry an open transaction is not given to anyone else.
      client.release(failed);
    }
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }
}
