import { Boolean as Asn1Boolean, Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { sha256Oid } from './algorithms.ts';

/** Media types of RFC 3161, section 3.4. */
export const requestMediaType = 'application/timestamp-query';
export const answerMediaType = 'application/timestamp-reply';

/**
 * A request for a timestamp (RFC 3161 TimeStampReq, DER): of the SHA-256 of a message, with a nonce of at most 20 bytes,
 * with the certificate of the signer in the answer, and under a policy where one is named, dotted.
 */
export function timestampRequest({
  sha256,
  nonce,
  policy,
}: {
  sha256: Uint8Array;
  nonce: Uint8Array;
  policy: string | null;
}): Uint8Array {
  const request = new Sequence({
    value: [
      new Integer({ value: 1 }),
      new Sequence({
        value: [
          new Sequence({ value: [new ObjectIdentifier({ value: sha256Oid }), new Null()] }),
          new OctetString({ valueHex: new Uint8Array(sha256).buffer }),
        ],
      }),
      ...(policy === null ? [] : [new ObjectIdentifier({ value: policy })]),
      new Integer({ valueHex: new Uint8Array(asInteger(nonce)).buffer }),
      new Asn1Boolean({ value: true }),
    ],
  });
  return new Uint8Array(request.toBER());
}

/** The content octets of a DER integer of these unsigned bytes. */
export function asInteger(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== 0);
  if (from < 0) return new Uint8Array(1);
  const kept = bytes.subarray(from);
  return (kept[0] ?? 0) >= 0x80 ? Uint8Array.from([0, ...kept]) : kept;
}
