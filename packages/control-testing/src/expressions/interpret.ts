import type { Period } from '@tickmark/core';
import type { BusinessCalendar, Zone } from '../time/index.ts';
import { calculate, negative } from './arithmetic.ts';
import { callValue } from './calls.ts';
import type { Gather, Node, Quantify, Value } from './node.ts';
import { holds, order, type Result } from './values.ts';

/** Values of one row by column; null where the source says nothing. */
export type Cells = Readonly<Record<string, Value | null>>;

export interface Environment {
  rows: Readonly<Record<string, Cells>>;
  elements: Readonly<Record<string, string>>;
  /** Rows that belong to the item; undefined when that could not be told. */
  relations: Readonly<Record<string, readonly Cells[] | undefined>>;
  zone: Zone;
  calendar: BusinessCalendar;
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
      return strict([node.of], env, (a) => negative(node, a));
    case 'has':
      return interpret(node.of, env) !== undefined;
    case 'call':
      return strict(node.args, env, (...values) => callValue(node, values, env));
    case 'texts':
      return strict(node.of, env, (...values) => values as string[]);
    case 'quantify':
      return quantify(node, env);
    case 'gather':
      return gather(node, env);
  }
}

/** An operation on known values; any unknown operand makes it unknown. */
function strict(
  nodes: readonly Node[],
  env: Environment,
  apply: (a: Value, b: Value, ...more: Value[]) => Result,
): Result {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = interpret(node, env);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return apply(...(values as [Value, Value]));
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

/** Environments of a quantifier's body, one for each row or element; undefined when unknown. */
export function bodies(node: Quantify | Gather, env: Environment): Environment[] | undefined {
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

/** Values of the rows or elements a filter leaves; unknown where one of them is, or whether it is left. */
function gather(node: Gather, env: Environment): Result {
  const values: Value[] = [];
  for (const inner of bodies(node, env) ?? [undefined]) {
    const left = inner && node.test ? interpret(node.test, inner) : true;
    if (left === false) continue;
    const value = inner && left === true ? interpret(node.value, inner) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  if (node.how === 'list') return values as string[];
  const wanted = node.how === 'min' ? -1 : 1;
  const [first, ...others] = values;
  return others.reduce((best: Result, v) => (order(v, best as Value) === wanted ? v : best), first);
}
