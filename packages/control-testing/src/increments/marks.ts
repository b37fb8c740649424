import type { TypedDefinition, TypedRelation } from '../definitions/index.ts';
import { identifier, type Session } from '../duckdb/index.ts';
import { joinPairs, type Prepared } from '../runs/index.ts';

/**
 * A mark is a number made of the values rows are found by: their key, or what a relation joins them by. Reading the
 * marks of a million rows takes a fifth of the time of reading the values, and equal values have equal marks; that
 * equal marks may stand for other values is for those who look up to rule out. MD5 stays the same from version to
 * version of DuckDB, its own hash does not.
 */
export const keyMark = '"# key"';

/** Column of the mark of an item by what the relation of this number joins it by, which mostly is its key. */
export function itemMark(typed: TypedDefinition, relation: number): string {
  const [pair, ...others] = typed.relations[relation]?.on ?? [];
  const byKey = others.length === 0 && pair?.item.op === 'column' && pair.item.name === typed.kind.key;
  return byKey && pair.item.type === 'string' ? keyMark : `"# item ${relation}"`;
}

/** Column of the mark of a row of the relation of this number by what joins it. */
export function relatedMark(relation: number): string {
  return `"# related ${relation}"`;
}

/** SQL of the mark of values; NULL when one of them is. */
export function markSql(values: readonly string[]): string {
  return `md5_number_lower(${values.map((value) => `(${value})::VARCHAR`).join(' || chr(31) || ')})`;
}

/** Query of rows of a kind, given as a query of all columns that joins ask of it, with their marks. */
export function markedSql(rows: string, kind: { id: string; key: string }, prepared: Prepared): string {
  const { typed } = prepared;
  const { relations, kind: main } = typed;
  const sides = (wanted: (relation: TypedRelation) => boolean, side: 'item' | 'related') =>
    relations.flatMap((relation, i) => {
      const mark = side === 'item' ? itemMark(typed, i) : relatedMark(i);
      if (!wanted(relation) || mark === keyMark) return [];
      // Minus zero equals zero and is written otherwise.
      const values = joinPairs(relation, prepared).map((pair, n) =>
        relation.on[n]?.[side].type === 'double' ? `(${pair[side]}) + 0` : pair[side],
      );
      return [`, ${markSql(values)} AS ${mark}`];
    });
  const ofItem = sides(() => kind.id === main.id, 'item').join('');
  const ofRelated = sides((relation) => relation.kind.id === kind.id, 'related').join('');
  return `SELECT related.*${ofRelated} FROM (SELECT item.*, ${markSql([identifier(kind.key)])} AS ${keyMark}${ofItem} FROM (${rows}) AS item) AS related`;
}

/**
 * Leaves the rows of a table that have a mark of those a query gives, with their place in the table, in the temporary
 * table `into`. Places are found by the narrow column first: a join that reads whole rows reads all of them.
 */
export async function lookUp(
  session: Session,
  { into, table, mark, among }: { into: string; table: string; mark: string; among: string },
): Promise<void> {
  await session.run(
    `CREATE OR REPLACE TEMP TABLE places AS SELECT rowid AS place FROM ${table} WHERE ${mark} IN (${among})`,
  );
  const [found] = await session.rows('SELECT count(*) AS rows FROM places');
  // Mostly none: what is new has keys of its own. Rows would be read to find that out.
  const there = Number(found?.rows) === 0 ? 'LIMIT 0' : 'WHERE rowid IN (FROM places)';
  await session.run(`CREATE OR REPLACE TEMP TABLE ${into} AS SELECT rowid AS place, * FROM ${table} ${there}`);
}
