import type { Type } from './node.ts';

/** Operands by the types each may have, and the type of the answer. */
interface Signature {
  args: readonly (readonly Type[])[];
  /** How many of the operands at the end may be left out. */
  optional?: number;
  /** The answer has the type of the first operand where none is named. */
  gives: Type | null;
  /** A zone may follow, as a text that is written out. */
  zoned?: boolean;
}

const text = ['string'] as const;
const whole = ['int'] as const;
const list = ['strings'] as const;
const day = ['date', 'timestamp'] as const;
const numbers = ['int', 'double'] as const;
const dayField: Signature = { args: [['timestamp', 'date']], gives: 'int', zoned: true };
const timeField: Signature = { args: [['timestamp', 'duration']], gives: 'int', zoned: true };

/**
 * Functions as CEL and its extension of texts name them, and those of days, which CEL lacks. What
 * is written `a.f(b)` and what is written `f(a, b)` is the same here.
 */
export const functions = {
  startsWith: { args: [text, text], gives: 'bool' },
  endsWith: { args: [text, text], gives: 'bool' },
  contains: { args: [text, text], gives: 'bool' },
  matches: { args: [text, text], gives: 'bool' },
  lowerAscii: { args: [text], gives: 'string' },
  upperAscii: { args: [text], gives: 'string' },
  trim: { args: [text], gives: 'string' },
  substring: { args: [text, whole, whole], optional: 1, gives: 'string' },
  charAt: { args: [text, whole], gives: 'string' },
  indexOf: { args: [text, text], gives: 'int' },
  replace: { args: [text, text, text], gives: 'string' },
  split: { args: [text, text], gives: 'strings' },
  join: { args: [list, text], optional: 1, gives: 'string' },
  distinct: { args: [list], gives: 'strings' },
  '[]': { args: [list, whole], gives: 'string' },
  size: { args: [['string', 'strings']], gives: 'int' },
  string: { args: [['string', 'int', 'bool', 'date', 'timestamp']], gives: 'string' },
  int: { args: [['int', 'double', 'string']], gives: 'int' },
  double: { args: [['int', 'double', 'string']], gives: 'double' },
  date: { args: [day], gives: 'date' },
  timestamp: { args: [day], gives: 'timestamp' },
  abs: { args: [numbers], gives: null },
  least: { args: [numbers, numbers], gives: null },
  greatest: { args: [numbers, numbers], gives: null },
  getFullYear: dayField,
  getMonth: dayField,
  getDate: dayField,
  getDayOfMonth: dayField,
  getDayOfWeek: dayField,
  getDayOfYear: dayField,
  getHours: timeField,
  getMinutes: timeField,
  getSeconds: timeField,
  getMilliseconds: timeField,
  addDays: { args: [['date'], whole], gives: 'date' },
  daysBetween: { args: [day, day], gives: 'int' },
  addBusinessDays: { args: [day, whole], gives: 'date' },
  businessDaysBetween: { args: [day, day], gives: 'int' },
} as const satisfies Record<string, Signature>;

export type Builtin = keyof typeof functions;

/** Those of CEL's extension of numbers, written `math.abs(…)`. */
export const mathFunctions: readonly Builtin[] = ['abs', 'least', 'greatest'];

/** Those that ask which days are business days. */
export const businessFunctions: readonly Builtin[] = ['addBusinessDays', 'businessDaysBetween'];

/** The function of a name, if it is one that can be written so. */
export function signatureOf(name: string): ({ name: Builtin } & Signature) | undefined {
  const known: Partial<Record<string, Signature>> = functions;
  const signature = Object.hasOwn(functions, name) ? known[name] : undefined;
  return signature && { name: name as Builtin, ...signature };
}
