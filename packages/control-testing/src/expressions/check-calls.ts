import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { checkAs, outside, type Checking } from './checking.ts';
import { ExpressionFault } from './fault.ts';
import { checkFunction } from './check-functions.ts';
import type { Arithmetic, Comparison, Node, Type } from './node.ts';
import { typeWords } from './scope.ts';

const comparisons: Partial<Record<string, Comparison>> = {
  '_==_': '==',
  '_!=_': '!=',
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
};
const arithmetic: Partial<Record<string, Arithmetic>> = { '_+_': '+', '_-_': '-', '_*_': '*', '_/_': '/', '_%_': '%' };
const ordered: readonly Type[] = ['string', 'int', 'double', 'date', 'timestamp', 'duration'];

/** Checks an operator or function. */
export function checkCall(call: Expr_Call, at: number, context: Checking): Node {
  const [first, second, third] = call.args;
  const how = comparisons[call.function];
  if (how) return compare(how, context.check(first, context), context.check(second, context), at);
  const sum = arithmetic[call.function];
  if (sum) return calculate(sum, context.check(first, context), context.check(second, context), at);
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
      return choose(
        checkAs(first, context, ['bool']),
        context.check(second, context),
        context.check(third, context),
        at,
      );
    case '@in':
      return within(context.check(first, context), second, at, context);
    default:
      return checkFunction(call, at, context);
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
  if (how !== '==' && how !== '!=' && !ordered.includes(left.type)) {
    throw new ExpressionFault(at, `${how} does not order ${typeWords[left.type]}.`);
  }
  return { op: 'compare', type: 'bool', how, left, right };
}

function calculate(how: Arithmetic, left: Node, right: Node, at: number): Node {
  const types = `${left.type}${how}${right.type}`;
  const type: Type | undefined =
    left.type === right.type && (left.type === 'int' || (left.type === 'double' && how !== '%'))
      ? left.type
      : (
          {
            'string+string': 'string',
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
  const days = left.type === 'date' && (how === '+' || how === '-');
  throw outside(
    at,
    `${typeWords[left.type]} ${how} ${typeWords[right.type]}`,
    numbers ? 'double(…) makes a number of a whole number' : days ? 'addDays(date, 3), daysBetween(from, to)' : null,
  );
}

function choose(test: Node, yes: Node, no: Node, at: number): Node {
  if (yes.type !== no.type)
    throw new ExpressionFault(at, `One branch gives ${typeWords[yes.type]}, the other ${typeWords[no.type]}.`);
  return { op: 'if', type: yes.type, test, yes, no };
}

function within(of: Node, list: Expr | undefined, at: number, context: Checking): Node {
  if (list?.exprKind.case === 'listExpr') {
    const elements = list.exprKind.value.elements.map((e) => context.check(e, context));
    if (elements.length === 0) throw new ExpressionFault(at, 'The list is empty.');
    if (of.type === 'strings') throw outside(at, 'A list within a list');
    for (const element of elements) comparable(of, element, at);
    return { op: 'one-of', type: 'bool', of, list: elements };
  }
  if (of.type !== 'string') throw new ExpressionFault(at, `${typeWords[of.type]} cannot stand in a list of texts.`);
  return { op: 'member', type: 'bool', of, list: checkAs(list, context, ['strings']) };
}
