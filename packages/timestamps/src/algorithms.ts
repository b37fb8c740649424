import { inside, isUniversal, oidOf, rawOf, tagged, tags, type Node } from './der.ts';
import { TimestampError } from './error.ts';

/** Names of node:crypto. SHA-1 and MD5 are not among them: two texts of one hash can be made. */
export type HashName = 'sha256' | 'sha384' | 'sha512';

const hashes: Record<string, HashName> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
export const sha256Oid = '2.16.840.1.101.3.4.2.1';

/** Signatures under a token: those that `openssl ts -verify` checks as well. `hash` is null where it is stated beside. */
const tokenSignatures: Record<string, { key: 'rsa' | 'ec'; hash: HashName | null }> = {
  '1.2.840.113549.1.1.1': { key: 'rsa', hash: null },
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', hash: 'sha512' },
};

/** Signatures under a certificate: those above, Ed25519, and RSASSA-PSS, which states its hash in its parameters. */
const ed25519 = '1.3.101.112';
const pss = '1.2.840.113549.1.1.10';

/** An algorithm with its parameters: an object identifier, and what follows it. */
export function algorithmOf(node: Node | undefined, what: string): { oid: string; parameters: Node | undefined } {
  const [oid, parameters, ...rest] = inside(node, tags.sequence, what);
  if (rest.length > 0) throw new TimestampError('malformed', `${what} names an algorithm in no known form.`);
  return { oid: oidOf(oid, what), parameters };
}

/** A hash function, whose parameters are absent or NULL. @throws TimestampError `algorithm` for one that is not taken. */
export function hashOf(node: Node | undefined, what: string): HashName {
  const { oid, parameters } = algorithmOf(node, what);
  const name = hashes[oid];
  if (name === undefined) throw weak(what, oid);
  if (parameters !== undefined && (!isUniversal(parameters, tags.null) || rawOf(parameters).length !== 2))
    throw new TimestampError('malformed', `${what} gives a hash function parameters that it does not have.`);
  return name;
}

/** The kind of key that signed a token over this hash. @throws TimestampError `algorithm` */
export function tokenSignatureOf(node: Node | undefined, hash: HashName): 'rsa' | 'ec' {
  const { oid, parameters } = algorithmOf(node, 'The signature algorithm');
  const found = tokenSignatures[oid];
  if (found === undefined) throw weak('The signature', oid);
  if (found.hash !== null && found.hash !== hash)
    throw new TimestampError('malformed', 'The signature states another hash function than the signer does.');
  if (parameters !== undefined && !isUniversal(parameters, tags.null))
    throw new TimestampError('malformed', 'The signature algorithm has parameters that it should not have.');
  return found.key;
}

/** Whether a certificate is signed with an algorithm that proves something. @throws TimestampError `algorithm` */
export function checkCertificateSignature(node: Node | undefined, what: string): void {
  const { oid, parameters } = algorithmOf(node, what);
  if (oid === ed25519) return;
  if (oid === pss) {
    // RFC 4055: [0] the hash function, SHA-1 where it is absent.
    const hash = inside(parameters, tags.sequence, what).flatMap((each) => tagged(each, 0) ?? [])[0];
    if (hash === undefined) throw weak(what, oid);
    hashOf(hash, what);
    return;
  }
  if ((tokenSignatures[oid]?.hash ?? null) === null) throw weak(what, oid);
}

const known: Record<string, string> = {
  '1.3.14.3.2.26': 'SHA-1',
  '1.2.840.113549.2.5': 'MD5',
  '1.2.840.113549.1.1.4': 'MD5 with RSA',
  '1.2.840.113549.1.1.5': 'SHA-1 with RSA',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS without SHA-2',
  '1.2.840.10045.4.1': 'SHA-1 with ECDSA',
};

function weak(what: string, oid: string): TimestampError {
  return new TimestampError('algorithm', `${what} uses an algorithm that is not taken: ${known[oid] ?? oid}.`);
}
