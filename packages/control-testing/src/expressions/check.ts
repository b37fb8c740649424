import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { checkCall } from './check-calls.ts';
import { checkMacro } from './check-macros.ts';
import { checkAs, outside, type Checking } from './checking.ts';
import { ExpressionFault } from './fault.ts';
import type { Node } from './node.ts';
import type { Scope } from './scope.ts';
import { nearest } from './suggest.ts';

const limits = { depth: 60 };

/** Types a CEL tree against a scope; a fault names what lies outside the language. */
export function check(expr: Expr | undefined, inside: Checking): Node {
  if (!expr) throw new ExpressionFault(0, 'A part of the expression is missing.');
  const context = { ...inside, depth: (inside.depth ?? 0) + 1 };
  const at = context.offset(expr.id);
  if (context.depth > limits.depth)
    throw new ExpressionFault(at, `The expression is nested deeper than ${limits.depth}.`);
  const macro = context.macro(expr.id);
  if (macro?.exprKind.case === 'callExpr') return checkMacro(macro.exprKind.value, at, context);
  switch (expr.exprKind.case) {
    case 'constExpr':
      return literal(expr.exprKind.value.constantKind, at);
    case 'identExpr':
      return name(expr.exprKind.value.name, at, context.scope);
    case 'selectExpr':
      return field(expr.exprKind.value.operand, expr.exprKind.value.field, at, context);
    case 'callExpr':
      return checkCall(expr.exprKind.value, at, context);
    case 'listExpr':
      return {
        op: 'texts',
        type: 'strings',
        of: expr.exprKind.value.elements.map((element) => checkAs(element, context, ['string'])),
      };
    default:
      throw outside(at, 'Maps and messages');
  }
}

function literal(constant: { case: string | undefined; value?: unknown }, at: number): Node {
  switch (constant.case) {
    case 'boolValue':
      return { op: 'literal', type: 'bool', value: constant.value as boolean };
    case 'int64Value':
      return { op: 'literal', type: 'int', value: constant.value as bigint };
    case 'doubleValue':
      if (!Number.isFinite(constant.value)) throw outside(at, 'A number that is not finite');
      return { op: 'literal', type: 'double', value: constant.value as number };
    case 'stringValue':
      if (String(constant.value).includes('\0')) throw outside(at, 'A text with a zero character');
      return { op: 'literal', type: 'string', value: constant.value as string };
    case 'nullValue':
      throw outside(at, 'null has no value to compare with', 'has(…) tells whether a column has a value');
    default:
      throw outside(at, 'Literals of this kind');
  }
}

function name(word: string, at: number, scope: Scope): Node {
  if (scope.elements.has(word)) return { op: 'element', type: 'string', name: word };
  if (scope.rows.has(word)) throw new ExpressionFault(at, `${word} is a row; name one of its columns.`, `${word}.…`);
  if (scope.relations.has(word)) {
    throw new ExpressionFault(
      at,
      `${word} is a relation; ask exists, all, exists_one, filter, map or size of it.`,
      `${word}.exists(r, …)`,
    );
  }
  if (word === 'period') throw new ExpressionFault(at, 'period has a first and a last day.', 'period.from');
  const known = [...scope.rows.keys(), ...scope.relations.keys(), ...scope.elements, 'period'];
  throw new ExpressionFault(at, `Nothing is named ${word}.`, nearest(word, known));
}

function field(operand: Expr | undefined, column: string, dot: number, { scope, offset }: Checking): Node {
  const at = dot + 1;
  if (operand?.exprKind.case !== 'identExpr') throw outside(at, 'A field of anything but a row');
  const row = operand.exprKind.value.name;
  if (row === 'period' && !scope.rows.has('period')) {
    if (column === 'from' || column === 'to') return { op: 'period', type: 'date', end: column };
    throw new ExpressionFault(at, `period has no ${column}; it has from and to.`, nearest(column, ['from', 'to']));
  }
  const known = scope.rows.get(row);
  if (!known) {
    name(row, offset(operand.id), scope);
    throw outside(at, `A field of ${row}, which is a text`);
  }
  const type = known.columns.get(column);
  if (type !== undefined) return { op: 'column', type, row, name: column };
  const near = nearest(column, [...known.columns.keys()]);
  throw new ExpressionFault(at, `The population ${known.kind} has no column ${column}.`, near);
}
