import { Malformed } from './broken.ts';
import { textOf } from './bytes.ts';

/**
 * Canonical JSON (RFC 8785) of a value that came from JSON.
 * @throws Malformed for a string that is no Unicode text and a number that JSON can't hold.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    // Sorted by UTF-16 code units, as RFC 8785 asks and `<` compares.
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  if (typeof value === 'string' && !value.isWellFormed()) throw new Malformed('A string is not valid Unicode.');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Malformed('A number is too large.');
  return JSON.stringify(value);
}

/**
 * The value of a document in canonical JSON.
 * @throws Malformed for any other bytes: a name twice, a space too many, another spelling of a number.
 */
export function readCanonicalJson(bytes: Uint8Array, what: string): unknown {
  const text = textOf(bytes, what);
  let value: unknown;
  let again: string | undefined;
  try {
    value = JSON.parse(text);
    again = canonicalJson(value);
  } catch (error) {
    // A RangeError is a document nested deeper than the stack.
    if (!(error instanceof SyntaxError || error instanceof Malformed || error instanceof RangeError)) throw error;
  }
  if (again !== text) throw new Malformed(`${what} is not canonical JSON.`);
  return value;
}
