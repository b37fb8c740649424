import type { TypedRelation } from '../definitions/index.ts';
import { identifier } from '../duckdb/index.ts';
import { toSql, walk, type Gather, type Node, type Quantify, type SqlNames } from '../expressions/index.ts';
import { columnSql, fileSql, type PopulationFile, type Prepared } from './sources.ts';

/** One statement's parts: the population as `item`, its relations joined, expressions as SQL. */
export interface Scan {
  /** `WITH …` that defines everything `from` names. */
  with: string;
  /** Rows of the population as `item`, with what the relations sum up to. */
  from: string;
  /** SQL of an expression; of its names it uses only `item`. */
  sql(node: Node): string;
}

/** What an expression asks of a relation. */
type Question = Quantify | Gather;

const sqlTypes: Record<Node['type'], string> = {
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  int: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  duration: 'BIGINT',
  strings: 'VARCHAR[]',
};

interface Aggregate {
  relation: TypedRelation;
  alias: string;
  /** SQL of each quantifier over the relation, by its text, so that equal ones are computed once. */
  columns: Map<string, string>;
  /** Whether a test of it speaks of the item. */
  correlated: boolean;
  /** Columns read from its population. */
  read: Set<string>;
  /** Whether the order of its rows is needed. */
  inOrder: boolean;
}

/** A test and the expressions asked of it in one statement. */
export interface Asked {
  prepared: Prepared;
  nodes: readonly Node[];
}

/** Rows of a file from one number up to another, which is left out. */
export interface RowRange {
  from: number;
  to: number;
}

/**
 * Compiles expressions of tests that share population, period and zone to one pass over it. Each
 * relation becomes one grouped aggregate, shared by the tests that join it alike: by its own key where no test of
 * it speaks of the item, else joined with the items and grouped by row. Quantifiers are Kleene's:
 * 0 false, 1 unknown, 2 true, so `exists` is a maximum and `all` a minimum. `also` are columns of the
 * population that are wanted beside those the expressions speak of, `rows` those that are asked, all when left out.
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
  const aggregates = new Map<string, Aggregate>();
  const compiled = new Map<Node, string>();
  for (const { prepared, nodes } of asked) {
    const names = namesOf(prepared, nodes, row, aggregates);
    for (const node of nodes) compiled.set(node, toSql(node, names));
  }
  const active = [...aggregates.values()];
  const itemColumns = columnsIn(
    [...asked.flatMap(({ nodes }) => nodes), ...active.flatMap((a) => a.relation.on.map((p) => p.item))],
    'item',
  );
  const { kind } = shared.typed;
  for (const c of [kind.key, ...(kind.time === null ? [] : [kind.time]), ...also]) itemColumns.add(c);
  const ctes = [
    // Read once for the items and once for each join with them: keeping a million of them took longer.
    `item AS NOT MATERIALIZED (SELECT file_row_number AS "row number", ${columnList(main, kind, itemColumns)} FROM ${fileSql(main)}${rows ? ` WHERE file_row_number >= ${rows.from} AND file_row_number < ${rows.to}` : ''})`,
  ];
  const joins: string[] = [];
  for (const aggregate of active) {
    const built = aggregateSql(aggregate, used, row);
    ctes.push(built.cte);
    joins.push(built.join);
  }
  return {
    with: `WITH ${ctes.join(',\n')}`,
    from: `(SELECT item.*${active.flatMap(sumColumns).join('')} FROM item${joins.join('')}) AS item`,
    sql: (node) => {
      const sql = compiled.get(node);
      if (sql === undefined) throw new TypeError('The expression was not asked of this scan.');
      return sql;
    },
  };
}

/** How the names of one test become SQL; notes what its quantifiers need of each relation. */
function namesOf(
  { typed, used }: Prepared,
  nodes: readonly Node[],
  row: SqlNames,
  aggregates: Map<string, Aggregate>,
): SqlNames {
  const names: SqlNames = {
    ...row,
    relation: (node, name) => {
      const relation = typed.relations.find((r) => r.name === name) as TypedRelation;
      if (!isReadable(relation, used)) return `NULL::${sqlTypes[node.type]}`;
      const aggregate = aggregateOf(relation, nodes, row, aggregates);
      const known = relation.on.map(({ item }) => `${toSql(item, names)} IS NOT NULL`).join(' AND ');
      const sums = sumsOf(node, row).map((sum) => {
        const column = aggregate.columns.get(sum) ?? `q${aggregate.columns.size}`;
        aggregate.columns.set(sum, column);
        return `item.${summed(aggregate, column)}`;
      });
      return `(CASE WHEN ${known} THEN ${readSums(node, sums)} END)`;
    },
  };
  return names;
}

/** Name of a sum once it is joined with the items; it holds a blank, which no column of a population can. */
function summed({ alias }: Aggregate, column: string): string {
  return `"${alias} ${column}"`;
}

function sumColumns(aggregate: Aggregate): string[] {
  return [...aggregate.columns.values()].map((q) => `, ${aggregate.alias}.${q} AS ${summed(aggregate, q)}`);
}

/** The aggregate of a relation: one for all that join the same population by the same columns. */
function aggregateOf(
  relation: TypedRelation,
  nodes: readonly Node[],
  names: SqlNames,
  aggregates: Map<string, Aggregate>,
): Aggregate {
  const asked = quantifiersOf(nodes, relation.name);
  const correlated = asked.some((q) => columnsIn(bodiesOf(q), 'item').size > 0);
  const on = relation.on.map((pair) => `${toSql(pair.item, names)} = ${toSql(pair.related, names)}`).join(' AND ');
  const signature = JSON.stringify([relation.kind.id, on, correlated]);
  const found = aggregates.get(signature) ?? {
    relation,
    alias: `related_${aggregates.size}`,
    columns: new Map<string, string>(),
    correlated,
    read: columnsIn(
      relation.on.map((p) => p.related),
      relation.name,
    ),
    inOrder: false,
  };
  for (const q of asked) {
    for (const c of columnsIn(bodiesOf(q), q.variable)) found.read.add(c);
    found.inOrder ||= q.op === 'gather' && q.how === 'list';
  }
  aggregates.set(signature, found);
  return found;
}

/** A relation can be asked when its population is there and holds the columns it is joined by. */
export function isReadable(relation: TypedRelation, used: Prepared['used']): boolean {
  const population = used[relation.kind.id];
  if (!population) return false;
  const held = new Set(population.manifest.columns.map((c) => c.name));
  return [
    ...columnsIn(
      relation.on.map((p) => p.related),
      relation.name,
    ),
  ].every((c) => held.has(c));
}

/** Aggregates a quantifier needs, over rows of the relation. */
function sumsOf(node: Question, names: SqlNames): string[] {
  if (node.op === 'gather') {
    // A value that is never known would have no type of its own.
    const value = `(${toSql(node.value, names)})::${sqlTypes[node.value.type]}`;
    const left = node.test ? toSql(node.test, names) : 'TRUE';
    const all = node.how === 'list' ? `list(${value} ORDER BY related."related row")` : `${node.how}(${value})`;
    return [
      `${all} FILTER (WHERE ${left})`,
      `count(*) FILTER (WHERE (${left}) IS NULL OR ((${left}) AND (${value}) IS NULL))`,
    ];
  }
  if (!node.test) return ['count(*)'];
  const test = toSql(node.test, names);
  const degree = `(CASE WHEN ${test} THEN 2 WHEN NOT ${test} THEN 0 ELSE 1 END)::TINYINT`;
  switch (node.how) {
    case 'exists':
      return [`max(${degree})`];
    case 'all':
      return [`min(${degree})`];
    default:
      return [`count(*) FILTER (WHERE ${test})`, `count(*) FILTER (WHERE (${test}) IS NULL)`];
  }
}

function readSums(node: Question, sums: readonly string[]): string {
  const [first, second] = sums as [string, string];
  if (node.op === 'gather') {
    return `CASE WHEN ${second} > 0 THEN NULL ELSE ${node.how === 'list' ? `coalesce(${first}, []::VARCHAR[])` : first} END`;
  }
  if (!node.test) return `coalesce(${first}, 0)`;
  switch (node.how) {
    case 'exists':
      return `CASE coalesce(${first}, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END`;
    case 'all':
      return `CASE coalesce(${first}, 2) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END`;
    case 'exists_one':
      return `CASE WHEN ${first} > 1 THEN FALSE WHEN ${second} > 0 THEN NULL ELSE coalesce(${first}, 0) = 1 END`;
    case 'count':
      return `CASE WHEN ${second} > 0 THEN NULL ELSE coalesce(${first}, 0) END`;
  }
}

function aggregateSql(
  { relation, alias, columns, correlated, read, inOrder }: Aggregate,
  used: Prepared['used'],
  names: SqlNames,
): { cte: string; join: string } {
  const population = used[relation.kind.id] as PopulationFile;
  const source = `(SELECT ${inOrder ? 'file_row_number AS "related row", ' : ''}${columnList(population, relation.kind, read)} FROM ${fileSql(population)}) AS related`;
  const sums = [...columns].map(([sum, column]) => `${sum} AS ${column}`).join(', ');
  const keys = relation.on.map((pair, i) => ({
    item: toSql(pair.item, names),
    related: toSql(pair.related, names),
    name: `"join ${i}"`,
  }));
  if (correlated) {
    const on = keys.map((k) => `${k.item} = ${k.related}`).join(' AND ');
    return {
      cte: `${alias} AS (SELECT item."row number", ${sums} FROM ${source} JOIN item ON ${on} GROUP BY item."row number")`,
      join: ` LEFT JOIN ${alias} ON ${alias}."row number" = item."row number"`,
    };
  }
  const present = keys.map((k) => `${k.related} IS NOT NULL`).join(' AND ');
  return {
    cte: `${alias} AS (SELECT ${keys.map((k) => `${k.related} AS ${k.name}`).join(', ')}, ${sums} FROM ${source} WHERE ${present} GROUP BY ${keys.map((k) => k.name).join(', ')})`,
    join: ` LEFT JOIN ${alias} ON ${keys.map((k) => `${alias}.${k.name} = ${k.item}`).join(' AND ')}`,
  };
}

function quantifiersOf(nodes: readonly Node[], relation: string): Question[] {
  return nodes
    .flatMap((n) => [...walk(n)])
    .filter((n) => n.op === 'quantify' || n.op === 'gather')
    .filter((n) => 'relation' in n.over && n.over.relation === relation);
}

function bodiesOf(node: Question): Node[] {
  return [...(node.test ? [node.test] : []), ...(node.op === 'gather' ? [node.value] : [])];
}

/** Columns of one row variable that expressions speak of. */
export function columnsIn(nodes: readonly Node[], row: string): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) for (const n of walk(node)) if (n.op === 'column' && n.row === row) names.add(n.name);
  return names;
}

function columnList(population: PopulationFile, kind: TypedRelation['kind'], names: ReadonlySet<string>): string {
  return [...names].map((name) => `${columnSql(population, kind, name)} AS ${identifier(name)}`).join(', ');
}
