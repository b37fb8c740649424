import type { TypedRelation } from '../definitions/index.ts';
import { toSql, walk, type Gather, type Node, type Quantify, type SqlNames } from '../expressions/index.ts';
import { columnList, columnsIn, sqlTypes } from './columns.ts';
import { sharedParts, withParts, type SharedParts } from './shared.ts';
import { fileSql, type PopulationFile, type Prepared } from './sources.ts';

/** What an expression asks of a relation. */
type Question = Quantify | Gather;

/** A test and the expressions asked of it in one statement. */
export interface Asked {
  prepared: Prepared;
  nodes: readonly Node[];
}

/** What all questions of a relation that is joined in one way are answered from: one row for each item that has any. */
export interface Aggregate {
  relation: TypedRelation;
  alias: string;
  /** Names of sums over the rows of the relation, by their SQL, so that equal ones are computed once. */
  sums: Map<string, string>;
  /** SQL of the two bits that a row of the relation gives to each `exists` and `all`. */
  bits: Map<string, string>;
  /** Whether a question speaks of the item. */
  correlated: boolean;
  /** Columns read from its population. */
  read: Set<string>;
  /** Whether the order of its rows is needed. */
  inOrder: boolean;
  parts: SharedParts;
}

/** The aggregate that answers each question; none where the relation cannot be asked. */
export type Aggregates = ReadonlyMap<Node, Aggregate>;

/** One aggregate for all questions of relations that join the same population by the same columns. */
export function aggregatesOf(asked: readonly Asked[], names: SqlNames): Aggregates {
  const alike = new Map<string, { relation: TypedRelation; correlated: boolean; questions: Question[] }>();
  for (const { prepared, nodes } of asked) {
    for (const relation of prepared.typed.relations) {
      if (!isReadable(relation, prepared.used)) continue;
      const questions = questionsOf(nodes, relation.name);
      const correlated = questions.some((q) => columnsIn(bodiesOf(q), 'item').size > 0);
      const on = relation.on.map((pair) => `${toSql(pair.item, names)} = ${toSql(pair.related, names)}`).join(' AND ');
      const signature = JSON.stringify([relation.kind.id, on, correlated]);
      const found = alike.get(signature) ?? { relation, correlated, questions: [] };
      found.questions.push(...questions);
      alike.set(signature, found);
    }
  }
  const aggregates = new Map<Node, Aggregate>();
  for (const [i, { relation, correlated, questions }] of [...alike.values()].entries()) {
    const bodies = questions.flatMap((q) => bodiesOf(q).map((node) => ({ node, row: q.variable })));
    const aggregate: Aggregate = {
      relation,
      alias: `related_${i}`,
      sums: new Map(),
      bits: new Map(),
      correlated,
      read: new Set([...joinedBy(relation), ...bodies.flatMap(({ node, row }) => [...columnsIn([node], row)])]),
      inOrder: questions.some((q) => q.op === 'gather' && q.how === 'list'),
      parts: sharedParts(bodies, names, 'related'),
    };
    for (const question of questions) aggregates.set(question, aggregate);
  }
  return aggregates;
}

/** A relation can be asked when its population is there and holds the columns it is joined by. */
export function isReadable(relation: TypedRelation, used: Prepared['used']): boolean {
  const population = used[relation.kind.id];
  if (!population) return false;
  const held = new Set(population.manifest.columns.map((c) => c.name));
  return [...joinedBy(relation)].every((c) => held.has(c));
}

function joinedBy(relation: TypedRelation): Set<string> {
  return columnsIn(
    relation.on.map((p) => p.related),
    relation.name,
  );
}

function questionsOf(nodes: readonly Node[], relation: string): Question[] {
  return nodes
    .flatMap((n) => [...walk(n)])
    .filter((n) => n.op === 'quantify' || n.op === 'gather')
    .filter((n) => 'relation' in n.over && n.over.relation === relation);
}

function bodiesOf(node: Question): Node[] {
  return [...(node.test ? [node.test] : []), ...(node.op === 'gather' ? [node.value] : [])];
}

/** SQL of the answer to a question of a relation that cannot be asked. */
export function unknownSql(node: Question): string {
  return `NULL::${sqlTypes[node.type]}`;
}

/** SQL of the answer to a question over `item` joined with its aggregate, which learns what it is asked. */
export function answerSql(aggregate: Aggregate, node: Question, names: SqlNames): string {
  if (node.op === 'quantify' && node.test && (node.how === 'exists' || node.how === 'all')) {
    return degreeSql(aggregate, node.how, toSql(node.test, names));
  }
  const sums = sumsOf(node, names).map((sum) => {
    const column = aggregate.sums.get(sum) ?? `q${aggregate.sums.size}`;
    aggregate.sums.set(sum, column);
    return `item.${summed(aggregate, column)}`;
  });
  return readSums(node, sums);
}

/** Questions whose bits go into one number. */
const questionsInMask = 31;

/**
 * `exists` and `all` as Kleene has them: a row decides the question, leaves it open, or is unknown. Whether one
 * decides and whether one is unknown are two bits, or'ed over all rows, for many questions at once.
 */
function degreeSql(aggregate: Aggregate, how: 'exists' | 'all', test: string): string {
  const question = `${how} ${test}`;
  const known = [...aggregate.bits.keys()].indexOf(question);
  const n = known === -1 ? aggregate.bits.size : known;
  const decided = 1n << BigInt(2 * (n % questionsInMask));
  const unknown = decided << 1n;
  const [yes, no] = how === 'exists' ? [decided, 0n] : [0n, decided];
  aggregate.bits.set(
    question,
    `(CASE WHEN ${test} THEN ${yes}::BIGINT WHEN NOT ${test} THEN ${no}::BIGINT ELSE ${unknown}::BIGINT END)`,
  );
  const mask = `item.${summed(aggregate, maskName(n))}`;
  // Nothing is known when the unknown bit stands alone; a cast of what is left took half as long as a CASE.
  const found = `nullif(${mask} & ${decided | unknown}::BIGINT, ${unknown}::BIGINT)::BOOLEAN`;
  return how === 'exists' ? `(${found})` : `(NOT ${found})`;
}

function maskName(question: number): string {
  return `m${Math.floor(question / questionsInMask)}`;
}

/** SQL of the masks, by name. */
function masksOf({ bits }: Aggregate): Map<string, string> {
  const masks = new Map<string, string[]>();
  for (const [n, sql] of [...bits.values()].entries()) {
    masks.set(maskName(n), [...(masks.get(maskName(n)) ?? []), sql]);
  }
  return new Map([...masks].map(([name, all]) => [name, `bit_or(${all.join(' | ')})`]));
}

/** Aggregates a question needs, over rows of the relation. */
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
  return [`count(*) FILTER (WHERE ${test})`, `count(*) FILTER (WHERE (${test}) IS NULL)`];
}

function readSums(node: Question, sums: readonly string[]): string {
  const [first, second] = sums as [string, string];
  if (node.op === 'gather') {
    return `CASE WHEN ${second} > 0 THEN NULL ELSE ${node.how === 'list' ? `coalesce(${first}, []::VARCHAR[])` : first} END`;
  }
  if (!node.test) return `coalesce(${first}, 0)`;
  return node.how === 'exists_one'
    ? `CASE WHEN ${first} > 1 THEN FALSE WHEN ${second} > 0 THEN NULL ELSE coalesce(${first}, 0) = 1 END`
    : `CASE WHEN ${second} > 0 THEN NULL ELSE coalesce(${first}, 0) END`;
}

/** Name of a sum once it is joined with the items; it holds a blank, which no column of a population can. */
function summed({ alias }: Aggregate, column: string): string {
  return `"${alias} ${column}"`;
}

export interface AggregateSql {
  cte: string;
  join: string;
  /** What the joined items get from it: `sql AS name`. */
  columns: string[];
}

/**
 * SQL of an aggregate when all its questions have been compiled. `names` has its rows as `related`, of which those count
 * that `only` holds of.
 */
export function aggregateSql(
  aggregate: Aggregate,
  used: Prepared['used'],
  names: SqlNames,
  only: readonly string[],
): AggregateSql {
  const { relation, alias, correlated, read, inOrder, parts } = aggregate;
  const masks = masksOf(aggregate);
  const sums = [...aggregate.sums, ...[...masks].map(([name, sql]) => [sql, name])]
    .map(([sql, name]) => `${sql} AS ${name}`)
    .join(', ');
  const population = used[relation.kind.id] as PopulationFile;
  const rows = `SELECT ${inOrder ? 'file_row_number AS "related row", ' : ''}${columnList(population, relation.kind, read)} FROM ${fileSql(population)}`;
  const source = `(${withParts(rows, parts, 'related')}) AS related`;
  const columns = [
    ...[...aggregate.sums.values()].map((name) => `${alias}.${name} AS ${summed(aggregate, name)}`),
    // No row of the relation decides anything, and none is unknown.
    ...[...masks.keys()].map((name) => `coalesce(${alias}.${name}, 0) AS ${summed(aggregate, name)}`),
  ];
  const keys = relation.on.map((pair, i) => ({
    item: toSql(pair.item, names),
    related: toSql(pair.related, names),
    name: `"join ${i}"`,
  }));
  if (correlated) {
    const on = [...keys.map((k) => `${k.item} = ${k.related}`), ...only].join(' AND ');
    return {
      cte: `${alias} AS (SELECT item."row number", ${sums} FROM ${source} JOIN item ON ${on} GROUP BY item."row number")`,
      join: `LEFT JOIN ${alias} ON ${alias}."row number" = item."row number"`,
      columns,
    };
  }
  const present = [...keys.map((k) => `${k.related} IS NOT NULL`), ...only].join(' AND ');
  return {
    cte: `${alias} AS (SELECT ${keys.map((k) => `${k.related} AS ${k.name}`).join(', ')}, ${sums} FROM ${source} WHERE ${present} GROUP BY ${keys.map((k) => k.name).join(', ')})`,
    join: `LEFT JOIN ${alias} ON ${keys.map((k) => `${alias}.${k.name} = ${k.item}`).join(' AND ')}`,
    columns,
  };
}
