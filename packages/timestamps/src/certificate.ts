import { X509Certificate, type KeyObject } from 'node:crypto';
import { checkCertificateSignature } from './algorithms.ts';
import {
  bitsOf,
  inside,
  integerOf,
  isTrue,
  octetsOf,
  oidOf,
  rawOf,
  readDer,
  sameBytes,
  smallIntegerOf,
  tagged,
  tags,
  type Node,
} from './der.ts';
import { TimestampError } from './error.ts';

/** A certificate (RFC 5280), as far as timestamps need it. */
export interface Certificate {
  der: Uint8Array;
  /** For what OpenSSL decides: who issued whom, and signatures. */
  x509: X509Certificate;
  key: KeyObject;
  /** Common name of the subject, else its organization, else the subject as a whole. */
  name: string;
  /** DER of the name, of the issuer, and of the serial number. */
  subject: Uint8Array;
  issuer: Uint8Array;
  serial: Uint8Array;
  /** DER of each name of the subject as a GeneralName: the distinguished one and the alternative ones. */
  names: readonly Uint8Array[];
  /** Null without the extension. */
  keyIdentifier: Uint8Array | null;
  from: Date;
  to: Date;
  /** Null without the extension. */
  basic: { ca: boolean; pathLength: number | null } | null;
  keyUsage: readonly boolean[] | null;
  extendedKeyUsage: { critical: boolean; purposes: readonly string[] } | null;
  /** Signs itself, so that nothing above it could be named. */
  root: boolean;
}

const ids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const;
/** Those that may be critical: they are read, or ask nothing of a timestamp. */
const understood: ReadonlySet<string> = new Set([
  ids.keyUsage,
  ids.subjectAltName,
  ids.basicConstraints,
  ids.certificatePolicies,
  ids.extendedKeyUsage,
]);
const commonName = '2.5.4.3';
const organizationName = '2.5.4.10';

/** @throws TimestampError `malformed`, `algorithm`, `certificate` for an extension that nobody here can follow. */
export function readCertificate(der: Uint8Array): Certificate {
  const what = 'A certificate';
  const { x509, key, signsItself } = opened(der);
  const [signed, algorithm, , ...rest] = inside(readDer(der, what), tags.sequence, what);
  const fields = inside(signed, tags.sequence, what);
  const version = tagged(fields[0], 0);
  if (rest.length > 0 || version === undefined || smallIntegerOf(version[0], what) !== 2)
    throw new TimestampError('certificate', 'A certificate is not of version 3.');
  const [, serial, innerAlgorithm, issuer, , subject, , ...after] = fields;
  if (serial === undefined || issuer === undefined || subject === undefined || algorithm === undefined)
    throw new TimestampError('malformed', 'A certificate lacks a field.');
  const name = nameIn(subject) ?? x509.subject.replaceAll('\n', ', ');
  const about = `The certificate of ${name}`;
  if (innerAlgorithm === undefined || !sameBytes(rawOf(innerAlgorithm), rawOf(algorithm)))
    throw new TimestampError('malformed', `${about} names two signature algorithms.`);
  const root = sameBytes(rawOf(issuer), rawOf(subject)) && signsItself;
  // Nothing rests on the signature of a root on itself.
  if (!root) checkCertificateSignature(algorithm, about);
  const extensions = readExtensions(after, about);
  const at = (id: string): Node | undefined => extensions.get(id)?.value;
  const usage = at(ids.keyUsage);
  const others = at(ids.subjectAltName);
  const keyIdentifier = at(ids.subjectKeyIdentifier);
  return {
    der,
    x509,
    key,
    name,
    subject: rawOf(subject),
    issuer: rawOf(issuer),
    serial: integerOf(serial, about),
    names: [
      directoryName(rawOf(subject)),
      ...(others === undefined ? [] : inside(others, tags.sequence, about).map(rawOf)),
    ],
    keyIdentifier: keyIdentifier === undefined ? null : octetsOf(keyIdentifier, about),
    from: new Date(x509.validFrom),
    to: new Date(x509.validTo),
    basic: basicIn(at(ids.basicConstraints), about),
    keyUsage: usage === undefined ? null : bitsOf(usage, about),
    extendedKeyUsage:
      at(ids.extendedKeyUsage) === undefined
        ? null
        : {
            critical: extensions.get(ids.extendedKeyUsage)?.critical === true,
            purposes: inside(at(ids.extendedKeyUsage), tags.sequence, about).map((each) => oidOf(each, about)),
          },
    root,
  };
}

function opened(der: Uint8Array): { x509: X509Certificate; key: KeyObject; signsItself: boolean } {
  try {
    const x509 = new X509Certificate(der);
    const key = x509.publicKey;
    return { x509, key, signsItself: x509.verify(key) };
  } catch {
    throw new TimestampError('malformed', 'A certificate can’t be read.');
  }
}

function readExtensions(fields: readonly Node[], about: string): Map<string, { critical: boolean; value: Node }> {
  const found = new Map<string, { critical: boolean; value: Node }>();
  const seen = new Set<string>();
  const wrapped = fields.map((each) => tagged(each, 3)).find((each) => each !== undefined);
  for (const extension of wrapped === undefined ? [] : inside(wrapped[0], tags.sequence, about)) {
    const parts = inside(extension, tags.sequence, about);
    const critical = parts.length === 3 && isTrue(parts[1]);
    const id = oidOf(parts[0], about);
    if (seen.has(id)) throw new TimestampError('malformed', `${about} has an extension twice.`);
    seen.add(id);
    if ((critical && !understood.has(id)) || id === ids.nameConstraints)
      throw new TimestampError('certificate', `${about} asks for something that is not read here: extension ${id}.`);
    if (!understood.has(id) && id !== ids.subjectKeyIdentifier) continue;
    found.set(id, { critical, value: readDer(octetsOf(parts.at(-1), about), about) });
  }
  return found;
}

/** A distinguished name as a GeneralName: under the explicit tag 4. */
function directoryName(name: Uint8Array): Uint8Array {
  const { length } = name;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([0xa4, ...octets, ...name]);
}

function basicIn(node: Node | undefined, about: string): Certificate['basic'] {
  if (node === undefined) return null;
  const parts = inside(node, tags.sequence, about);
  const ca = isTrue(parts[0]);
  const length = parts[ca ? 1 : 0];
  return { ca, pathLength: length === undefined ? null : smallIntegerOf(length, about) };
}

/** The common name in a distinguished name, else the organization. */
function nameIn(subject: Node): string | undefined {
  const found = new Map<string, string>();
  for (const part of inside(subject, tags.sequence, 'A name')) {
    for (const pair of inside(part, tags.set, 'A name')) {
      const [type, value] = inside(pair, tags.sequence, 'A name');
      const text = value === undefined ? undefined : (value.valueBlock as unknown as { value: unknown }).value;
      if (typeof text === 'string') found.set(oidOf(type, 'A name'), text);
    }
  }
  const name = (found.get(commonName) ?? found.get(organizationName))?.replaceAll(/\p{C}/gu, ' ').trim();
  return name === '' ? undefined : name;
}
