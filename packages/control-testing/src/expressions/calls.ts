import type { Environment } from './interpret.ts';
import type { Call, Value } from './node.ts';
import { matchesPattern } from './pattern.ts';
import {
  charAt,
  characters,
  distinct,
  indexOf,
  join,
  lowerAscii,
  numberOf,
  replace,
  split,
  substring,
  textOf,
  trim,
  upperAscii,
  wholeOf,
} from './text-functions.ts';
import { businessDaysFrom, dateOf, daysFrom, part, plusBusinessDays, plusDays, startOf } from './time-functions.ts';
import { inRange, order, type Result } from './values.ts';
import { zoneIn } from './zones.ts';

/** What a function answers for known operands. */
export function callValue(node: Call, values: readonly Value[], env: Environment): Result {
  const [a, b, c] = values as [Value, Value, Value];
  const text = a as string;
  switch (node.name) {
    case 'startsWith':
      return text.startsWith(b as string);
    case 'endsWith':
      return text.endsWith(b as string);
    case 'contains':
      return text.includes(b as string);
    case 'matches':
      return matchesPattern(text, b as string);
    case 'lowerAscii':
      return lowerAscii(text);
    case 'upperAscii':
      return upperAscii(text);
    case 'trim':
      return trim(text);
    case 'substring':
      return substring(text, b as bigint, c as bigint | undefined);
    case 'charAt':
      return charAt(text, b as bigint);
    case 'indexOf':
      return indexOf(text, b as string);
    case 'replace':
      return replace(text, b as string, c as string);
    case 'split':
      return split(text, b as string);
    case 'join':
      return join(a as readonly string[], (b as string | undefined) ?? '');
    case 'distinct':
      return distinct(a as readonly string[]);
    case '[]':
      return (b as bigint) < 0n ? undefined : (a as readonly string[])[Number(b)];
    case 'size':
      return BigInt(typeof a === 'string' ? characters(a) : (a as readonly string[]).length);
    case 'string':
      return textOf(a, node.args[0].type);
    case 'int':
      return wholeOf(a);
    case 'double':
      return numberOf(a);
    case 'abs':
      return typeof a === 'bigint' ? inRange(node, a < 0n ? -a : a) : Math.abs(a as number);
    case 'least':
      return values.reduce((best, value) => (order(value, best) < 0 ? value : best));
    case 'greatest':
      return values.reduce((best, value) => (order(value, best) > 0 ? value : best));
    case 'timestamp':
      return typeof a === 'string' ? startOf(env.zone, a) : a;
    case 'date':
      return typeof a === 'bigint' ? dateOf(env.zone, a) : a;
    case 'addDays':
      return plusDays(text, b as bigint);
    case 'daysBetween':
      return daysFrom(text, b as string);
    case 'addBusinessDays':
      return plusBusinessDays(env.calendar, text, b as bigint);
    case 'businessDaysBetween':
      return businessDaysFrom(env.calendar, text, b as string);
    default:
      return part(node.name, a as bigint | string, partOf(node), zoneIn(node.zone, env.zone));
  }
}

function partOf({ args: [of] }: Call): 'date' | 'timestamp' | 'duration' {
  return of.type === 'date' || of.type === 'duration' ? of.type : 'timestamp';
}
