import { longestText, timestampRange, type Type, type Value } from './node.ts';
import { inRange, order, type Result } from './values.ts';

/** White space as Unicode defines it, which `trim` takes off. */
export const whiteSpace =
  ' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
const spaces = new Set(whiteSpace);

/** Texts that `int(…)` and `double(…)` read, for both forms of an expression. */
export const wholePattern = '[+-]?0*[0-9]{1,19}';
export const numberPattern = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?';

/** Number of characters (code points) of a text. */
export function characters(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i += 1) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) pairs += 1;
  return text.length - pairs;
}

export function upperAscii(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && spaces.has(text[from] ?? '')) from += 1;
  while (to > from && spaces.has(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}

/** Characters from one place up to another; unknown where a place lies outside of the text. */
export function substring(text: string, from: bigint, to?: bigint): Result {
  const all = Array.from(text);
  const end = to ?? BigInt(all.length);
  if (from < 0n || end < from || end > BigInt(all.length)) return undefined;
  return all.slice(Number(from), Number(end)).join('');
}

/** The character at a place; empty right behind the last. */
export function charAt(text: string, at: bigint): Result {
  const all = Array.from(text);
  return at < 0n || at > BigInt(all.length) ? undefined : (all[Number(at)] ?? '');
}

/** Place of the first occurrence in characters, -1 without one. */
export function indexOf(text: string, part: string): bigint {
  const at = text.indexOf(part);
  return at < 0 ? -1n : BigInt(characters(text.slice(0, at)));
}

/** Every occurrence replaced; unknown for an empty part and where the text would grow too long. */
export function replace(text: string, part: string, by: string): Result {
  if (part === '') return undefined;
  const pieces = text.split(part);
  const length = characters(text) + (pieces.length - 1) * (characters(by) - characters(part));
  return length > longestText ? undefined : pieces.join(by);
}

/** Pieces between separators; single characters where the separator is empty. */
export function split(text: string, separator: string): string[] {
  if (separator === '') return text === '' ? [''] : Array.from(text);
  return text.split(separator);
}

export function join(list: readonly string[], between: string): Result {
  const length = list.reduce((sum, text) => sum + characters(text), 0);
  return length + characters(between) * Math.max(list.length - 1, 0) > longestText ? undefined : list.join(between);
}

/** Each text once, in their order. */
export function distinct(list: readonly string[]): string[] {
  return [...new Set(list)].sort(order);
}

/** A value as CEL writes it: instants with as many digits of a second as there are. */
export function textOf(value: Value, type: Type): Result {
  if (type !== 'timestamp') return String(value);
  const micros = value as bigint;
  return micros < timestampRange.from || micros > timestampRange.to ? undefined : instantText(micros);
}

/** `2026-01-31T09:30:00Z`, of microseconds. */
export function instantText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}${rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`}Z`;
}

/** A whole number of a text, or of another number without what follows its point. */
export function wholeOf(value: Value): Result {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : undefined;
  const text = value as string;
  if (!new RegExp(`^(?:${wholePattern})$`).test(text)) return undefined;
  return inRange({ type: 'int' }, BigInt(text.replace(/^\+/, '')));
}

/** A number of a text or of a whole number. */
export function numberOf(value: Value): Result {
  if (typeof value !== 'string') return Number(value);
  if (!new RegExp(`^(?:${numberPattern})$`).test(value)) return undefined;
  return inRange({ type: 'double' }, Number(value));
}
