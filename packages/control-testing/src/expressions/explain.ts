import { bodies, interpret, type Environment } from './interpret.ts';
import type { Comparison, Gather, Node, Quantify, Value } from './node.ts';
import { instantText } from './text-functions.ts';
import { order, type Result } from './values.ts';

const mostReasons = 4;

/**
 * Why an expression has the value it has, with the operands in words: `reviewer ann@x = author
 * ann@x; none of 1 reviews meets it`.
 */
export function explain(node: Node, env: Environment): string {
  return [...new Set(reasons(node, env))].join('; ');
}

function reasons(node: Node, env: Environment): string[] {
  const value = interpret(node, env);
  switch (node.op) {
    case 'not':
      return reasons(node.of, env);
    case 'and':
    case 'or': {
      const sides = [node.left, node.right].map((side) => ({ side, value: interpret(side, env) }));
      const deciding = sides.filter((s) => s.value === value);
      return (deciding.length > 0 ? deciding : sides).flatMap(({ side }) => reasons(side, env));
    }
    case 'if': {
      const test = interpret(node.test, env);
      if (test === undefined) return reasons(node.test, env);
      return [...reasons(node.test, env), ...reasons(test === true ? node.yes : node.no, env)];
    }
    case 'compare':
      return [comparison(node, env)];
    case 'one-of': {
      const of = interpret(node.of, env);
      if (of === undefined) return unknown(node.of, env);
      const list = node.list.map((e) => operand(e, env)).join(', ');
      return [
        value === undefined
          ? `${operand(node.of, env)} compared with ${list}: could not be told`
          : `${operand(node.of, env)} is ${value === true ? '' : 'not '}one of ${list}`,
      ];
    }
    case 'member': {
      if (value === undefined) return [...unknown(node.of, env), ...unknown(node.list, env)];
      return [`${operand(node.of, env)} is ${value === true ? '' : 'not '}among ${operand(node.list, env)}`];
    }
    case 'has':
      return [`${operand(node.of, env)}`];
    case 'call':
      if (node.type === 'bool') return callWords(node, env, value);
      return [operand(node, env)];
    case 'quantify':
      return quantifierWords(node, env, value);
    default:
      return [value === undefined ? unknown(node, env).join('; ') : operand(node, env)];
  }
}

function comparison(node: Extract<Node, { op: 'compare' }>, env: Environment): string {
  const left = interpret(node.left, env);
  const right = interpret(node.right, env);
  if (left === undefined || right === undefined)
    return [...unknown(node.left, env), ...unknown(node.right, env)].join('; ');
  return `${operand(node.left, env)} ${actual(node.how, order(left, right))} ${operand(node.right, env)}`;
}

function actual(how: Comparison, sign: number): string {
  if (sign === 0) return '=';
  if (how === '==' || how === '!=') return '≠';
  return sign < 0 ? '<' : '>';
}

function callWords(node: Extract<Node, { op: 'call' }>, env: Environment, value: Result): string[] {
  const [first, second] = node.args;
  if (value === undefined || !second) return node.args.flatMap((a) => unknown(a, env));
  const verbs: Partial<Record<string, [string, string]>> = {
    startsWith: ['starts with', 'does not start with'],
    endsWith: ['ends with', 'does not end with'],
    contains: ['contains', 'does not contain'],
    matches: ['matches', 'does not match'],
  };
  const verb = verbs[node.name]?.[value === true ? 0 : 1] ?? node.name;
  return [`${operand(first, env)} ${verb} ${operand(second, env)}`];
}

function quantifierWords(node: Quantify, env: Environment, value: Result): string[] {
  const name = rangeName(node);
  const inner = bodies(node, env);
  if (!inner)
    return 'list' in node.over ? unknown(node.over.list, env) : [`which ${name} belong to it could not be told`];
  if (inner.length === 0) return [`no ${name}`];
  if (!node.test) return [`${inner.length} ${name}`];
  const test = node.test;
  const results = inner.map((e) => ({ e, holds: interpret(test, e) }));
  const hits = results.filter((r) => r.holds === true).length;
  const doubtful = results.filter((r) => r.holds === undefined);
  const shown =
    value === undefined ? doubtful : results.filter((r) => r.holds === (node.how !== 'all' && value === true));
  const said = [...new Set(shown.flatMap(({ e }) => reasons(test, e)))];
  const more = said.length > mostReasons ? [`and ${said.length - mostReasons} more`] : [];
  const total = `of ${inner.length} ${name}`;
  const unsure = doubtful.length > 0 ? `, ${doubtful.length} could not be told` : '';
  const sum =
    hits === 0 && doubtful.length === 0
      ? `none ${total} meets it`
      : `${hits} ${total} ${hits === 1 ? 'meets' : 'meet'} it${unsure}`;
  return [...said.slice(0, mostReasons), ...more, sum];
}

function unknownGathered(node: Gather, env: Environment): string[] {
  const name = rangeName(node);
  const inner = bodies(node, env);
  if (!inner)
    return 'list' in node.over ? unknown(node.over.list, env) : [`which ${name} belong to it could not be told`];
  const missing = inner.flatMap((e) => [...(node.test ? unknown(node.test, e) : []), ...unknown(node.value, e)]);
  return missing.length > 0 ? [...new Set(missing)].slice(0, mostReasons) : [`no ${name}`];
}

function rangeName(node: Quantify | Gather): string {
  if ('relation' in node.over) return words(node.over.relation);
  return node.over.list.op === 'column' ? words(node.over.list.name) : 'elements';
}

/** Which columns an unknown value comes from. */
function unknown(node: Node, env: Environment): string[] {
  if (interpret(node, env) !== undefined) return [];
  switch (node.op) {
    case 'column':
      return [`${words(node.name)} is missing`];
    case 'arithmetic': {
      const missing = [...unknown(node.left, env), ...unknown(node.right, env)];
      return missing.length > 0 ? missing : [outOfRange(node)];
    }
    case 'call': {
      const missing = node.args.flatMap((a) => unknown(a, env));
      return missing.length > 0
        ? missing
        : [`${node.name} has no answer for ${node.args.map((a) => operand(a, env)).join(', ')}`];
    }
    case 'texts':
      return node.of.flatMap((a) => unknown(a, env));
    case 'gather':
      return unknownGathered(node, env);
    case 'negate':
      return unknown(node.of, env);
    default:
      return reasons(node, env);
  }
}

function outOfRange({ how, type }: Extract<Node, { op: 'arithmetic' }>): string {
  if (type === 'string') return 'a text would be too long';
  if (how === '/' || how === '%') return 'a number leaves its range or is divided by zero';
  return 'a number or instant leaves its range';
}

/** An operand with its name and value: `author ann@x`, `"approved"`. */
function operand(node: Node, env: Environment): string {
  const value = interpret(node, env);
  const shown = value === undefined ? 'missing' : valueWords(node, value);
  switch (node.op) {
    case 'column':
      return `${words(node.name)} ${shown}`;
    case 'period':
      return `the period's ${node.end === 'from' ? 'first' : 'last'} day ${shown}`;
    case 'arithmetic':
      return `${operand(node.left, env)} ${node.how} ${operand(node.right, env)}`;
    case 'call':
      if (node.name === 'size') return `size of ${operand(node.args[0], env)}`;
      return node.name === 'lowerAscii' ? operand(node.args[0], env) : `${operand(node.args[0], env)} (${shown})`;
    case 'quantify':
      return node.type === 'int' ? `number of ${rangeName(node)} ${shown}` : shown;
    default:
      return shown;
  }
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function valueWords(node: Node, value: Value): string {
  if (node.type === 'timestamp') return instantText(value as bigint);
  if (node.type === 'duration') return durationWords(value as bigint);
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.join(', ');
  if (node.op === 'literal' && node.type === 'string') return `"${String(value)}"`;
  return value === '' ? '(empty)' : String(value);
}

function durationWords(micros: bigint): string {
  const hours = Number(micros) / 3_600_000_000;
  const rounded = Math.round(hours * 100) / 100;
  return Math.abs(rounded) >= 48 && rounded % 24 === 0 ? `${rounded / 24} days` : `${rounded} hours`;
}
