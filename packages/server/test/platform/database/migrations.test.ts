import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { TickmarkError } from '@tickmark/core';
import { openDatabase, readMigrations } from '../../../src/platform/database/index.ts';
import type { DatabasePlace, Migration, OpenDatabase } from '../../../src/platform/database/index.ts';
import { embeddedDatabase, postgresUrl } from '../../../../testkit/src/databases/index.ts';

function next(migrations: Migration[], sql: string): Migration {
  const number = String(migrations.length + 1).padStart(4, '0');
  return { number, name: `${number}_next.sql`, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

async function applied(database: OpenDatabase): Promise<string[]> {
  const rows = await database.owner((connection) =>
    connection.query<{ name: string }>('select name from tickmark.migrations order by number', []),
  );
  return rows.map((row) => row.name);
}

function refused(words: RegExp) {
  return (error: unknown) =>
    error instanceof TickmarkError &&
    error.code === 'cannot_run' &&
    words.test(error.message) &&
    error.action !== undefined;
}

const embeddedFolder = embeddedDatabase().then(async (made) => {
  await made.database.close();
  return made;
});
after(async () => (await embeddedFolder).close());

const places: [string, () => Promise<DatabasePlace>][] = [
  ['embedded database', async () => ({ dataFolder: (await embeddedFolder).dataFolder })],
  ['PostgreSQL server', async () => ({ url: await postgresUrl({ durability: 'durable' }) })],
];

for (const [kind, getPlace] of places) {
  describe(`migrations (${kind})`, () => {
    test('a failing migration keeps nothing of itself, and the repaired one goes on from there', async () => {
      const place = await getPlace();
      const released = await readMigrations();
      const broken = next(released, 'create table tickmark.half (); select 1 / 0;');
      await assert.rejects(
        openDatabase(place, { migrations: [...released, broken] }),
        refused(/\d{4}_next\.sql failed: division by zero/),
      );
      const repaired = next(released, 'create table tickmark.half ();');
      const database = await openDatabase(place, { migrations: [...released, repaired] });
      assert.deepEqual(
        await applied(database),
        [...released, repaired].map((migration) => migration.name),
      );
      await database.close();

      // What is applied already is not run again.
      await (await openDatabase(place, { migrations: [...released, repaired] })).close();

      await assert.rejects(openDatabase(place), refused(/has the migration \d{4}_next\.sql, which this program lacks/));
      const changed = { ...repaired, sha256: '0'.repeat(64) };
      await assert.rejects(
        openDatabase(place, { migrations: [...released, changed] }),
        refused(/\d{4}_next\.sql is not the one/),
      );
      const renamed = released.map((migration, i) => (i === 0 ? { ...migration, name: '0001_other.sql' } : migration));
      await assert.rejects(
        openDatabase(place, { migrations: renamed }),
        refused(/0001_foundation\.sql is not the one/),
      );
    });
  });
}

test('four processes that start on one empty PostgreSQL database migrate it once', async () => {
  const url = await postgresUrl({ migrated: false, durability: 'durable' });
  const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url })));
  const released = await readMigrations();
  for (const database of databases) {
    assert.deepEqual(
      await applied(database),
      released.map((migration) => migration.name),
    );
    await database.close();
  }
});
