import { hashOf } from './algorithms.ts';
import {
  contentOf,
  inside,
  integerOf,
  isTrue,
  isUniversal,
  malformed,
  octetsOf,
  oidOf,
  rawOf,
  readDer,
  smallIntegerOf,
  tagged,
  tags,
  type Node,
} from './der.ts';
import { TimestampError } from './error.ts';

const what = 'What the authority signed';

/** What an authority signs (RFC 3161 TSTInfo). */
export interface TstInfo {
  policy: string;
  /** SHA-256 of what was stamped. */
  imprint: Uint8Array;
  /** Content octets. */
  serial: Uint8Array;
  at: Date;
  /** How far off it may be, in milliseconds, rounded up; null where it is not said. */
  accuracyMs: number | null;
  /** Content octets; null without one. */
  nonce: Uint8Array | null;
  /** DER of the name that the authority goes by; null without one. */
  authority: Uint8Array | null;
}

/** @throws TimestampError `malformed`, `algorithm` for an imprint that is not SHA-256 */
export function readTstInfo(bytes: Uint8Array): TstInfo {
  const fields = inside(readDer(bytes, what), tags.sequence, what);
  const [version, policy, imprint, serial, time, ...optional] = fields;
  if (smallIntegerOf(version, what) !== 1) throw malformed(what);
  const take = (holds: (node: Node) => boolean): Node | undefined => {
    const [next] = optional;
    if (next === undefined || !holds(next)) return undefined;
    return optional.shift();
  };
  const accuracy = take((node) => isUniversal(node, tags.sequence));
  const ordering = take((node) => isUniversal(node, tags.boolean));
  const nonce = take((node) => isUniversal(node, tags.integer));
  const authority = take((node) => tagged(node, 0) !== undefined);
  const extensions = take((node) => tagged(node, 1) !== undefined);
  if (optional.length > 0 || (ordering !== undefined && contentOf(ordering).length !== 1)) throw malformed(what);
  if (extensions !== undefined) refuseCritical(tagged(extensions, 1) ?? []);
  const [name] = authority === undefined ? [] : (tagged(authority, 0) ?? []);
  return {
    policy: oidOf(policy, what),
    imprint: imprintOf(imprint),
    serial: integerOf(serial, what),
    at: instantOf(time),
    accuracyMs: accuracy === undefined ? null : accuracyOf(accuracy),
    nonce: nonce === undefined ? null : integerOf(nonce, what),
    authority: name === undefined ? null : rawOf(name),
  };
}

function imprintOf(node: Node | undefined): Uint8Array {
  const [algorithm, hashed, ...rest] = inside(node, tags.sequence, what);
  if (hashOf(algorithm, 'The imprint') !== 'sha256')
    throw new TimestampError('algorithm', 'The imprint is not a SHA-256, which was asked for.');
  const imprint = octetsOf(hashed, what);
  if (rest.length > 0 || imprint.length !== 32) throw malformed(what);
  return imprint;
}

/** GeneralizedTime in the form of RFC 3161: seconds, a fraction without trailing zeros or none, in UTC. */
function instantOf(node: Node | undefined): Date {
  if (!isUniversal(node, tags.generalizedTime)) throw malformed(what);
  const text = Buffer.from(contentOf(node)).toString('latin1');
  const [, y, mo, d, h, mi, s, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text) ?? [];
  if (y === undefined) throw malformed(what);
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // The calendar of Date turns a 31st of June into the 1st of July.
  if (Number.isNaN(at.getTime()) || at.getUTCDate() !== Number(d)) throw malformed(what);
  return at;
}

function accuracyOf(node: Node): number {
  const parts = inside(node, tags.sequence, what);
  let seconds = 0;
  let millis = 0;
  let micros = 0;
  for (const part of parts) {
    if (rawOf(part)[0] === tags.integer) {
      seconds = smallIntegerOf(part, what);
      continue;
    }
    const raw = contentOf(part);
    const value = raw.reduce((sum, byte) => sum * 256 + byte, 0);
    if (raw.length > 2 || value < 1 || value > 999) throw malformed(what);
    if (rawOf(part)[0] === 0x80) millis = value;
    else if (rawOf(part)[0] === 0x81) micros = value;
    else throw malformed(what);
  }
  return seconds * 1000 + millis + (micros === 0 ? 0 : 1);
}

/** Extensions that must be understood are not; others say nothing of the time. */
function refuseCritical(extensions: readonly Node[]): void {
  for (const extension of extensions) {
    const parts = inside(extension, tags.sequence, what);
    if (parts.length === 3 && isTrue(parts[1]))
      throw new TimestampError('malformed', 'The authority signed an extension that has to be understood, and is not.');
  }
}
