import { createHash, verify } from 'node:crypto';
import { hashOf, type HashName } from './algorithms.ts';
import type { Authority } from './authority.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { chainTo, checkSigner } from './chain.ts';
import {
  inside,
  integerOf,
  isUniversal,
  malformed,
  octetsOf,
  rawOf,
  sameBytes,
  tagged,
  tags,
  type Node,
} from './der.ts';
import { TimestampError } from './error.ts';
import { asInteger } from './request.ts';
import { readToken, type Token } from './token.ts';
import { readTstInfo } from './tst-info.ts';

/** What a token that holds says. */
export interface Timestamp {
  /** The message existed by then, by the clock of the authority; whole milliseconds. */
  at: Date;
  /** How far off it says its clock may be, in milliseconds; null where it does not say. */
  accuracyMs: number | null;
  /** Dotted. */
  policy: string;
  /** Lowercase hex. */
  serial: string;
  /** The signer, by their certificate, and the root that it leads to. */
  signer: string;
  root: string;
}

/** What a token is held against. */
export interface Asked {
  /** What was stamped. */
  message: Uint8Array;
  /** Whom the verifier trusts. */
  authority: Authority;
  /** Its certificates may lie between signer and root, as may those in the token and of the authority; none is trusted. */
  helpers?: Authority | undefined;
  /** Of the request, where the token answers one. */
  nonce?: Uint8Array | undefined;
  /** Dotted; any where none is named. */
  policy?: string | null | undefined;
}

/**
 * Verifies a token (RFC 3161, with RFC 5816) against a message and the certificates that are trusted: everything that
 * `openssl ts -verify` asks for, with the chain as it was at the time of the stamp.
 * @throws TimestampError for the first thing that does not hold
 */
export function verifyTimestamp(bytes: Uint8Array, asked: Asked): Timestamp {
  const token = readToken(bytes);
  const info = readTstInfo(token.content);
  if (!sameBytes(info.imprint, digest('sha256', asked.message)))
    throw new TimestampError('wrong_message', 'The stamp is of something else.');
  if (asked.nonce !== undefined && (info.nonce === null || !sameBytes(info.nonce, asInteger(asked.nonce))))
    throw new TimestampError(
      'wrong_nonce',
      'The stamp answers another request: its nonce is not the one that was sent.',
    );
  if (asked.policy != null && info.policy !== asked.policy)
    throw new TimestampError('wrong_policy', `The stamp was given under policy ${info.policy}, not ${asked.policy}.`);
  const certificates = token.certificates.map(readCertificate);
  const signer = signerOf(token, certificates);
  checkSignature(token, signer);
  checkSigner(signer);
  if (info.authority !== null && !signer.names.some((name) => sameBytes(name, info.authority ?? name)))
    throw new TimestampError('certificate', 'The stamp names another authority than its certificate does.');
  const between = [...certificates, ...asked.authority.between, ...(asked.helpers?.between ?? [])];
  const chain = chainTo(signer, { roots: asked.authority.roots, between, at: info.at });
  checkNamed(token, chain);
  return {
    at: info.at,
    accuracyMs: info.accuracyMs,
    policy: info.policy,
    serial: Buffer.from(info.serial).toString('hex'),
    signer: signer.name,
    root: chain.at(-1)?.name ?? signer.name,
  };
}

function signerOf({ signer }: Token, certificates: readonly Certificate[]): Certificate {
  const found = certificates.find((each) =>
    'keyIdentifier' in signer
      ? each.keyIdentifier !== null && sameBytes(each.keyIdentifier, signer.keyIdentifier)
      : sameBytes(each.issuer, signer.issuer) && sameBytes(each.serial, signer.serial),
  );
  if (found === undefined) throw new TimestampError('malformed', 'The token lacks the certificate of its signer.');
  return found;
}

function checkSignature({ content, hash, key, signed, messageDigest, signature }: Token, signer: Certificate): void {
  if (!sameBytes(messageDigest, digest(hash, content)))
    throw new TimestampError('bad_signature', 'The token signs something else than what it says.');
  if (signer.key.asymmetricKeyType !== key || !verify(hash, signed, signer.key, signature))
    throw new TimestampError('bad_signature', `The signature of ${signer.name} does not fit the token.`);
}

/**
 * The signer names their own certificate in what they sign, by its hash (ESSCertIDv2, RFC 5816), so that no other one with the
 * same key can be put in its place; and what else they name is of the chain. By SHA-1 (ESSCertID) where there is no other
 * name: signature and chain are checked by better hashes, and this one only picks among certificates.
 */
function checkNamed({ signingCertificate: { v1, v2 } }: Token, chain: readonly Certificate[]): void {
  if (v1 === undefined && v2 === undefined)
    throw new TimestampError('malformed', 'The token does not sign which certificate it is to be checked with.');
  for (const list of [v1, v2]) {
    if (list === undefined) continue;
    const [ids] = inside(list, tags.sequence, what);
    const named = inside(ids, tags.sequence, what);
    const found = named.map((each) => chain.find((one) => isNamed(one, each, list === v2)));
    if (found[0] !== chain[0] || found.length === 0 || found.includes(undefined))
      throw new TimestampError('certificate', 'The token names another certificate than that of its signer.');
  }
}

const what = 'The token';

function isNamed({ der, issuer, serial }: Certificate, id: Node, second: boolean): boolean {
  const parts = inside(id, tags.sequence, what);
  const stated = second && isUniversal(parts[0], tags.sequence) ? hashOf(parts.shift(), what) : undefined;
  const hash = second ? (stated ?? 'sha256') : 'sha1';
  const [hashed, issuerSerial, ...rest] = parts;
  if (rest.length > 0) throw malformed(what);
  if (!sameBytes(octetsOf(hashed, what), digest(hash, der))) return false;
  if (issuerSerial === undefined) return true;
  const [names, number] = inside(issuerSerial, tags.sequence, what);
  const [name] = inside(names, tags.sequence, what).flatMap((each) => tagged(each, 4) ?? []);
  return name !== undefined && sameBytes(rawOf(name), issuer) && sameBytes(integerOf(number, what), serial);
}

function digest(hash: HashName | 'sha1', bytes: Uint8Array): Uint8Array {
  return createHash(hash).update(bytes).digest();
}
