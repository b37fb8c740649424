import { AsyncLocalStorage } from 'node:async_hooks';
import { CamelCasePlugin, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { lockDataFolder } from '../data-folder/index.ts';
import type { Database, OpenDatabase, Scope, Tx } from './database.ts';
import { openEmbedded } from './embedded.ts';
import type { EmbeddedParts } from './embedded.ts';
import type { Engine, OwnerConnection } from './engine.ts';
import { failureOf, type Phase } from './failures.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';
import type { Schema } from './schema.ts';
import { openServer } from './server.ts';
import type { ServerParts } from './server.ts';

/** Where the database is: a folder of this machine, or the address of a PostgreSQL server. */
export type DatabasePlace = { dataFolder: string } | { url: string };

/** What fault tests replace. */
export interface DatabaseParts extends EmbeddedParts, ServerParts {
  migrations?: Migration[];
}

/**
 * Opens and migrates. The embedded database locks its data folder until `close`; throws
 * data_folder_locked when another process has it, and cannot_run when the server is unreachable or
 * older than PostgreSQL 15, or when the migrations do not fit the database.
 */
export async function openDatabase(place: DatabasePlace, parts: DatabaseParts = {}): Promise<OpenDatabase> {
  if ('url' in place) return migrated(await openServer(place.url, parts), parts);
  const lock = await lockDataFolder(place.dataFolder);
  try {
    const database = await migrated(await openEmbedded(place.dataFolder, parts), parts);
    return {
      kind: database.kind,
      transaction: (scope, work) => database.transaction(scope, work),
      owner: (work) => database.owner(work),
      close: async () => {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function migrated(engine: Engine, parts: DatabaseParts): Promise<EngineDatabase> {
  try {
    const migrations = parts.migrations ?? (await readMigrations());
    await engine.owner((connection) => migrate(connection, migrations));
    return new EngineDatabase(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Set while `work` of a transaction runs; `open` so that what outlives it is not mistaken for it. */
interface Running {
  open: boolean;
}

class EngineDatabase implements Database {
  readonly kind: Database['kind'];
  readonly #engine: Engine;
  readonly #kysely: Kysely<Schema>;
  readonly #running = new AsyncLocalStorage<Running>();

  constructor(engine: Engine) {
    this.kind = engine.kind;
    this.#engine = engine;
    this.#kysely = new Kysely<Schema>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        // BEGIN goes with the settings, in `enter`: one journey to the database less for each transaction.
        createDriver: () => Object.assign(engine.driver(), { beginTransaction: async () => undefined }),
        createIntrospector: (kysely) => new PostgresIntrospector(kysely),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
      // Keys inside a jsonb value belong to the document, not to the database.
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
  }

  async transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.#assertNotInside();
    assertId(scope.organizationId);
    if (scope.userId !== null) assertId(scope.userId);
    const running: Running = { open: true };
    let phase: Phase = 'working';
    try {
      return await this.#kysely.transaction().execute(async (tx) => {
        await enter(tx, scope);
        try {
          const result = await this.#running.run(running, () => work(tx));
          phase = 'kept';
          return result;
        } finally {
          running.open = false;
        }
      });
    } catch (error) {
      throw failureOf(error, phase);
    }
  }

  async owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T> {
    this.#assertNotInside();
    return this.#engine.owner(work);
  }

  async close(): Promise<void> {
    // Kysely ends only what it has begun to use.
    if (this.kind === 'server') await this.#kysely.destroy();
    await this.#engine.close();
  }

  #assertNotInside(): void {
    if (this.#running.getStore()?.open === true) {
      throw new Error('A transaction was asked for inside a transaction; it would wait for itself. Pass `tx` on.');
    }
  }
}

/**
 * All end with the transaction (set_config's third argument), so a session carries nothing over. Literals, for
 * only statements without parameters go together in one message.
 */
async function enter(tx: Tx, scope: Scope): Promise<void> {
  await sql`begin; select set_config('role', ${sql.lit(`tickmark_${scope.role}`)}, true),
    set_config('search_path', 'tickmark', true),
    set_config('timezone', 'UTC', true),
    set_config('tickmark.organization_id', ${sql.lit(scope.organizationId)}, true),
    set_config('tickmark.user_id', ${sql.lit(scope.userId ?? '')}, true)`.execute(tx);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function assertId(id: string): void {
  if (!uuid.test(id)) throw new TypeError(`Not an id of a tenant or user: ${JSON.stringify(id)}`);
}
