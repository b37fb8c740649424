import type { Period } from '@tickmark/core';
import { identifier, text } from '../duckdb/index.ts';
import type { BusinessCalendar, Zone } from '../time/index.ts';
import { bind } from './bind-sql.ts';
import { callSql, finite, whole } from './call-sql.ts';
import {
  durationRange,
  longestText,
  timestampRange,
  type Gather,
  type Node,
  type Quantify,
  type Value,
} from './node.ts';

/** How names become SQL. What is asked of a relation becomes what the relation's aggregate gave. */
export interface SqlNames {
  column(row: string, name: string): string;
  relation(node: Quantify | Gather): string;
  zone: Zone;
  calendar: BusinessCalendar;
  period: Period;
  /** SQL of a part that was worked out before, where it was. */
  shared?(node: Node): string | undefined;
}

/**
 * DuckDB SQL of a checked expression; NULL is unknown. It agrees with `interpret` on every row, and
 * raises no error on any: what leaves a range is NULL.
 */
export function toSql(node: Node, names: SqlNames): string {
  const shared = names.shared?.(node);
  if (shared !== undefined) return shared;
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
    // Whole and other numbers meet as DOUBLE, as they do in JavaScript.
    case 'compare':
      return `(${sql(node.left)} ${node.how} ${sql(node.right)})`;
    case 'one-of':
      return `(${node.list.map((element) => `${sql(node.of)} = ${sql(element)}`).join(' OR ')})`;
    case 'member':
      return `list_contains(${sql(node.list)}, ${sql(node.of)})`;
    case 'if':
      return bind(
        [sql(node.test)],
        (test) => `(CASE WHEN ${test} THEN ${sql(node.yes)} WHEN NOT ${test} THEN ${sql(node.no)} END)`,
      );
    case 'arithmetic':
      return arithmetic(node, sql);
    case 'negate':
      return node.type === 'int' ? whole(`-(${sql(node.of)}::HUGEINT)`) : `(-${sql(node.of)})`;
    case 'has':
      return `(${sql(node.of)} IS NOT NULL)`;
    case 'call':
      return callSql(node, names, sql);
    case 'texts':
      return textsSql(node.of.map(sql));
    case 'quantify':
      return 'relation' in node.over ? names.relation(node) : overList(node, node.over.list, names);
    case 'gather':
      return 'relation' in node.over ? names.relation(node) : gatherList(node, node.over.list, names);
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

function arithmetic(node: Extract<Node, { op: 'arithmetic' }>, sql: (n: Node) => string): string {
  const { how, left, right, type } = node;
  if (type === 'int') {
    return whole(`(${sql(left)})::HUGEINT ${how === '/' ? '//' : how} (${sql(right)})::HUGEINT`);
  }
  if (type === 'double') return finite(`(${sql(left)} ${how} ${sql(right)})`);
  if (type === 'string') {
    return bind(
      [sql(left), sql(right)],
      (a, b) => `(CASE WHEN length(${a}) + length(${b}) <= ${longestText} THEN ${a} || ${b} END)`,
    );
  }
  const micros = (n: Node) => (n.type === 'timestamp' ? `epoch_us(${sql(n)})` : `(${sql(n)})`);
  const value = `(${micros(left)} ${how} ${micros(right)})`;
  // Two instants of the years 1 to 9999 are never further apart than a duration may be.
  if (left.type === 'timestamp' && right.type === 'timestamp') return value;
  const range = type === 'timestamp' ? timestampRange : durationRange;
  const bounded = bind([value], (v) => `(CASE WHEN ${v} BETWEEN ${range.from} AND ${range.to} THEN ${v} END)`);
  return type === 'timestamp' ? `make_timestamp(${bounded})` : bounded;
}

function elementName(name: string): string {
  return identifier(`each ${name}`);
}

/** A list of texts that are all known. */
function textsSql(texts: readonly string[]): string {
  if (texts.length === 0) return '[]::VARCHAR[]';
  return bind([`[${texts.join(', ')}]`], (list) => `(CASE WHEN list_count(${list}) = len(${list}) THEN ${list} END)`);
}

function overList(node: Quantify, list: Node, names: SqlNames): string {
  // Only a relation is ever counted without a test.
  const test = toSql(node.test as Node, names);
  const values = `list_transform(${toSql(list, names)}, lambda ${elementName(node.variable)}: ${test})`;
  return bind([values], (found) => {
    const unknown = `list_count(${found}) < len(${found})`;
    const hits = `len(list_filter(${found}, lambda hit: hit))`;
    switch (node.how) {
      case 'exists':
        return `(CASE WHEN ${found} IS NULL THEN NULL WHEN list_contains(${found}, TRUE) THEN TRUE WHEN ${unknown} THEN NULL ELSE FALSE END)`;
      case 'all':
        return `(CASE WHEN ${found} IS NULL THEN NULL WHEN list_contains(${found}, FALSE) THEN FALSE WHEN ${unknown} THEN NULL ELSE TRUE END)`;
      case 'exists_one':
        return `(CASE WHEN ${found} IS NULL THEN NULL WHEN ${hits} > 1 THEN FALSE WHEN ${unknown} THEN NULL ELSE ${hits} = 1 END)`;
      case 'count':
        return `(CASE WHEN ${found} IS NULL OR ${unknown} THEN NULL ELSE ${hits} END)`;
    }
  });
}

/** Pairs of whether an element is left and its value; unknown where either is. */
function gatherList(node: Gather, list: Node, names: SqlNames): string {
  const { test, value, how } = node;
  const left = test ? toSql(test, names) : 'TRUE';
  const pair = `{'hit': ${left}, 'value': ${toSql(value, names)}}`;
  const pairs = `list_transform(${toSql(list, names)}, lambda ${elementName(node.variable)}: ${pair})`;
  return bind([pairs], (found) => {
    const doubt = `list_filter(${found}, lambda pair: pair.hit IS NULL OR (pair.hit AND pair.value IS NULL))`;
    const values = `list_transform(list_filter(${found}, lambda pair: pair.hit), lambda pair: pair.value)`;
    return `(CASE WHEN len(${doubt}) = 0 THEN ${how === 'list' ? values : `list_${how}(${values})`} END)`;
  });
}
