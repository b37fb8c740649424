import type { Certificate } from './certificate.ts';
import { sameBytes } from './der.ts';
import { TimestampError } from './error.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const anyPurpose = '2.5.29.37.0';
/** Bits of the key usage extension (RFC 5280, section 4.2.1.3). */
const [digitalSignature, nonRepudiation, keyCertSign] = [0, 1, 5];
/** Certificates from the signer to a root. */
const mostLinks = 8;
const smallestRsaBits = 2048;
const curves: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** The certificate of a signer serves for timestamps, and for nothing else (RFC 3161, section 2.3). @throws TimestampError */
export function checkSigner({ name, extendedKeyUsage, keyUsage, key }: Certificate): void {
  const refuse = (why: string): never => {
    throw new TimestampError('certificate', `The certificate of ${name} ${why}.`);
  };
  const [purpose, ...others] = extendedKeyUsage?.purposes ?? [];
  if (purpose !== timeStamping || others.length > 0) refuse('is not for timestamps alone (extended key usage)');
  if (extendedKeyUsage?.critical !== true) refuse('does not say in a critical extension that it is for timestamps');
  const allowed = [digitalSignature, nonRepudiation];
  if (keyUsage !== null) {
    const used = keyUsage.flatMap((set, bit) => (set ? [bit] : []));
    if (used.length === 0 || !used.every((bit) => allowed.includes(bit))) refuse('is for other uses than signing');
  }
  checkStrength(name, key);
}

/**
 * The certificates from a signer to a root that is trusted, as they were at one instant: each issued by the next one, which
 * may do so. Whether one was revoked can't be told offline, and is not.
 * @throws TimestampError `untrusted`, with the first thing that does not fit where a chain was almost there
 */
export function chainTo(
  signer: Certificate,
  { roots, between, at }: { roots: readonly Certificate[]; between: readonly Certificate[]; at: Date },
): Certificate[] {
  const faults: string[] = [];
  const found = climb([signer], { roots, between, at, faults });
  if (found !== undefined) return found;
  throw new TimestampError(
    'untrusted',
    faults[0] ?? `The certificate of ${signer.name} does not lead to a root that is trusted.`,
  );
}

interface Climb {
  roots: readonly Certificate[];
  between: readonly Certificate[];
  at: Date;
  faults: string[];
}

function climb(chain: Certificate[], given: Climb): Certificate[] | undefined {
  const top = chain.at(-1);
  if (top === undefined) return undefined;
  const timely = faultInTime(top, given.at);
  if (timely !== undefined) {
    given.faults.push(timely);
    return undefined;
  }
  if (top.root) return given.roots.some(({ der }) => sameBytes(der, top.der)) ? chain : undefined;
  if (chain.length >= mostLinks) return undefined;
  for (const issuer of [...given.roots, ...given.between]) {
    if (chain.includes(issuer) || !sameBytes(issuer.subject, top.issuer)) continue;
    if (!top.x509.checkIssued(issuer.x509) || !top.x509.verify(issuer.key)) continue;
    const fault = faultOfIssuer(issuer, chain.length - 1);
    if (fault !== undefined) {
      given.faults.push(fault);
      continue;
    }
    const found = climb([...chain, issuer], given);
    if (found !== undefined) return found;
  }
  return undefined;
}

function faultInTime({ name, from, to }: Certificate, at: Date): string | undefined {
  if (at < from) return `The certificate of ${name} was not valid yet at the time of the stamp, ${at.toISOString()}.`;
  if (at > to) return `The certificate of ${name} had expired at the time of the stamp, ${at.toISOString()}.`;
  return undefined;
}

/** `below` counts the issuers between it and the signer. */
function faultOfIssuer(
  { name, basic, keyUsage, extendedKeyUsage, key }: Certificate,
  below: number,
): string | undefined {
  if (basic?.ca !== true) return `The certificate of ${name} is not that of a certificate authority.`;
  if (basic.pathLength !== null && basic.pathLength < below)
    return `The certificate of ${name} allows no chain this long.`;
  if (keyUsage !== null && keyUsage[keyCertSign] !== true) return `The certificate of ${name} may not issue others.`;
  const purposes = extendedKeyUsage?.purposes ?? [timeStamping];
  if (!purposes.includes(timeStamping) && !purposes.includes(anyPurpose))
    return `The certificate of ${name} may issue none for timestamps.`;
  try {
    checkStrength(name, key);
  } catch (error) {
    if (error instanceof TimestampError) return error.message;
    throw error;
  }
  return undefined;
}

function checkStrength(name: string, key: Certificate['key']): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const strong =
    type === 'ed25519' ||
    (type === 'ec' && curves.has(details?.namedCurve)) ||
    ((type === 'rsa' || type === 'rsa-pss') && (details?.modulusLength ?? 0) >= smallestRsaBits);
  if (!strong) throw new TimestampError('algorithm', `The key of ${name} is of a kind or length that is not taken.`);
}
