import type { Period } from '@tickmark/core';
import { identifier, text } from '../duckdb/index.ts';
import type { Zone } from '../time/index.ts';
import { durationRange, timestampRange, type Node, type Quantify, type Value } from './node.ts';
import { dateSql, startOfDaySql } from './zone-sql.ts';

/** How names become SQL. A quantifier over a relation becomes what the relation's aggregate gave. */
export interface SqlNames {
  column(row: string, name: string): string;
  relation(node: Quantify): string;
  zone: Zone;
  period: Period;
}

/**
 * DuckDB SQL of a checked expression; NULL is unknown. It agrees with `interpret` on every row, and
 * raises no error on any: what leaves a range is NULL.
 */
export function toSql(node: Node, names: SqlNames): string {
  const sql = (n: Node) => toSql(n, names);
  switch (node.op) {
    case 'literal':
      return literalSql(node.type, node.value);
    case 'column':
      return names.column(node.row, node.name);
    case 'element':
      return elementName(node.name);
    case 'period':
      return `DATE ${text(names.period[node.end])}`;
    case 'not':
      return `(NOT ${sql(node.of)})`;
    case 'and':
      return `(${sql(node.left)} AND ${sql(node.right)})`;
    case 'or':
      return `(${sql(node.left)} OR ${sql(node.right)})`;
    case 'compare': {
      const [left, right] = alike(node.left, node.right, sql);
      return `(${left} ${node.how === '==' ? '=' : node.how === '!=' ? '<>' : node.how} ${right})`;
    }
    case 'one-of':
      return `(${node.list
        .map((element) => {
          const [left, right] = alike(node.of, element, sql);
          return `${left} = ${right}`;
        })
        .join(' OR ')})`;
    case 'member':
      return `list_contains(${sql(node.list)}, ${sql(node.of)})`;
    case 'if': {
      const test = sql(node.test);
      return `(CASE WHEN ${test} THEN ${sql(node.yes)} WHEN NOT ${test} THEN ${sql(node.no)} END)`;
    }
    case 'arithmetic':
      return arithmetic(node, sql);
    case 'negate':
      return node.type === 'int' ? whole(`-(${sql(node.of)}::HUGEINT)`) : `(-${sql(node.of)})`;
    case 'has':
      return `(${sql(node.of)} IS NOT NULL)`;
    case 'call':
      return call(node, names);
    case 'quantify':
      return 'relation' in node.over ? names.relation(node) : overList(node, names);
  }
}

function literalSql(type: Node['type'], value: Value): string {
  switch (type) {
    case 'string':
      return text(value as string);
    case 'int':
      return value === -(2n ** 63n) ? '(-9223372036854775807::BIGINT - 1)' : `${String(value)}::BIGINT`;
    case 'double':
      return `'${String(value)}'::DOUBLE`;
    case 'bool':
      return value === true ? 'TRUE' : 'FALSE';
    case 'date':
      return `DATE ${text(value as string)}`;
    case 'timestamp':
      return `make_timestamp(${String(value)})`;
    case 'duration':
      return `${String(value)}::BIGINT`;
    case 'strings':
      return `[${(value as readonly string[]).map(text).join(', ')}]::VARCHAR[]`;
  }
}

/** Whole and other numbers meet as DOUBLE, as they do in JavaScript. */
function alike(left: Node, right: Node, sql: (n: Node) => string): [string, string] {
  const cast = (n: Node) => (left.type !== right.type && n.type === 'int' ? `${sql(n)}::DOUBLE` : sql(n));
  return [cast(left), cast(right)];
}

/**
 * A whole number of 64 bits, or NULL. The xor with 0 changes nothing; without it, DuckDB compares a
 * TRY_CAST with a constant before the cast and forgets that the cast can fail.
 */
function whole(huge: string): string {
  return `xor(TRY_CAST((${huge}) AS BIGINT), 0::BIGINT)`;
}

function arithmetic(node: Extract<Node, { op: 'arithmetic' }>, sql: (n: Node) => string): string {
  const { how, left, right, type } = node;
  if (type === 'int') return whole(`(${sql(left)})::HUGEINT ${how} (${sql(right)})::HUGEINT`);
  if (type === 'double') {
    const value = `(${sql(left)} ${how} ${sql(right)})`;
    return `(CASE WHEN isfinite(${value}) THEN ${value} END)`;
  }
  const micros = (n: Node) => (n.type === 'timestamp' ? `epoch_us(${sql(n)})` : `(${sql(n)})`);
  const value = `(${micros(left)} ${how} ${micros(right)})`;
  const range = type === 'timestamp' ? timestampRange : durationRange;
  const bounded = `(CASE WHEN ${value} BETWEEN ${range.from} AND ${range.to} THEN ${value} END)`;
  return type === 'timestamp' ? `make_timestamp(${bounded})` : bounded;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function call(node: Extract<Node, { op: 'call' }>, names: SqlNames): string {
  const [first, second] = node.args;
  const a = toSql(first, names);
  const b = second ? toSql(second, names) : '';
  switch (node.name) {
    case 'startsWith':
      return `starts_with(${a}, ${b})`;
    case 'endsWith':
      return `ends_with(${a}, ${b})`;
    case 'contains':
      return `contains(${a}, ${b})`;
    case 'matches':
      return `regexp_matches(${a}, ${b})`;
    case 'lowerAscii':
      return `translate(${a}, '${upper}', '${upper.toLowerCase()}')`;
    case 'size':
      return first.type === 'string' ? `length(${a})` : `len(${a})`;
    case 'timestamp':
      return first.type === 'date' ? once(first, a, (d) => startOfDaySql(names.zone, d)) : a;
    case 'date':
      return first.type === 'timestamp' ? once(first, a, (t) => dateSql(names.zone, t)) : a;
    case 'double':
      return `(${a})::DOUBLE`;
  }
}

/** Binds an operand that is long to write, so that a table over it names it rather than repeats it. */
function once(node: Node, sql: string, table: (operand: string) => string): string {
  if (node.op === 'column' || node.op === 'literal' || node.op === 'period') return table(sql);
  return `list_transform([${sql}], lambda operand: ${table('operand')})[1]`;
}

function elementName(name: string): string {
  return identifier(`each ${name}`);
}

function overList(node: Quantify, names: SqlNames): string {
  if (!('list' in node.over) || !node.test) throw new TypeError('A list is asked with a test.');
  const list = toSql(node.over.list, names);
  const values = `list_transform(${list}, lambda ${elementName(node.variable)}: ${toSql(node.test, names)})`;
  const unknown = `coalesce(list_count(${values}), 0) < len(${values})`;
  const hits = `len(list_filter(${values}, lambda hit: hit))`;
  switch (node.how) {
    case 'exists':
      return `(CASE WHEN ${list} IS NULL THEN NULL WHEN list_contains(${values}, TRUE) THEN TRUE WHEN ${unknown} THEN NULL ELSE FALSE END)`;
    case 'all':
      return `(CASE WHEN ${list} IS NULL THEN NULL WHEN list_contains(${values}, FALSE) THEN FALSE WHEN ${unknown} THEN NULL ELSE TRUE END)`;
    case 'exists_one':
      return `(CASE WHEN ${list} IS NULL THEN NULL WHEN ${hits} > 1 THEN FALSE WHEN ${unknown} THEN NULL ELSE ${hits} = 1 END)`;
    case 'count':
      return `(CASE WHEN ${list} IS NULL OR ${unknown} THEN NULL ELSE ${hits} END)`;
  }
}
