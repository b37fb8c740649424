import type { Period } from '@tickmark/core';
import { dateAt, startOfDay, type Zone } from '../time/index.ts';
import { durationRange, intRange, timestampRange, type Node, type Quantify, type Value } from './node.ts';
import { matchesPattern } from './pattern.ts';
import { holds, order } from './values.ts';

/** `undefined` is unknown: it makes an attribute unverified. */
export type Result = Value | undefined;

/** Values of one row by column; null where the source says nothing. */
export type Cells = Readonly<Record<string, Value | null>>;

export interface Environment {
  rows: Readonly<Record<string, Cells>>;
  elements: Readonly<Record<string, string>>;
  /** Rows that belong to the item; undefined when that could not be told. */
  relations: Readonly<Record<string, readonly Cells[] | undefined>>;
  zone: Zone;
  period: Period;
}

/** Value of a checked expression. `&&`, `||`, `!` and the quantifiers follow Kleene's logic. */
export function interpret(node: Node, env: Environment): Result {
  switch (node.op) {
    case 'literal':
      return node.value;
    case 'column':
      return env.rows[node.row]?.[node.name] ?? undefined;
    case 'element':
      return env.elements[node.name];
    case 'period':
      return env.period[node.end];
    case 'not':
      return negated(interpret(node.of, env));
    case 'and':
      return both(interpret(node.left, env), () => interpret(node.right, env));
    case 'or':
      return negated(both(negated(interpret(node.left, env)), () => negated(interpret(node.right, env))));
    case 'compare':
      return strict([node.left, node.right], env, (a, b) => holds(node.how, order(a, b)));
    case 'one-of':
      return anyOf(node.list.map((e) => strict([node.of, e], env, (a, b) => order(a, b) === 0)));
    case 'member':
      return strict([node.of, node.list], env, (a, b) => (b as readonly string[]).includes(a as string));
    case 'if': {
      const test = interpret(node.test, env);
      return test === undefined ? undefined : interpret(test === true ? node.yes : node.no, env);
    }
    case 'arithmetic':
      return strict([node.left, node.right], env, (a, b) => calculate(node, a, b));
    case 'negate':
      return strict([node.of], env, (a) => inRange(node, typeof a === 'bigint' ? -a : -(a as number)));
    case 'has':
      return interpret(node.of, env) !== undefined;
    case 'call':
      return strict(node.args, env, (a, b) => call(node, a, b, env));
    case 'quantify':
      return quantify(node, env);
  }
}

/** An operation on known values; any unknown operand makes it unknown. */
function strict(nodes: readonly Node[], env: Environment, apply: (a: Value, b: Value) => Result): Result {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = interpret(node, env);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return apply(values[0] as Value, values[1] as Value);
}

function negated(value: Result): Result {
  return value === undefined ? undefined : value !== true;
}

function both(left: Result, right: () => Result): Result {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === undefined || other === undefined ? undefined : true;
}

function anyOf(values: readonly Result[]): Result {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

function calculate(node: Extract<Node, { op: 'arithmetic' }>, a: Value, b: Value): Result {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    return inRange(node, node.how === '+' ? a + b : node.how === '-' ? a - b : a * b);
  }
  const [x, y] = [a as number, b as number];
  return inRange(node, node.how === '+' ? x + y : node.how === '-' ? x - y : x * y);
}

function inRange(node: Node, value: bigint | number): Result {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const range = node.type === 'timestamp' ? timestampRange : node.type === 'duration' ? durationRange : intRange;
  return value >= range.from && value <= range.to ? value : undefined;
}

function call(node: Extract<Node, { op: 'call' }>, a: Value, b: Value, env: Environment): Result {
  switch (node.name) {
    case 'startsWith':
      return (a as string).startsWith(b as string);
    case 'endsWith':
      return (a as string).endsWith(b as string);
    case 'contains':
      return (a as string).includes(b as string);
    case 'matches':
      return matchesPattern(a as string, b as string);
    case 'lowerAscii':
      return (a as string).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    case 'size':
      return BigInt(typeof a === 'string' ? [...a].length : (a as readonly string[]).length);
    case 'timestamp':
      return typeof a === 'bigint' ? a : BigInt(startOfDay(env.zone, a as string)) * 1000n;
    case 'date':
      return typeof a === 'string'
        ? a
        : dateAt(env.zone, Number(((a as bigint) - ((((a as bigint) % 1000n) + 1000n) % 1000n)) / 1000n));
    case 'double':
      return Number(a);
  }
}

/** Environments of a quantifier's body, one for each row or element; undefined when unknown. */
export function bodies(node: Quantify, env: Environment): Environment[] | undefined {
  if ('relation' in node.over) {
    const rows = env.relations[node.over.relation];
    return rows?.map((row) => ({ ...env, rows: { ...env.rows, [node.variable]: row } }));
  }
  const list = interpret(node.over.list, env) as readonly string[] | undefined;
  return list?.map((element) => ({ ...env, elements: { ...env.elements, [node.variable]: element } }));
}

function quantify(node: Quantify, env: Environment): Result {
  const inner = bodies(node, env);
  if (!inner) return undefined;
  if (!node.test) return BigInt(inner.length);
  const test = node.test;
  const values = inner.map((e) => interpret(test, e));
  switch (node.how) {
    case 'exists':
      return anyOf(values);
    case 'all':
      return negated(anyOf(values.map(negated)));
    case 'exists_one': {
      const hits = values.filter((v) => v === true).length;
      if (hits > 1) return false;
      return values.includes(undefined) ? undefined : hits === 1;
    }
    case 'count':
      return values.includes(undefined) ? undefined : BigInt(values.filter((v) => v === true).length);
  }
}
