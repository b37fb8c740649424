import { readCertificate, type Certificate } from './certificate.ts';
import { sameBytes } from './der.ts';
import { TimestampError } from './error.ts';

const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;
/** Roots and what lies between them and the signer; one authority needs two or three. */
const mostCertificates = 20;

/** Certificates that somebody trusts timestamps by. */
export interface Authority {
  /** Where a chain may end. */
  roots: readonly Certificate[];
  /** What may lie between a root and the signer. */
  between: readonly Certificate[];
  /** All of them in the order given, in the one form of PEM that this package writes. */
  pem: string;
}

/**
 * Reads certificates in PEM: one root at least, which signs itself, and beside it what its chains need. Text between them
 * is ignored, as OpenSSL does.
 * @throws TimestampError in words for whoever gave them
 */
export function readAuthority(pem: string): Authority {
  const blocks = [...pem.matchAll(block)];
  const other = blocks.find(([, label = '']) => label !== 'CERTIFICATE' && label !== 'X509 CERTIFICATE');
  if (other !== undefined) {
    const secret = /PRIVATE/.test(other[1] ?? '');
    throw new TimestampError(
      'malformed',
      secret ? 'It holds a private key. Nobody but its owner should have that.' : `It holds a ${other[1]}.`,
    );
  }
  if (blocks.length === 0) throw new TimestampError('malformed', 'It holds no certificate in PEM.');
  if (blocks.length > mostCertificates)
    throw new TimestampError('malformed', `It holds more than ${mostCertificates} certificates.`);
  const certificates: Certificate[] = [];
  for (const [, , base64 = ''] of blocks) {
    const read = readCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
    if (!certificates.some(({ der }) => sameBytes(der, read.der))) certificates.push(read);
  }
  const roots = certificates.filter(({ root }) => root);
  if (roots.length === 0)
    throw new TimestampError('certificate', 'None of its certificates is a root: each is issued by another one.');
  for (const { name, basic } of roots) {
    if (basic?.ca !== true)
      throw new TimestampError('certificate', `The certificate of ${name} is not that of a certificate authority.`);
  }
  return { roots, between: certificates.filter(({ root }) => !root), pem: certificates.map(pemOf).join('') };
}

function pemOf({ der }: Certificate): string {
  const base64 = Buffer.from(der)
    .toString('base64')
    .replaceAll(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}
