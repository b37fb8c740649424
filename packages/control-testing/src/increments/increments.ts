import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError, type Period } from '@tickmark/core';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fileSql, joinSql, populationChecks, prepare, writeItems } from '../runs/index.ts';
import type { PopulationFile, Prepared } from '../runs/index.ts';
import { ensureRows, keptManifests, openKept, rowsTable } from './store.ts';
import { totalsOf, type IncrementTotals } from './totals.ts';

/** What the increments of one folder belong to. */
export interface IncrementScope {
  /** Folder that keeps what is known; made when it is not there. */
  folder: string;
  yaml: string;
  period: Period;
  timeZone: string;
  threads?: number;
}

export interface IncrementInput extends IncrementScope {
  /** Holidays of the organization, in order; none when left out. */
  holidays?: readonly string[];
  /**
   * Rows that are new since the last increment, by population kind. A relation may be left out
   * where nothing of it is new; the test's own population then has zero rows, but is there.
   */
  populations: Record<string, PopulationFile>;
}

export interface Increment {
  /** 1 for the first. */
  number: number;
  /** Items judged now: new ones, and earlier ones that a new row of a relation speaks of. */
  judged: number;
  totals: IncrementTotals;
}

/**
 * Judges what is new and what it touches, and adds it to what earlier increments found: the cost
 * follows the new rows. A row whose key is known replaces the earlier one; an increment given before
 * changes nothing. Interrupted, it has happened wholly or not at all. Throws `bad_input` for a test
 * that is not of items, `conflict`, `definition_invalid` and `population_invalid`.
 */
export async function addIncrement(input: IncrementInput): Promise<Increment> {
  const fresh = prepare(input);
  const { definition } = fresh.typed;
  if (definition.kind !== 'items') {
    throw new TickmarkError('bad_input', `A test of the kind ${definition.kind} is not run in increments.`, {
      field: 'yaml',
      action: 'Run it whole.',
    });
  }
  const work = join(input.folder, '.work');
  const session = await openKept(input, fresh.holidays);
  try {
    await populationChecks(session)(fresh);
    const names = JSON.stringify(
      Object.values(fresh.used).map(({ manifest }) => [manifest.kind, manifest.rows, manifest.sha256]),
    );
    const [again] = await session.rows(`SELECT number FROM kept.increments WHERE populations = ${text(names)}`);
    if (again) return { number: Number(again.number), judged: 0, totals: await totalsOf(session, fresh.typed) };
    await session.run('BEGIN TRANSACTION');
    const judged = await judgeNew(session, fresh, work);
    const [last] = await session.rows('SELECT coalesce(max(number), 0) + 1 AS number FROM kept.increments');
    const number = Number(last?.number);
    await session.run(`INSERT INTO kept.increments VALUES (${number}, ${text(names)})`);
    await session.run('COMMIT');
    return { number, judged, totals: await totalsOf(session, fresh.typed) };
  } finally {
    session.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** Takes the new rows in and judges the items they touch; returns how many. */
async function judgeNew(session: Session, fresh: Prepared, work: string): Promise<number> {
  const { typed, main } = fresh;
  const begun = new Set<string>();
  for (const population of Object.values(fresh.used)) {
    if (await ensureRows(session, population)) begun.add(population.manifest.kind);
  }
  await session.run('CREATE OR REPLACE TEMP TABLE touched (key VARCHAR)');
  const key = identifier(typed.kind.key);
  await touch(session, `SELECT ${key} FROM ${fileSql(main)}`);
  // What a row replaced spoke of is touched as well as what the new one speaks of.
  await touchByRelations(session, fresh, begun);
  for (const population of Object.values(fresh.used)) await takeIn(session, population);
  await touchByRelations(session, fresh, begun);

  const now = await slice(session, fresh, work);
  const items = join(work, 'items.parquet');
  await writeItems(session, now, items);
  await session.run(`CREATE TABLE IF NOT EXISTS kept.judged AS SELECT * FROM read_parquet(${text(items)}) LIMIT 0`);
  await session.run('DELETE FROM kept.judged WHERE item IN (SELECT key FROM touched)');
  await session.run(
    `INSERT INTO kept.judged SELECT * FROM read_parquet(${text(items)}) WHERE item IN (SELECT key FROM touched)`,
  );
  const [counted] = await session.rows('SELECT count(*) AS items FROM touched');
  return Number(counted?.items);
}

async function touch(session: Session, keys: string): Promise<void> {
  await session.run(`INSERT INTO touched ${keys} EXCEPT SELECT key FROM touched`);
}

/** Items that rows of a relation with a key of this increment speak of; all, when the relation is new. */
async function touchByRelations(session: Session, fresh: Prepared, begun: ReadonlySet<string>): Promise<void> {
  const { typed, used } = fresh;
  const key = identifier(typed.kind.key);
  const items = rowsTable(typed.kind.id);
  for (const relation of typed.relations) {
    const population = used[relation.kind.id];
    if (!population) continue;
    const known = rowsTable(relation.kind.id);
    const relatedKey = identifier(relation.kind.key);
    await touch(
      session,
      begun.has(relation.kind.id)
        ? `SELECT ${key} FROM ${items}`
        : `SELECT DISTINCT item.${key} FROM ${items} AS item JOIN (SELECT * FROM ${known} WHERE ${relatedKey} IN (SELECT ${relatedKey} FROM ${fileSql(population)})) AS related ON ${joinSql(relation, fresh)}`,
    );
  }
}

/** Adds a population's rows to those known; a key that is known is replaced. */
async function takeIn(session: Session, population: PopulationFile): Promise<void> {
  const { manifest } = population;
  const table = rowsTable(manifest.kind);
  const key = identifier(manifest.key);
  const columns = manifest.columns.map((c) => identifier(c.name)).join(', ');
  await session.run(`DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${fileSql(population)})`);
  await session.run(`INSERT INTO ${table} BY NAME SELECT ${columns} FROM ${fileSql(population)}`);
}

/** The touched items and all rows that belong to them, as small populations of their own. */
async function slice(session: Session, fresh: Prepared, work: string): Promise<Prepared> {
  const { typed } = fresh;
  await mkdir(work, { recursive: true });
  await session.run(
    `CREATE OR REPLACE TEMP TABLE now_item AS SELECT * FROM ${rowsTable(typed.kind.id)} WHERE ${identifier(typed.kind.key)} IN (SELECT key FROM touched)`,
  );
  const used: Prepared['used'] = {};
  for (const manifest of await keptManifests(session)) {
    const { kind } = manifest;
    const parts = [
      ...(kind === typed.kind.id ? ['SELECT * FROM now_item'] : []),
      ...typed.relations
        .filter((relation) => relation.kind.id === kind)
        .map(
          (relation) =>
            `SELECT related.* FROM ${rowsTable(kind)} AS related SEMI JOIN now_item AS item ON ${joinSql(relation, fresh)}`,
        ),
    ];
    const file = join(work, `${kind}.parquet`);
    await session.run(
      `COPY (SELECT DISTINCT * FROM (${parts.join(' UNION ALL ')}) ORDER BY ${identifier(manifest.key)}) TO ${text(file)} (FORMAT parquet)`,
    );
    used[kind] = { file, manifest };
  }
  const main = used[typed.kind.id];
  if (!main) throw new TypeError('The population of the test was taken in and is not there.');
  return { ...fresh, main, used };
}
