import { fromBER, ObjectIdentifier, type BaseBlock } from 'asn1js';
import { TimestampError } from './error.ts';

/** One ASN.1 value as it was read. */
export type Node = BaseBlock;

/** First octets of the universal values that are read here: number, and whether others lie within. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads one value that fills the bytes, in DER: the parser takes BER too, in which the same value has many forms.
 * @throws TimestampError `malformed`
 */
export function readDer(bytes: Uint8Array, what: string): Node {
  if (endOfDer(bytes, 0, bytes.length, 0) !== bytes.length) throw malformed(what);
  const { result, offset } = parsed(bytes, what);
  if (offset !== bytes.length || result.error !== '') throw malformed(what);
  return result;
}

/** The parser returns some of what is wrong and throws the rest. */
function parsed(bytes: Uint8Array, what: string): ReturnType<typeof fromBER> {
  try {
    return fromBER(bytes);
  } catch {
    throw malformed(what);
  }
}

/** Values within a sequence, set or explicit tag. @throws TimestampError `malformed` where it is none. */
export function inside(node: Node | undefined, tag: number, what: string): Node[] {
  if (node === undefined || !isUniversal(node, tag)) throw malformed(what);
  return children(node);
}

/** Values within a context-specific tag; undefined where the value is another. */
export function tagged(node: Node | undefined, tag: number): Node[] | undefined {
  return node !== undefined && rawOf(node)[0] === (0xa0 | tag) ? children(node) : undefined;
}

export function isUniversal(node: Node | undefined, tag: number): node is Node {
  return node !== undefined && rawOf(node)[0] === tag;
}

/** The bytes of a value with its tag and length, as they were read. */
export function rawOf(node: Node): Uint8Array {
  return node.valueBeforeDecodeView;
}

export function oidOf(node: Node | undefined, what: string): string {
  if (!(node instanceof ObjectIdentifier) || !isUniversal(node, tags.oid)) throw malformed(what);
  return node.getValue();
}

/** Bytes of an integer in their shortest form, two's complement. */
export function integerOf(node: Node | undefined, what: string): Uint8Array {
  if (!isUniversal(node, tags.integer)) throw malformed(what);
  const bytes = contentOf(node);
  const [first = 0, second = 0] = bytes;
  const padded = bytes.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (bytes.length === 0 || padded) throw malformed(what);
  return bytes;
}

/** An integer from 0 to 2^31 - 1. */
export function smallIntegerOf(node: Node | undefined, what: string): number {
  const bytes = integerOf(node, what);
  if (bytes.length > 4 || (bytes[0] ?? 0) >= 0x80) throw malformed(what);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function octetsOf(node: Node | undefined, what: string): Uint8Array {
  if (!isUniversal(node, tags.octetString)) throw malformed(what);
  return contentOf(node);
}

/** Whether each bit is set, the first one first. */
export function bitsOf(node: Node | undefined, what: string): boolean[] {
  if (!isUniversal(node, tags.bitString)) throw malformed(what);
  const [unused = 8, ...bytes] = contentOf(node);
  if (unused > 7 || (bytes.length === 0 && unused > 0)) throw malformed(what);
  return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte & (0x80 >> bit)) !== 0));
}

/** TRUE in its one form; a FALSE that is the default is not written. */
export function isTrue(node: Node | undefined): boolean {
  return node !== undefined && isUniversal(node, tags.boolean) && contentOf(node)[0] === 0xff;
}

/** The bytes of a value without its tag and length. */
export function contentOf(node: Node): Uint8Array {
  const raw = rawOf(node);
  const length = raw[1] ?? 0;
  return raw.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function malformed(what: string): TimestampError {
  return new TimestampError('malformed', `${what} is not in the form that RFC 3161 prescribes.`);
}

function children(node: Node): Node[] {
  const { value } = node.valueBlock as unknown as { value: Node[] };
  return value;
}

/** Values lie within values no deeper than this. */
const mostDepth = 24;

/** Where the value at `at` ends; -1 where it is not DER: every length definite, shortest and within what holds it. */
function endOfDer(bytes: Uint8Array, at: number, limit: number, depth: number): number {
  const tag = bytes[at];
  const short = bytes[at + 1];
  // Tags of more than one byte occur nowhere here; a tag of zero ends the indefinite lengths of BER.
  if (tag === undefined || short === undefined || tag === 0 || (tag & 0x1f) === 0x1f || depth > mostDepth) return -1;
  let length = short;
  let from = at + 2;
  if (short >= 0x80) {
    const count = short & 0x7f;
    if (count === 0 || count > 3 || bytes[from] === 0) return -1;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[from + i] ?? 0);
    if (length < 0x80) return -1;
    from += count;
  }
  const end = from + length;
  if (end > limit) return -1;
  if ((tag & 0x20) === 0) return end;
  for (let next = from; next < end;) {
    next = endOfDer(bytes, next, end, depth + 1);
    if (next < 0) return -1;
  }
  return end;
}
