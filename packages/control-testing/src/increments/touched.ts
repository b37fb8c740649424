import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TypedRelation } from '../definitions/index.ts';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fileSql, isReadable, joinSql } from '../runs/index.ts';
import type { PopulationFile, Prepared } from '../runs/index.ts';
import { itemMark, keyMark, lookUp, markedSql, relatedMark } from './marks.ts';
import { ensureRows, keptManifests, rowsTable } from './store.ts';

/** Temporary table of the rows of a kind that this increment brings. */
function newTable(kind: string): string {
  return identifier(`new ${kind}`);
}

/** Temporary table of the rows known of a kind that this increment replaces, with their `place`. */
function replacedTable(kind: string): string {
  return identifier(`replaced ${kind}`);
}

interface Numbered {
  relation: TypedRelation;
  number: number;
}

/**
 * Takes the new rows in. Leaves in temporary tables the keys of the rows of the test's population that are to be judged
 * (the new ones, and those that a new or replaced row of a relation speaks of), as `touched`, and which of them were
 * known before, as `earlier`; answers them with all that belongs to them as populations of their own.
 */
export async function takeNew(session: Session, fresh: Prepared, work: string): Promise<Prepared> {
  const { typed } = fresh;
  const kept = await keptManifests(session);
  const begun = new Set<string>();
  for (const population of Object.values(fresh.used)) {
    const { manifest } = population;
    if (await ensureRows(session, population, kept, fresh)) begun.add(manifest.kind);
    await readNew(session, population, fresh);
  }
  const manifests = [...kept, ...[...begun].map((kind) => (fresh.used[kind] as PopulationFile).manifest)];
  const known = Object.fromEntries(manifests.map((manifest) => [manifest.kind, { file: '', manifest }]));
  const relations = typed.relations
    .map((relation, number): Numbered => ({ relation, number }))
    .filter(({ relation }) => isReadable(relation, known));
  await findTouched(session, fresh, relations, begun);
  const files: Prepared['used'] = {};
  await mkdir(work, { recursive: true });
  for (const manifest of manifests) {
    const parts = await partsOf(session, fresh, manifest.kind, relations);
    const columns = manifest.columns.map((c) => identifier(c.name)).join(', ');
    const file = join(work, `${manifest.kind}.parquet`);
    await session.run(
      `COPY (SELECT DISTINCT * FROM (${parts.map((part) => `SELECT ${columns} FROM ${part}`).join(' UNION ALL ') || `SELECT ${columns} FROM ${rowsTable(manifest.kind)} LIMIT 0`}) ORDER BY ${identifier(manifest.key)}) TO ${text(file)} (FORMAT parquet)`,
    );
    files[manifest.kind] = { file, manifest };
  }
  for (const kind of Object.keys(fresh.used)) await takeIn(session, kind);
  const main = files[typed.kind.id];
  if (!main) throw new TypeError('The population of the test was taken in and is not there.');
  return { ...fresh, main, used: files };
}

/** Reads the rows of this increment, and those known that have their keys. */
async function readNew(session: Session, population: PopulationFile, fresh: Prepared): Promise<void> {
  const { kind, key, columns } = population.manifest;
  const rows = `SELECT ${columns.map((c) => identifier(c.name)).join(', ')} FROM ${fileSql(population)}`;
  await session.run(`CREATE OR REPLACE TEMP TABLE ${newTable(kind)} AS ${markedSql(rows, { id: kind, key }, fresh)}`);
  const table = replacedTable(kind);
  await lookUp(session, {
    into: table,
    table: rowsTable(kind),
    mark: keyMark,
    among: `SELECT ${keyMark} FROM ${newTable(kind)}`,
  });
  await session.run(
    `DELETE FROM ${table} WHERE ${identifier(key)} NOT IN (SELECT ${identifier(key)} FROM ${newTable(kind)})`,
  );
}

/** Leaves the rows to be judged as `now_item`, with the keys of all in `touched` and of those known before in `earlier`. */
async function findTouched(
  session: Session,
  fresh: Prepared,
  relations: readonly Numbered[],
  begun: ReadonlySet<string>,
): Promise<void> {
  const { kind } = fresh.typed;
  const key = identifier(kind.key);
  await session.run(`CREATE OR REPLACE TEMP TABLE now_item AS FROM ${newTable(kind.id)}`);
  await session.run(`CREATE OR REPLACE TEMP TABLE earlier AS SELECT ${key} AS key FROM ${replacedTable(kind.id)}`);
  for (const { relation, number } of relations) {
    const related = relation.kind.id;
    if (!fresh.used[related]) continue;
    if (begun.has(related)) {
      // What the relation was not there for may be judged otherwise now.
      await session.run(`CREATE OR REPLACE TEMP TABLE found AS SELECT rowid AS place, * FROM ${rowsTable(kind.id)}`);
    } else {
      // What a row replaced spoke of is touched as well as what the new one speaks of.
      const speaking = `(FROM ${newTable(related)} UNION ALL SELECT * EXCLUDE (place) FROM ${replacedTable(related)})`;
      await lookUp(session, {
        into: 'found',
        table: rowsTable(kind.id),
        mark: itemMark(fresh.typed, number),
        among: `SELECT ${relatedMark(number)} FROM ${speaking}`,
      });
      await session.run(
        `DELETE FROM found WHERE place NOT IN (SELECT place FROM found AS item SEMI JOIN ${speaking} AS related ON ${joinSql(relation, fresh)})`,
      );
    }
    await session.run(`DELETE FROM found WHERE ${key} IN (SELECT ${key} FROM now_item)`);
    await session.run('INSERT INTO now_item SELECT * EXCLUDE (place) FROM found');
    await session.run(`INSERT INTO earlier SELECT ${key} FROM found`);
  }
  await session.run(`CREATE OR REPLACE TEMP TABLE touched AS SELECT ${key} AS key FROM now_item`);
}

/** Tables that hold what the judging of `now_item` asks of a kind; a row may be in several. */
async function partsOf(
  session: Session,
  fresh: Prepared,
  kind: string,
  relations: readonly Numbered[],
): Promise<string[]> {
  const parts = kind === fresh.typed.kind.id ? ['now_item'] : [];
  for (const { relation, number } of relations) {
    if (relation.kind.id !== kind) continue;
    const into = identifier(`related ${number}`);
    await lookUp(session, {
      into,
      table: rowsTable(kind),
      mark: relatedMark(number),
      among: `SELECT ${itemMark(fresh.typed, number)} FROM now_item`,
    });
    if (fresh.used[kind]) {
      await session.run(`DELETE FROM ${into} WHERE place IN (SELECT place FROM ${replacedTable(kind)})`);
      await session.run(`INSERT INTO ${into} SELECT NULL AS place, * FROM ${newTable(kind)}`);
    }
    parts.push(`(SELECT related.* FROM ${into} AS related SEMI JOIN now_item AS item ON ${joinSql(relation, fresh)})`);
  }
  return parts;
}

/** Puts the new rows of a kind in the place of those they replace. */
async function takeIn(session: Session, kind: string): Promise<void> {
  const table = rowsTable(kind);
  await session.run(`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM ${replacedTable(kind)})`);
  await session.run(`INSERT INTO ${table} BY NAME FROM ${newTable(kind)}`);
}
