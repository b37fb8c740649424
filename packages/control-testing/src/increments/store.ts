import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { populationManifest, TickmarkError, type PopulationManifest } from '@tickmark/core';
import { definitionSha256 } from '../definitions/index.ts';
import { identifier, openDuckDb, text, type Session } from '../duckdb/index.ts';
import { sqlType } from '../populations/index.ts';
import { engineVersion, type PopulationFile, type Prepared } from '../runs/index.ts';
import type { IncrementScope } from './increments.ts';
import { markedSql } from './marks.ts';

/** Goes up when what is kept takes another form, which the earlier ones cannot be added to. */
const form = 2;

/** What a folder of increments was written by; one of another is not added to. */
export const keptForm = `${engineVersion}, form ${form}`;

/** Table of the rows known of a population kind. */
export function rowsTable(kind: string): string {
  return `kept.${identifier(`rows ${kind}`)}`;
}

/**
 * Works with what earlier increments left in a folder (`increments.duckdb`), or begins it. It belongs to
 * one definition, period, zone, version of the engine and, where the definition asks of business days,
 * list of holidays; with others it throws `conflict`. What a transaction did that the work left open is undone.
 */
export async function withKept<T>(
  scope: IncrementScope,
  holidays: readonly string[] | null,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await mkdir(scope.folder, { recursive: true });
  const session = await openDuckDb(scope.folder, { threads: scope.threads });
  try {
    await session.run(`ATTACH ${text(join(scope.folder, 'increments.duckdb'))} AS kept`);
    await session.run(
      'CREATE TABLE IF NOT EXISTS kept.scope (engine VARCHAR, definition VARCHAR, first VARCHAR, last VARCHAR, zone VARCHAR, holidays VARCHAR)',
    );
    await session.run('CREATE TABLE IF NOT EXISTS kept.kinds (kind VARCHAR, manifest VARCHAR)');
    await session.run(
      'CREATE TABLE IF NOT EXISTS kept.increments (number INTEGER, populations VARCHAR, extracted_at VARCHAR)',
    );
    const wanted = [
      keptForm,
      definitionSha256(scope.yaml),
      scope.period.from,
      scope.period.to,
      scope.timeZone,
      JSON.stringify(holidays),
    ];
    const [known] = await session.rows('SELECT * FROM kept.scope');
    if (!known) await session.run(`INSERT INTO kept.scope VALUES (${wanted.map(text).join(', ')})`);
    else if (Object.values(known).some((value, i) => value !== wanted[i])) {
      throw new TickmarkError(
        'conflict',
        'The folder holds increments of another definition, period, time zone, list of holidays or version of the engine.',
        {
          field: 'folder',
          action: 'Give each definition and period a folder of its own, and the holidays it began with.',
        },
      );
    }
    const done = await work(session);
    // Closed with the file attached, DuckDB would keep the whole process waiting while it writes there.
    await session.run('DETACH kept');
    return done;
  } catch (error) {
    // A session in which any of this fails is no other's next.
    await session.run('ROLLBACK').catch(() => undefined);
    await session.run('DETACH kept').catch(() => undefined);
    throw error;
  } finally {
    session.close();
  }
}

/**
 * Makes the table of a population's kind if none is kept of it; tells whether it was made now. Throws `conflict` where the
 * population has other columns than the first of its kind.
 */
export async function ensureRows(
  session: Session,
  { manifest }: PopulationFile,
  kept: readonly PopulationManifest[],
  prepared: Prepared,
): Promise<boolean> {
  const { kind, key } = manifest;
  const columns = manifest.columns.map(({ name, type }) => `${identifier(name)} ${sqlType[type]}`);
  const known = kept.find((first) => first.kind === kind);
  if (known) {
    const first = known.columns.map(({ name, type }) => `${identifier(name)} ${sqlType[type]}`);
    if (first.length === columns.length && first.every((column) => columns.includes(column))) return false;
    throw new TickmarkError('conflict', `This population has other columns than the earlier increments of ${kind}.`, {
      field: `populations.${kind}`,
      action: 'Freeze all increments with the same columns, or begin again in another folder.',
    });
  }
  const none = `SELECT ${manifest.columns.map(({ name, type }) => `NULL::${sqlType[type]} AS ${identifier(name)}`).join(', ')} LIMIT 0`;
  await session.run(`CREATE TABLE ${rowsTable(kind)} AS ${markedSql(none, { id: kind, key }, prepared)}`);
  await session.run(`INSERT INTO kept.kinds VALUES (${text(kind)}, ${text(JSON.stringify(manifest))})`);
  return true;
}

/** Of each kind of which rows are kept, the manifest it was first given with. */
export async function keptManifests(session: Session): Promise<PopulationManifest[]> {
  const rows = await session.rows('SELECT manifest FROM kept.kinds ORDER BY kind');
  return rows.map((row) => populationManifest.parse(JSON.parse(String(row.manifest))));
}
