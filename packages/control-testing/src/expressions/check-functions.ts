import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { checkAs, outside, type Checking } from './checking.ts';
import { checkGathered, macroOf } from './check-macros.ts';
import { ExpressionFault } from './fault.ts';
import { functions, mathFunctions, signatureOf } from './functions.ts';
import { parseDate, parseDuration, parseTimestamp } from './literals.ts';
import type { Node } from './node.ts';
import { checkPattern } from './pattern.ts';
import { nearest } from './suggest.ts';
import { isZone } from './zones.ts';

/** Checks a function by name. */
export function checkFunction(call: Expr_Call, at: number, context: Checking): Node {
  const called = call.function === '_[_]' ? '[]' : call.function;
  const isMath = isMathName(call.target, context);
  const args = call.target && !isMath ? [call.target, ...call.args] : call.args;
  const [first] = args;
  const constant = args.length === 1 ? literalText(first) : undefined;
  if (isMath) {
    if (!mathFunctions.some((name) => name === called)) throw unknownFunction(at, `math.${called}`, mathFunctions);
    return called === 'abs' ? plain('abs', args, at, context) : extreme(called, args, at, context);
  }
  switch (called) {
    case 'duration':
      if (constant === undefined) throw outside(at, 'A duration that is not written out', 'duration("72h")');
      return { op: 'literal', type: 'duration', value: parseDuration(constant, at) };
    case 'timestamp':
      if (constant !== undefined) return { op: 'literal', type: 'timestamp', value: parseTimestamp(constant, at) };
      break;
    case 'date':
      if (constant !== undefined) return { op: 'literal', type: 'date', value: parseDate(constant, at) };
      break;
    case 'min':
    case 'max':
      return checkGathered(called, first, at, context);
    case 'size':
      if (args.length === 1 && first) return size(first, at, context);
      break;
    default:
      if (mathFunctions.some((name) => name === called)) throw outside(at, `The function ${called}`, `math.${called}`);
  }
  return plain(called, args, at, context);
}

function unknownFunction(at: number, name: string, known: readonly string[]): ExpressionFault {
  return outside(at, `The function ${name}`, nearest(name, known));
}

/** A function of the table. */
function plain(name: string, args: readonly Expr[], at: number, context: Checking): Node {
  const signature = signatureOf(name);
  if (!signature) throw unknownFunction(at, name, [...Object.keys(functions), 'duration', 'min', 'max']);
  const most = signature.args.length;
  const zoned = signature.zoned === true && args.length === most + 1;
  if (!zoned && (args.length > most || args.length < most - (signature.optional ?? 0))) {
    throw new ExpressionFault(at, `${name} has the wrong number of operands.`);
  }
  const [first, ...others] = args.slice(0, most).map((arg, i) => checkAs(arg, context, signature.args[i] ?? []));
  if (!first) throw new ExpressionFault(at, `${name} has the wrong number of operands.`);
  const zone = zoned ? checkZone(args[most], first, at) : undefined;
  checkWritten(name, args, at);
  const operands: [Node, ...Node[]] =
    name === 'daysBetween' || name === 'businessDaysBetween' || name === 'addBusinessDays'
      ? [dated(first), ...others.map(dated)]
      : [first, ...others];
  const node = { op: 'call', type: signature.gives ?? first.type, name: signature.name, args: operands } as const;
  return zone === undefined ? node : { ...node, zone };
}

/** `math.least` and `math.greatest` of numbers of one type. */
function extreme(name: string, args: readonly Expr[], at: number, context: Checking): Node {
  const signature = signatureOf(name);
  const [first, ...others] = args.map((arg) => checkAs(arg, context, ['int', 'double']));
  if (!signature || !first) throw new ExpressionFault(at, `${name} has the wrong number of operands.`);
  if (others.some((other) => other.type !== first.type)) {
    throw outside(at, `${name} of whole and other numbers`, 'double(…) makes a number of a whole number');
  }
  return { op: 'call', type: first.type, name: signature.name, args: [first, ...others] };
}

/** Parts that both forms must know before they run: patterns and the text between joined texts. */
function checkWritten(name: string, args: readonly Expr[], at: number): void {
  if (name === 'matches') {
    const pattern = literalText(args[1]);
    if (pattern === undefined) throw outside(at, 'A pattern that is not written out');
    checkPattern(pattern, at);
  }
  if (name === 'join' && args[1] && literalText(args[1]) === undefined) {
    throw outside(at, 'A text between joined texts that is not written out', 'join(", ")');
  }
}

function checkZone(zone: Expr | undefined, of: Node, at: number): string {
  const name = literalText(zone);
  if (name === undefined) throw outside(at, 'A time zone that is not written out', '"Europe/Berlin"');
  if (of.type !== 'timestamp') throw new ExpressionFault(at, 'Only an instant is seen in a time zone.');
  if (!isZone(name)) throw new ExpressionFault(at, `${name} is no time zone.`, 'Europe/Berlin');
  return name;
}

/** The date of an instant in the organization's zone, where a date is meant. */
function dated(node: Node): Node {
  return node.type === 'timestamp' ? { op: 'call', type: 'date', name: 'date', args: [node] } : node;
}

function isMathName(target: Expr | undefined, { scope }: Checking): boolean {
  if (target?.exprKind.case !== 'identExpr' || target.exprKind.value.name !== 'math') return false;
  return !scope.rows.has('math') && !scope.relations.has('math') && !scope.elements.has('math');
}

/** Size of a text, a list, a relation or what a filter leaves of it. */
function size(of: Expr, at: number, context: Checking): Node {
  const { scope } = context;
  const name = of.exprKind.case === 'identExpr' ? of.exprKind.value.name : undefined;
  if (name !== undefined && scope.relations.has(name) && !scope.rows.has(name)) {
    return { op: 'quantify', type: 'int', how: 'count', over: { relation: name }, variable: '', test: null };
  }
  if (macroOf(of, context)?.function === 'filter') return context.check(of, { ...context, counted: true });
  return plain('size', [of], at, context);
}

function literalText(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = expr.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : undefined;
}
