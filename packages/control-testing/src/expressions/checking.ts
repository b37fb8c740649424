import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { ExpressionFault } from './fault.ts';
import type { Node, Type } from './node.ts';
import { typeWords, type Scope } from './scope.ts';

/** What checking a CEL tree needs to know of its text. */
export interface Checking {
  /** Checks a part of the tree. */
  check(expr: Expr | undefined, inside: Checking): Node;
  scope: Scope;
  offset(id: bigint): number;
  /** The macro as written (`exists`, `has` …) whose expansion has this id. */
  macro(id: bigint): Expr | undefined;
  depth?: number;
  /** Whether `.size()` follows, so that `filter(…)` need only count. */
  counted?: boolean;
}

/** Checks and demands one of some types. */
export function checkAs(expr: Expr | undefined, context: Checking, wanted: readonly Type[]): Node {
  const node = context.check(expr, context);
  if (wanted.includes(node.type)) return node;
  const at = expr ? context.offset(expr.id) : 0;
  throw new ExpressionFault(
    at,
    `This is ${typeWords[node.type]}; ${wanted.map((t) => typeWords[t]).join(' or ')} is needed here.`,
  );
}

/** A fault for what CEL has and this language leaves out. */
export function outside(at: number, what: string, suggestion: string | null = null): ExpressionFault {
  return new ExpressionFault(at, `${what}: outside the supported language.`, suggestion);
}
