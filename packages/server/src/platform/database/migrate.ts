import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TickmarkError } from '@tickmark/core';
import type { OwnerConnection } from './engine.ts';

export interface Migration {
  /** Four digits, from 0001 without a gap. */
  number: string;
  /** File name: `0001_foundation.sql`. */
  name: string;
  sql: string;
  sha256: string;
}

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** The numbered SQL files of a folder, in order; refuses a gap or a name out of the pattern. */
export async function readMigrations(from: string = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, position) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
      if (number === undefined || Number(number) !== position + 1) {
        throw new TickmarkError('cannot_run', `The migration file ${name} is out of sequence.`, {
          action: `Number the files in ${from} from 0001 without a gap.`,
        });
      }
      const sql = await readFile(join(from, name), 'utf8');
      return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Any two processes that migrate one PostgreSQL database wait for each other on this number. */
const advisoryLock = 7_446_011_501;

/**
 * Brings the database to the newest migration. Each file is one transaction together with its row in
 * tickmark.migrations, so a run that was cut off goes on where it stopped. Throws cannot_run where a
 * file already applied was changed or is missing, and where the database is newer than this program.
 * Returns the names applied now.
 */
export async function migrate(connection: OwnerConnection, migrations: Migration[]): Promise<string[]> {
  await connection.script(`select pg_advisory_lock(${advisoryLock})`);
  try {
    const applied = await readApplied(connection);
    assertUnchanged(applied, migrations);
    const due = migrations.slice(applied.length);
    for (const migration of due) {
      await connection.script('begin');
      try {
        await connection.script(migration.sql);
        await connection.query('insert into tickmark.migrations (number, name, sha256) values ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.sha256,
        ]);
        await connection.script('commit');
      } catch (cause) {
        await connection.script('rollback');
        throw new TickmarkError('cannot_run', `The migration ${migration.name} failed: ${messageOf(cause)}`, {
          action: 'Nothing of it was kept. Start the version that ran before, and report the message above.',
          cause,
        });
      }
    }
    return due.map((migration) => migration.name);
  } finally {
    await connection.script(`select pg_advisory_unlock(${advisoryLock})`);
  }
}

interface Applied {
  number: string;
  name: string;
  sha256: string;
}

async function readApplied(connection: OwnerConnection): Promise<Applied[]> {
  const [known] = await connection.query<{ there: boolean }>(
    `select to_regclass('tickmark.migrations') is not null as there`,
    [],
  );
  if (!known?.there) {
    await connection.script(`
      create schema if not exists tickmark;
      create table tickmark.migrations (
        number text primary key,
        name text not null,
        sha256 text not null,
        applied_at timestamptz not null default now()
      );`);
  }
  return connection.query<Applied>('select number, name, sha256 from tickmark.migrations order by number', []);
}

function assertUnchanged(applied: Applied[], migrations: Migration[]): void {
  for (const [position, row] of applied.entries()) {
    const file = migrations[position];
    if (file === undefined) {
      throw new TickmarkError('cannot_run', `The database has the migration ${row.name}, which this program lacks.`, {
        action: 'Start the version of Tickmark that wrote this database, or a newer one.',
      });
    }
    if (file.name !== row.name || file.sha256 !== row.sha256) {
      throw new TickmarkError('cannot_run', `The migration ${row.name} is not the one this database was made with.`, {
        action: 'Put the released file back; a change goes into a new migration.',
      });
    }
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
