import { after, before, describe } from 'node:test';
import type { OpenDatabase } from '../../../server/src/platform/database/index.ts';
import { embeddedDatabase } from './embedded.ts';
import { postgresDatabase } from './postgres.ts';
import type { TestDatabase } from './test-database.ts';

export interface DatabaseUnderTest {
  readonly kind: 'embedded' | 'server';
  /** Usable inside tests and hooks, not while the suite is being declared. */
  readonly database: OpenDatabase;
  readonly dataFolder: string;
}

/** Declares one suite twice: on the embedded database and on a real PostgreSQL server. Neither is ever skipped. */
export function forEachDatabase(name: string, suite: (subject: DatabaseUnderTest) => void): void {
  declare(name, 'embedded', embeddedDatabase, suite);
  declare(name, 'server', postgresDatabase, suite);
}

/**
 * Declares a suite on a real PostgreSQL server alone: of rules that both databases are asked for in the same words, and
 * that a journey in the browser walks through on the embedded one.
 */
export function onPostgres(name: string, suite: (subject: DatabaseUnderTest) => void): void {
  declare(name, 'server', postgresDatabase, suite);
}

function declare(
  name: string,
  kind: DatabaseUnderTest['kind'],
  open: () => Promise<TestDatabase>,
  suite: (subject: DatabaseUnderTest) => void,
): void {
  describe(`${name} (${kind === 'embedded' ? 'embedded database' : 'PostgreSQL server'})`, () => {
    let opened: TestDatabase | undefined;
    const get = (): TestDatabase => {
      if (opened === undefined) throw new Error('The database is open only while tests run.');
      return opened;
    };
    before(async () => {
      opened = await open();
    });
    after(async () => {
      await opened?.close();
    });
    suite({
      kind,
      get database() {
        return get().database;
      },
      get dataFolder() {
        return get().dataFolder;
      },
    });
  });
}
