import { identifier, text, type Queries } from '../duckdb/index.ts';
import { toSql, type Node, type SqlNames } from '../expressions/index.ts';
import {
  aggregatesOf,
  aggregateSql,
  answerSql,
  unknownSql,
  type Aggregate,
  type Aggregates,
  type Asked,
} from './aggregates.ts';
import { columnList, columnsIn } from './columns.ts';
import { sharedParts, withParts, type SharedParts } from './shared.ts';
import { fileSql, type Prepared } from './sources.ts';

/** One statement's parts: the population as `item`, its relations joined, expressions as SQL. */
export interface Scan {
  /** `WITH …` that defines everything `from` names. */
  with: string;
  /** Rows of the population as `item`, with what the relations sum up to. */
  from: string;
  /** SQL of an expression; of its names it uses only `item`. */
  sql(node: Node): string;
}

/** Rows of a file from one number up to another, which is left out. */
export interface RowRange {
  from: number;
  to: number;
  /** What the keys of these rows lie between, and of no others, as SQL; the second is left out. Asked for where it is not said. */
  keys?: { from: string; below: string | null } | undefined;
}

/** Ranges of so many rows each, the last with what is left; undefined alone where one holds them all. */
export function rangesOf(rows: number, size: number): (RowRange | undefined)[] {
  if (rows <= size) return [undefined];
  return Array.from({ length: Math.ceil(rows / size) }, (_, n) => ({ from: n * size, to: (n + 1) * size }));
}

/**
 * The same ranges of a population with the keys that they lie between, for the file is in the order of its key
 * (`populationChecks`). Rows of a relation that have another key then belong to no item of the range, and are left where
 * they are read, which takes a tenth of the time off ten million items with twelve million related rows.
 */
export async function withKeys(
  session: Queries,
  { main }: Prepared,
  ranges: readonly (RowRange | undefined)[],
): Promise<(RowRange | undefined)[]> {
  const starts = ranges.flatMap((range) => (range ? [range.from] : []));
  if (starts.length === 0) return [...ranges];
  const { key } = main.manifest;
  const rows = await session.rows(
    `SELECT file_row_number AS number, ${identifier(key)}::VARCHAR AS key FROM ${fileSql(main)} WHERE file_row_number IN (${starts.join(', ')})`,
  );
  // A literal takes the type of what it is compared with.
  const literals = new Map(rows.map((row) => [Number(row.number), text(String(row.key))]));
  return ranges.map((range) => {
    const from = range && literals.get(range.from);
    return range && from !== undefined ? { ...range, keys: { from, below: literals.get(range.to) ?? null } } : range;
  });
}

/**
 * Compiles expressions of tests that share population, period and zone to one pass over it. Each
 * relation becomes one grouped aggregate, shared by the tests that join it alike: by its own key where no test of
 * it speaks of the item, else joined with the items and grouped by row. What several expressions ask of a row alike is
 * worked out once for it. `also` are columns of the population that are wanted beside those the expressions speak of,
 * `rows` those that are asked, all when left out.
 */
export function scanOf(
  asked: readonly [Asked, ...Asked[]],
  { also = [], rows }: { also?: readonly string[]; rows?: RowRange | undefined } = {},
): Scan {
  const [{ prepared: shared }] = asked;
  const { main, period, zone, calendar } = shared;
  const used: Prepared['used'] = Object.assign({}, ...asked.map(({ prepared }) => prepared.used));
  const row: SqlNames = {
    column: (name, column) => `${name === 'item' ? 'item' : 'related'}.${identifier(column)}`,
    relation: () => {
      throw new TypeError('A relation inside a relation.');
    },
    zone,
    calendar,
    period,
  };
  const nodes = asked.flatMap((one) => one.nodes);
  const aggregates = aggregatesOf(asked, row);
  const parts = sharedParts(
    nodes.map((node) => ({ node, row: 'item' })),
    row,
    'item',
  );
  const names = namesOf(row, aggregates, parts, shared.typed.kind.key);
  const compiled = new Map(nodes.map((node) => [node, toSql(node, names)]));
  const { kind } = shared.typed;
  const joined = [...new Set(aggregates.values())].map((aggregate) => ({
    ...aggregateSql(aggregate, used, row, betweenKeys(aggregate, kind.key, rows, row)),
    by: aggregate.relation.on.map((pair) => pair.item),
  }));
  const columns = columnsIn([...nodes, ...joined.flatMap(({ by }) => by)], 'item');
  for (const c of [kind.key, ...(kind.time === null ? [] : [kind.time]), ...also]) columns.add(c);
  const within = rows ? ` WHERE file_row_number >= ${rows.from} AND file_row_number < ${rows.to}` : '';
  const items = `SELECT file_row_number AS "row number", ${columnList(main, kind, columns)} FROM ${fileSql(main)}${within}`;
  const ctes = [
    // Read once for the items and once for each join with them: keeping a million of them took longer.
    `item AS NOT MATERIALIZED (${withParts(items, parts, 'item')})`,
    ...joined.map(({ cte }) => cte),
  ];
  const sums = joined.flatMap((aggregate) => aggregate.columns.map((column) => `, ${column}`)).join('');
  return {
    with: `WITH ${ctes.join(',\n')}`,
    from: `(SELECT item.*${sums} FROM item ${joined.map(({ join }) => join).join(' ')}) AS item`,
    sql: (node) => {
      const sql = compiled.get(node);
      if (sql === undefined) throw new TypeError('The expression was not asked of this scan.');
      return sql;
    },
  };
}

/** What must hold of rows of a relation that is joined by the key of the items, to belong to one of the range. */
function betweenKeys({ relation }: Aggregate, key: string, rows: RowRange | undefined, names: SqlNames): string[] {
  const keys = rows?.keys;
  if (!keys) return [];
  return relation.on
    .filter(({ item }) => isColumn(item, key))
    .flatMap(({ related }) => {
      const sql = toSql(related, names);
      return [`${sql} >= ${keys.from}`, ...(keys.below === null ? [] : [`${sql} < ${keys.below}`])];
    });
}

function isColumn(node: Node, name: string): boolean {
  return node.op === 'column' && node.name === name;
}

/** How names become SQL over the joined items. */
function namesOf(row: SqlNames, aggregates: Aggregates, parts: SharedParts, key: string): SqlNames {
  const names: SqlNames = {
    ...row,
    shared: parts.of,
    relation: (node) => {
      const aggregate = aggregates.get(node);
      if (!aggregate) return unknownSql(node);
      const related = { ...row, shared: (part: Node) => aggregate.parts.of(part) ?? parts.of(part) };
      const answer = answerSql(aggregate, node, related);
      const known = aggregate.relation.on.flatMap(({ item }) =>
        // Each row of a population has its key.
        isColumn(item, key) ? [] : [`${toSql(item, names)} IS NOT NULL`],
      );
      return known.length === 0 ? answer : `(CASE WHEN ${known.join(' AND ')} THEN ${answer} END)`;
    },
  };
  return names;
}
