import type { Builtin } from './functions.ts';

/** Types of the expression language. `date` is a calendar date; `timestamp` an instant. */
export type Type = 'bool' | 'string' | 'int' | 'double' | 'date' | 'timestamp' | 'duration' | 'strings';

/** Values by type: int as bigint, timestamp and duration in microseconds, date as `2026-11-23`. */
export type Value = boolean | string | bigint | number | readonly string[];

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Quantifier = 'exists' | 'all' | 'exists_one' | 'count';
/** What becomes of gathered values: a list of texts, or the least or greatest of them. */
export type Gathering = 'list' | 'min' | 'max';

/** What a quantifier ranges over: the rows of a relation, or the elements of a `strings` value. */
export type Range = { relation: string } | { list: Node };

/** An expression after type checking; every operand has the type its operator needs. */
export type Node = { type: Type } & (
  | { op: 'literal'; value: Value }
  | { op: 'column'; row: string; name: string }
  | { op: 'element'; name: string }
  | { op: 'period'; end: 'from' | 'to' }
  | { op: 'not'; of: Node }
  | { op: 'and' | 'or'; left: Node; right: Node }
  | { op: 'compare'; how: Comparison; left: Node; right: Node }
  | { op: 'one-of'; of: Node; list: readonly Node[] }
  | { op: 'member'; of: Node; list: Node }
  | { op: 'if'; test: Node; yes: Node; no: Node }
  | { op: 'arithmetic'; how: Arithmetic; left: Node; right: Node }
  | { op: 'negate'; of: Node }
  | { op: 'has'; of: Node }
  | { op: 'call'; name: Builtin; args: readonly [Node, ...Node[]]; zone?: string }
  | { op: 'texts'; of: readonly Node[] }
  | { op: 'quantify'; how: Quantifier; over: Range; variable: string; test: Node | null }
  | { op: 'gather'; how: Gathering; over: Range; variable: string; test: Node | null; value: Node }
);

export type Quantify = Extract<Node, { op: 'quantify' }>;
/** `filter(x, test).map(x, value)` as a list of texts, or its least or greatest value. */
export type Gather = Extract<Node, { op: 'gather' }>;
export type Call = Extract<Node, { op: 'call' }>;

/** Nodes directly below. */
export function children(node: Node): readonly Node[] {
  switch (node.op) {
    case 'literal':
    case 'column':
    case 'element':
    case 'period':
      return [];
    case 'not':
    case 'negate':
    case 'has':
      return [node.of];
    case 'and':
    case 'or':
    case 'compare':
    case 'arithmetic':
      return [node.left, node.right];
    case 'one-of':
      return [node.of, ...node.list];
    case 'member':
      return [node.of, node.list];
    case 'if':
      return [node.test, node.yes, node.no];
    case 'call':
      return node.args;
    case 'texts':
      return node.of;
    case 'quantify':
      return [...('list' in node.over ? [node.over.list] : []), ...(node.test ? [node.test] : [])];
    case 'gather':
      return [...('list' in node.over ? [node.over.list] : []), ...(node.test ? [node.test] : []), node.value];
  }
}

/** A node and all below it. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

/** Timestamps lie in the years 1 to 9999 and durations within ten thousand years, as CEL says; in microseconds. */
export const timestampRange = { from: -62_135_596_800_000_000n, to: 253_402_300_799_999_999n } as const;
export const durationRange = { from: -315_576_000_000_000_000n, to: 315_576_000_000_000_000n } as const;
/** Dates lie in the years 1 to 9999; in days since 1970-01-01. */
export const dateRange = { from: -719_162, to: 2_932_896 } as const;
/** Characters of a text that `+`, `replace` or `join` make; a longer one is unknown. */
export const longestText = 10_000;
export const intRange = { from: -(2n ** 63n), to: 2n ** 63n - 1n } as const;
