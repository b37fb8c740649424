import { after, before, describe } from 'node:test';
import type { OpenDatabase } from '../../../server/src/platform/database/index.ts';
import { embeddedDatabase } from './embedded.ts';
import { postgresDatabase } from './postgres.ts';
import type { TestDatabase } from './test-database.ts';

export interface DatabaseUnderTest {
  /** Usable inside tests and hooks, not while the suite is being declared. */
  readonly database: OpenDatabase;
  readonly dataFolder: string;
}

/** Declares one suite twice: on the embedded database and on a real PostgreSQL server. Neither is ever skipped. */
export function forEachDatabase(name: string, suite: (subject: DatabaseUnderTest) => void): void {
  declare(`${name} (embedded database)`, embeddedDatabase, suite);
  onPostgres(name, suite);
}

/**
 * Declares a suite on a real PostgreSQL server alone: of rules that both databases are asked for in the same words, and
 * that a journey in the browser walks through on the embedded one.
 */
export function onPostgres(name: string, suite: (subject: DatabaseUnderTest) => void): void {
  declare(`${name} (PostgreSQL server)`, postgresDatabase, suite);
}

function declare(name: string, open: () => Promise<TestDatabase>, suite: (subject: DatabaseUnderTest) => void): void {
  describe(name, () => {
    let opened: TestDatabase | undefined;
    const get = (): TestDatabase => {
      if (opened === undefined) throw new Error('The database is open only while tests run.');
      return opened;
    };
    before(async () => {
      opened = await open();
    });
    suite({
      get database() {
        return get().database;
      },
      get dataFolder() {
        return get().dataFolder;
      },
    });
    // Hooks run in the order they are declared: what the suite started ends first, for it may still ask the database.
    after(async () => {
      await opened?.close();
    });
  });
}
