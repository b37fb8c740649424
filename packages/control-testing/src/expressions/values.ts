import { durationRange, intRange, timestampRange, type Comparison, type Node, type Value } from './node.ts';

/** `undefined` is unknown: it makes an attribute unverified. */
export type Result = Value | undefined;

/** A whole number, instant, duration or other number; unknown outside of its range. */
export function inRange(node: { type: Node['type'] }, value: bigint | number | undefined): Result {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const range = node.type === 'timestamp' ? timestampRange : node.type === 'duration' ? durationRange : intRange;
  return value >= range.from && value <= range.to ? value : undefined;
}

/** Order of two values of one type: texts by code point, false before true, lists as their texts. */
export function order(a: Value, b: Value): number {
  if (typeof a === 'object' && typeof b === 'object') {
    const at = a.findIndex((text, i) => text !== b[i]);
    return at < 0 || at >= b.length ? Math.sign(a.length - b.length) : order(a[at] ?? '', b[at] ?? '');
  }
  if (typeof a === 'string' && typeof b === 'string') return Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (typeof a !== typeof b) {
    const [x, y] = [Number(a), Number(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a comparison holds for an order. */
export function holds(how: Comparison, sign: number): boolean {
  switch (how) {
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}
