import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fileSql, joinSql } from '../runs/index.ts';
import type { PopulationFile, Prepared } from '../runs/index.ts';
import { ensureRows, keptManifests, rowsTable } from './store.ts';

/**
 * Takes the new rows in. Leaves the keys of the rows of the test's population that are to be judged
 * (the new ones, and those that a new or replaced row of a relation speaks of) in the temporary table
 * `touched`, and answers them with all that belongs to them as populations of their own.
 */
export async function takeNew(session: Session, fresh: Prepared, work: string): Promise<Prepared> {
  const { typed, main } = fresh;
  const begun = new Set<string>();
  for (const population of Object.values(fresh.used)) {
    if (await ensureRows(session, population)) begun.add(population.manifest.kind);
  }
  await session.run('CREATE OR REPLACE TEMP TABLE touched (key VARCHAR)');
  await touch(session, `SELECT ${identifier(typed.kind.key)} FROM ${fileSql(main)}`);
  // What a row replaced spoke of is touched as well as what the new one speaks of.
  await touchByRelations(session, fresh, begun);
  for (const population of Object.values(fresh.used)) await takeIn(session, population);
  await touchByRelations(session, fresh, begun);
  return slice(session, fresh, work);
}

async function touch(session: Session, keys: string): Promise<void> {
  await session.run(`INSERT INTO touched ${keys} EXCEPT SELECT key FROM touched`);
}

/** Rows that those of a relation with a key of this increment speak of; all, when the relation is new. */
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

/** The touched rows and all that belong to them, as small populations of their own. */
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
