import type { Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { check, checkAs, outside, type Checking } from './check.ts';
import { ExpressionFault } from './fault.ts';
import { walk, type Node, type Quantifier, type Range } from './node.ts';

const quantifiers: Partial<Record<string, Quantifier>> = {
  exists: 'exists',
  all: 'all',
  exists_one: 'exists_one',
  filter: 'count',
};

/** Checks `has`, `exists`, `all`, `exists_one` and `filter(…)`, which stands only before `.size()`. */
export function checkMacro(call: Expr_Call, at: number, context: Checking): Node {
  if (call.function === 'has') {
    const of = check(call.args[0], context);
    if (of.op !== 'column') throw outside(at, 'has(…) of anything but a column');
    return { op: 'has', type: 'bool', of };
  }
  const how = quantifiers[call.function];
  if (!how || call.args.length !== 2) throw outside(at, `The macro ${call.function}`);
  const [binding, body] = call.args;
  const variable = binding?.exprKind.case === 'identExpr' ? binding.exprKind.value.name : '';
  const { scope } = context;
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(variable) || variable === 'period') {
    throw new ExpressionFault(at, 'Name the row of the relation with a word of its own.', `${call.function}(r, …)`);
  }
  if (scope.rows.has(variable) || scope.relations.has(variable) || scope.elements.has(variable)) {
    throw new ExpressionFault(at, `${variable} already names something else.`, nextFree(variable, scope.rows.keys()));
  }
  const { over, inside } = range(call, variable, at, context);
  const test = checkAs(body, { ...context, scope: inside }, ['bool']);
  if ('relation' in over && [...walk(test)].some((n) => n.op === 'quantify' && 'relation' in n.over)) {
    throw outside(at, 'A relation inside a relation');
  }
  return { op: 'quantify', type: how === 'count' ? 'int' : 'bool', how, over, variable, test };
}

function range(
  call: Expr_Call,
  variable: string,
  at: number,
  context: Checking,
): { over: Range; inside: Checking['scope'] } {
  const { scope } = context;
  const name = call.target?.exprKind.case === 'identExpr' ? call.target.exprKind.value.name : undefined;
  const relation = name === undefined ? undefined : scope.relations.get(name);
  if (name !== undefined && relation !== undefined) {
    return { over: { relation: name }, inside: { ...scope, rows: new Map([...scope.rows, [variable, relation]]) } };
  }
  const list = checkAs(call.target, context, ['strings']);
  if (scope.elements.size > 0) throw outside(at, 'A list inside a list');
  return { over: { list }, inside: { ...scope, elements: new Set([...scope.elements, variable]) } };
}

function nextFree(variable: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  return ['r', 'x', 'e', 'row'].find((word) => word !== variable && !names.has(word)) ?? 'other';
}
