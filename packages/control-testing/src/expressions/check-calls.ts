import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { check, checkAs, outside, type Checking } from './check.ts';
import { ExpressionFault } from './fault.ts';
import { parseDate, parseDuration, parseTimestamp } from './literals.ts';
import type { Comparison, Node, Type } from './node.ts';
import { checkPattern } from './pattern.ts';
import { typeWords } from './scope.ts';

const comparisons: Partial<Record<string, Comparison>> = {
  '_==_': '==',
  '_!=_': '!=',
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
};
const arithmetic: Partial<Record<string, '+' | '-' | '*'>> = { '_+_': '+', '_-_': '-', '_*_': '*' };
const ordered: readonly Type[] = ['string', 'int', 'double', 'date', 'timestamp', 'duration'];

/** Checks an operator or function. */
export function checkCall(call: Expr_Call, at: number, context: Checking): Node {
  const [first, second, third] = call.args;
  const how = comparisons[call.function];
  if (how) return compare(how, check(first, context), check(second, context), at);
  const sum = arithmetic[call.function];
  if (sum) return calculate(sum, check(first, context), check(second, context), at);
  switch (call.function) {
    case '_&&_':
    case '_||_':
      return {
        op: call.function === '_&&_' ? 'and' : 'or',
        type: 'bool',
        left: checkAs(first, context, ['bool']),
        right: checkAs(second, context, ['bool']),
      };
    case '!_':
      return { op: 'not', type: 'bool', of: checkAs(first, context, ['bool']) };
    case '-_': {
      const of = checkAs(first, context, ['int', 'double']);
      return { op: 'negate', type: of.type, of };
    }
    case '_?_:_':
      return choose(checkAs(first, context, ['bool']), check(second, context), check(third, context), at);
    case '@in':
      return within(check(first, context), second, at, context);
    default:
      return named(call, at, context);
  }
}

function comparable(left: Node, right: Node, at: number): void {
  const numbers = ['int', 'double'];
  if (left.type === right.type || (numbers.includes(left.type) && numbers.includes(right.type))) return;
  const mixed = [left.type, right.type].sort().join();
  throw new ExpressionFault(
    at,
    `${typeWords[left.type]} and ${typeWords[right.type]} cannot be compared.`,
    mixed === 'date,timestamp' ? 'date(…) gives the date of an instant, timestamp(…) the start of a date' : null,
  );
}

function compare(how: Comparison, left: Node, right: Node, at: number): Node {
  comparable(left, right, at);
  if (left.type === 'strings') throw outside(at, 'Comparing lists');
  if (how !== '==' && how !== '!=' && !ordered.includes(left.type)) {
    throw new ExpressionFault(at, `${how} does not order ${typeWords[left.type]}.`);
  }
  return { op: 'compare', type: 'bool', how, left, right };
}

function calculate(how: '+' | '-' | '*', left: Node, right: Node, at: number): Node {
  const types = `${left.type}${how}${right.type}`;
  const type: Type | undefined =
    left.type === right.type && (left.type === 'int' || left.type === 'double')
      ? left.type
      : (
          {
            'timestamp+duration': 'timestamp',
            'duration+timestamp': 'timestamp',
            'timestamp-duration': 'timestamp',
            'timestamp-timestamp': 'duration',
            'duration+duration': 'duration',
            'duration-duration': 'duration',
          } as const satisfies Record<string, Type> as Partial<Record<string, Type>>
        )[types];
  if (type) return { op: 'arithmetic', type, how, left, right };
  const numbers = [left.type, right.type].sort().join() === 'double,int';
  throw outside(
    at,
    `${typeWords[left.type]} ${how} ${typeWords[right.type]}`,
    numbers ? 'double(…) makes a number of a whole number' : null,
  );
}

function choose(test: Node, yes: Node, no: Node, at: number): Node {
  if (yes.type !== no.type)
    throw new ExpressionFault(at, `One branch gives ${typeWords[yes.type]}, the other ${typeWords[no.type]}.`);
  return { op: 'if', type: yes.type, test, yes, no };
}

function within(of: Node, list: Expr | undefined, at: number, context: Checking): Node {
  if (list?.exprKind.case === 'listExpr') {
    const elements = list.exprKind.value.elements.map((e) => check(e, context));
    if (elements.length === 0) throw new ExpressionFault(at, 'The list is empty.');
    if (of.type === 'strings') throw outside(at, 'A list within a list');
    for (const element of elements) comparable(of, element, at);
    return { op: 'one-of', type: 'bool', of, list: elements };
  }
  if (of.type !== 'string') throw new ExpressionFault(at, `${typeWords[of.type]} cannot stand in a list of texts.`);
  return { op: 'member', type: 'bool', of, list: checkAs(list, context, ['strings']) };
}

const functions = [
  'startsWith',
  'endsWith',
  'contains',
  'matches',
  'lowerAscii',
  'size',
  'timestamp',
  'date',
  'duration',
  'double',
];

function named(call: Expr_Call, at: number, context: Checking): Node {
  const args = call.target ? [call.target, ...call.args] : call.args;
  const [first, second] = args;
  const count = ['startsWith', 'endsWith', 'contains', 'matches'].includes(call.function) ? 2 : 1;
  if (!functions.includes(call.function)) throw outside(at, `The function ${call.function}`);
  if (args.length !== count || first === undefined) {
    throw new ExpressionFault(at, `${call.function} has the wrong number of operands.`);
  }
  const constant = literalText(args[count - 1]);
  switch (call.function) {
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return {
        op: 'call',
        type: 'bool',
        name: call.function,
        args: [checkAs(first, context, ['string']), checkAs(second, context, ['string'])],
      };
    case 'matches': {
      if (constant === undefined) throw outside(at, 'A pattern that is not written out');
      checkPattern(constant, at);
      const pattern: Node = { op: 'literal', type: 'string', value: constant };
      return { op: 'call', type: 'bool', name: 'matches', args: [checkAs(first, context, ['string']), pattern] };
    }
    case 'lowerAscii':
      return { op: 'call', type: 'string', name: 'lowerAscii', args: [checkAs(first, context, ['string'])] };
    case 'size':
      return size(first, context);
    case 'duration':
      if (constant === undefined) throw outside(at, 'A duration that is not written out', 'duration("72h")');
      return { op: 'literal', type: 'duration', value: parseDuration(constant, at) };
    case 'timestamp':
      if (constant !== undefined) return { op: 'literal', type: 'timestamp', value: parseTimestamp(constant, at) };
      return {
        op: 'call',
        type: 'timestamp',
        name: 'timestamp',
        args: [checkAs(first, context, ['date', 'timestamp'])],
      };
    case 'date':
      if (constant !== undefined) return { op: 'literal', type: 'date', value: parseDate(constant, at) };
      return { op: 'call', type: 'date', name: 'date', args: [checkAs(first, context, ['date', 'timestamp'])] };
    default:
      return { op: 'call', type: 'double', name: 'double', args: [checkAs(first, context, ['int', 'double'])] };
  }
}

/** Size of a text, a list, a relation or what a filter leaves of either. */
function size(of: Expr, context: Checking): Node {
  const relation = of.exprKind.case === 'identExpr' ? of.exprKind.value.name : undefined;
  if (relation !== undefined && context.scope.relations.has(relation) && !context.scope.rows.has(relation)) {
    return { op: 'quantify', type: 'int', how: 'count', over: { relation }, variable: '', test: null };
  }
  const macro = context.macro(of.id);
  if (macro?.exprKind.case === 'callExpr' && macro.exprKind.value.function === 'filter') return check(of, context);
  return { op: 'call', type: 'int', name: 'size', args: [checkAs(of, context, ['string', 'strings'])] };
}

function literalText(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = expr.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : undefined;
}
