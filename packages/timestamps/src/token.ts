import { hashOf, tokenSignatureOf, type HashName } from './algorithms.ts';
import {
  contentOf,
  inside,
  integerOf,
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

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;
/** A token has the certificates of one chain, and perhaps of another that leads elsewhere. */
const mostCertificates = 20;
const what = 'The token';

/** A token (RFC 3161 TimeStampToken, a CMS SignedData of one signer) as it was read; nothing of it is verified yet. */
export interface Token {
  /** DER of the TSTInfo, which the signer speaks of by its hash. */
  content: Uint8Array;
  /** DER of each certificate. */
  certificates: readonly Uint8Array[];
  /** Whom the signer says they are: DER of issuer and content of the serial number, or a key identifier. */
  signer: { issuer: Uint8Array; serial: Uint8Array } | { keyIdentifier: Uint8Array };
  hash: HashName;
  key: 'rsa' | 'ec';
  /** What is signed: DER of the attributes as a set. */
  signed: Uint8Array;
  messageDigest: Uint8Array;
  /** By which attributes the signer names their certificate. */
  signingCertificate: { v1: Node | undefined; v2: Node | undefined };
  signature: Uint8Array;
}

/**
 * Reads a token. Every part that the standard leaves optional and that no signature covers is refused, but certificates: so
 * what may differ between two tokens of one signature is small, and nothing rests on it.
 * @throws TimestampError `malformed`, `algorithm`
 */
export function readToken(bytes: Uint8Array): Token {
  const [type, wrapped, ...more] = inside(readDer(bytes, what), tags.sequence, what);
  if (oidOf(type, what) !== ids.signedData || more.length > 0) throw malformed(what);
  const signedData = only(tagged(wrapped, 0));
  const fields = inside(signedData, tags.sequence, what);
  const [version, hashes, encapsulated, certificates, signers] = fields;
  const certificateNodes = tagged(certificates, 0);
  if (certificateNodes === undefined)
    throw new TimestampError('malformed', 'The token lacks the certificate of its signer.');
  if (fields.length !== 5)
    throw new TimestampError(
      'malformed',
      'The token holds lists of revoked certificates, which nobody has signed here.',
    );
  if (smallIntegerOf(version, what) !== 3 || certificateNodes.length > mostCertificates) throw malformed(what);
  const signer = only(inside(signers, tags.set, what));
  const read = readSigner(signer);
  const stated = only(inside(hashes, tags.set, what));
  if (hashOf(stated, 'The token') !== read.hash) throw malformed(what);
  const [contentType, content, ...rest] = inside(encapsulated, tags.sequence, what);
  if (oidOf(contentType, what) !== ids.tstInfo || rest.length > 0)
    throw new TimestampError('malformed', 'The token is no timestamp.');
  return {
    ...read,
    content: new Uint8Array(octetsOf(only(tagged(content, 0)), what)),
    certificates: certificateNodes.map((each) => new Uint8Array(rawOf(each))),
  };
}

function readSigner(node: Node): Omit<Token, 'content' | 'certificates'> {
  const parts = inside(node, tags.sequence, what);
  if (parts.length !== 6)
    throw new TimestampError(
      'malformed',
      'The signer of the token has no signed attributes, or some that nobody signed.',
    );
  const [version, sid, hashNode, attributes, algorithm, signature] = parts;
  const keyIdentifier = sid !== undefined && rawOf(sid)[0] === 0x80 ? sid : undefined;
  if (smallIntegerOf(version, what) !== (keyIdentifier === undefined ? 1 : 3)) throw malformed(what);
  const hash = hashOf(hashNode, 'The signer of the token');
  const list = tagged(attributes, 0);
  if (attributes === undefined || list === undefined) throw malformed(what);
  const found = attributesOf(list);
  if (oidOf(found.get(ids.contentType), what) !== ids.tstInfo) throw malformed(what);
  // RFC 5652, section 5.4: signed as a set, though written under a tag of its own.
  const signed = new Uint8Array(rawOf(attributes));
  signed[0] = 0x31;
  return {
    signer: keyIdentifier === undefined ? issuerAndSerial(sid) : { keyIdentifier: contentOf(keyIdentifier) },
    hash,
    key: tokenSignatureOf(algorithm, hash),
    signed,
    messageDigest: octetsOf(found.get(ids.messageDigest), what),
    signingCertificate: { v1: found.get(ids.signingCertificate), v2: found.get(ids.signingCertificateV2) },
    signature: octetsOf(signature, what),
  };
}

/** Each kind of attribute with its one value. */
function attributesOf(list: readonly Node[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const attribute of list) {
    const [type, values, ...rest] = inside(attribute, tags.sequence, what);
    const id = oidOf(type, what);
    if (rest.length > 0 || found.has(id)) throw malformed(what);
    found.set(id, only(inside(values, tags.set, what)));
  }
  return found;
}

function issuerAndSerial(node: Node | undefined): { issuer: Uint8Array; serial: Uint8Array } {
  const [issuer, serial, ...rest] = inside(node, tags.sequence, what);
  if (issuer === undefined || serial === undefined || rest.length > 0) throw malformed(what);
  return { issuer: rawOf(issuer), serial: integerOf(serial, what) };
}

function only(nodes: readonly Node[] | undefined): Node {
  const [one, ...others] = nodes ?? [];
  if (one === undefined || others.length > 0) throw malformed(what);
  return one;
}
