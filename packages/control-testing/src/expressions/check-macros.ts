import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { checkAs, outside, type Checking } from './checking.ts';
import { ExpressionFault } from './fault.ts';
import { walk, type Gathering, type Node, type Quantifier, type Range, type Type } from './node.ts';

const quantifiers: Partial<Record<string, Quantifier>> = {
  exists: 'exists',
  all: 'all',
  exists_one: 'exists_one',
};
const ordered: readonly Type[] = ['string', 'int', 'double', 'date', 'timestamp', 'duration'];

/** What a macro ranges over, and how its body names a row or element. */
interface Bound {
  over: Range;
  variable: string;
  inside: Checking;
}

/** Checks `has`, `exists`, `all`, `exists_one`, `filter` and `map`. */
export function checkMacro(call: Expr_Call, at: number, context: Checking): Node {
  switch (call.function) {
    case 'has': {
      const of = context.check(call.args[0], context);
      if (of.op !== 'column') throw outside(at, 'has(…) of anything but a column');
      return { op: 'has', type: 'bool', of };
    }
    case 'map':
      return mapped('list', call, at, context);
    case 'filter':
      return filtered(call, at, context);
    default: {
      const how = quantifiers[call.function];
      if (!how || call.args.length !== 2) throw outside(at, `The macro ${call.function}`);
      const bound = bind(call, at, { ...context, counted: false });
      return quantifier(how, bound, bodyOf(bound, call.args[1], ['bool'], at));
    }
  }
}

/** The macro an expression was written as. */
export function macroOf(expr: Expr | undefined, context: Checking): Expr_Call | undefined {
  const macro = expr && context.macro(expr.id);
  return macro?.exprKind.case === 'callExpr' ? macro.exprKind.value : undefined;
}

/** `….map(r, r.at).min()` and `max()`. */
export function checkGathered(how: 'min' | 'max', of: Expr | undefined, at: number, context: Checking): Node {
  const macro = macroOf(of, context);
  if (macro?.function !== 'map') throw outside(at, `${how} of anything but map(…)`, `map(r, …).${how}()`);
  return mapped(how, macro, at, context);
}

function quantifier(how: Quantifier, { over, variable }: Bound, test: Node): Node {
  return { op: 'quantify', type: how === 'count' ? 'int' : 'bool', how, over, variable, test };
}

/** `filter(…)` counts where `.size()` follows; of a list it is also a list. */
function filtered(call: Expr_Call, at: number, context: Checking): Node {
  if (call.args.length !== 2) throw outside(at, 'This form of filter');
  const bound = bind(call, at, { ...context, counted: false });
  const test = bodyOf(bound, call.args[1], ['bool'], at);
  if (context.counted) return quantifier('count', bound, test);
  const { over, variable } = bound;
  if ('relation' in over) {
    throw outside(at, 'Rows of a relation as a value', `${over.relation}.filter(r, …).size()`);
  }
  const value: Node = { op: 'element', type: 'string', name: variable };
  return { op: 'gather', type: 'strings', how: 'list', over, variable, test, value };
}

/** `map(x, value)` or `map(x, test, value)`, of a relation also after `filter(x, test)`. */
function mapped(how: Gathering, call: Expr_Call, at: number, context: Checking): Node {
  const outer = { ...context, counted: false };
  const filter = macroOf(call.target, outer);
  const target = filter?.function === 'filter' ? filter.target?.exprKind : undefined;
  const ofRelation = target?.case === 'identExpr' && outer.scope.relations.has(target.value.name);
  const bound = bind(ofRelation && filter ? { ...call, target: filter.target } : call, at, outer);
  const tests: Node[] = [];
  if (ofRelation && filter) {
    if (variableOf(filter) !== bound.variable) {
      throw outside(at, 'One row with two names', `filter(${bound.variable}, …).map(${bound.variable}, …)`);
    }
    tests.push(bodyOf(bound, filter.args[1], ['bool'], at));
  }
  if (call.args.length === 3) tests.push(bodyOf(bound, call.args[1], ['bool'], at));
  if (call.args.length > 3) throw outside(at, 'This form of map');
  const value = bodyOf(bound, call.args.at(-1), how === 'list' ? ['string'] : ordered, at);
  const [left, right] = tests;
  const test: Node | null = left && right ? { op: 'and', type: 'bool', left, right } : (left ?? null);
  const { over, variable } = bound;
  return { op: 'gather', type: how === 'list' ? 'strings' : value.type, how, over, variable, test, value };
}

function variableOf({ args: [binding] }: Pick<Expr_Call, 'args'>): string {
  return binding?.exprKind.case === 'identExpr' ? binding.exprKind.value.name : '';
}

function bind(call: Pick<Expr_Call, 'function' | 'args' | 'target'>, at: number, context: Checking): Bound {
  const variable = variableOf(call);
  const { scope } = context;
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(variable) || variable === 'period') {
    throw new ExpressionFault(at, 'Name the row of the relation with a word of its own.', `${call.function}(r, …)`);
  }
  if (scope.rows.has(variable) || scope.relations.has(variable) || scope.elements.has(variable)) {
    throw new ExpressionFault(at, `${variable} already names something else.`, nextFree(variable, scope.rows.keys()));
  }
  const name = call.target?.exprKind.case === 'identExpr' ? call.target.exprKind.value.name : undefined;
  const relation = name === undefined ? undefined : scope.relations.get(name);
  if (name !== undefined && relation !== undefined) {
    const rows = new Map([...scope.rows, [variable, relation]]);
    return { over: { relation: name }, variable, inside: { ...context, scope: { ...scope, rows } } };
  }
  const list = checkAs(call.target, context, ['strings']);
  if (scope.elements.size > 0) throw outside(at, 'A list inside a list');
  const elements = new Set([...scope.elements, variable]);
  return { over: { list }, variable, inside: { ...context, scope: { ...scope, elements } } };
}

/** A body of a macro; that of a relation is computed once for all items, so it can ask only what is in reach. */
function bodyOf({ over, inside }: Bound, body: Expr | undefined, wanted: readonly Type[], at: number): Node {
  const node = checkAs(body, inside, wanted);
  if (!('relation' in over)) return node;
  for (const n of walk(node)) {
    if ((n.op === 'quantify' || n.op === 'gather') && 'relation' in n.over) {
      throw outside(at, 'A relation inside a relation');
    }
    if (n.op === 'element' && inside.scope.elements.has(n.name)) {
      throw outside(at, 'An element of a list inside a relation');
    }
  }
  return node;
}

function nextFree(variable: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  return ['r', 'x', 'e', 'row'].find((word) => word !== variable && !names.has(word)) ?? 'other';
}
