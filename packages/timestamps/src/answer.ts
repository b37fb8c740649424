import { bitsOf, contentOf, inside, isUniversal, malformed, rawOf, readDer, smallIntegerOf, tags } from './der.ts';
import { TimestampError } from './error.ts';

/** Bits of PKIFailureInfo (RFC 3161, section 2.4.2), in words. */
const failures: Record<number, string> = {
  0: 'it does not know the hash function',
  2: 'it does not permit the request',
  5: 'the request is in a form that it does not read',
  14: 'its time source is not available',
  15: 'it does not give stamps under the policy that was asked for',
  16: 'it does not know an extension of the request',
  17: 'it can’t give what was asked for beside the stamp',
  25: 'it failed within itself',
};
const longestStatus = 200;

/**
 * The token in an answer (RFC 3161 TimeStampResp, DER). What the answer says beside it is signed by nobody.
 * @throws TimestampError `malformed`; `not_granted` where the authority gave none, with what it said.
 */
export function tokenIn(answer: Uint8Array): Uint8Array {
  const what = 'The answer';
  const [status, token, ...rest] = inside(readDer(answer, what), tags.sequence, what);
  if (rest.length > 0) throw malformed(what);
  const [code, ...said] = inside(status, tags.sequence, what);
  const number = smallIntegerOf(code, what);
  // Granted, and granted with changes that whoever asked has to look at: everything asked for is looked at anyway.
  if (number !== 0 && number !== 1) throw new TimestampError('not_granted', refusal(number, said));
  if (token === undefined) throw malformed(what);
  return new Uint8Array(rawOf(token));
}

function refusal(number: number, said: readonly ReturnType<typeof readDer>[]): string {
  const texts = said
    .filter((each) => isUniversal(each, tags.sequence))
    .flatMap((each) => inside(each, tags.sequence, 'The answer'))
    .filter((each) => isUniversal(each, tags.utf8String))
    .map((each) => new TextDecoder().decode(contentOf(each)).replaceAll(/\p{C}/gu, ' ').trim());
  const bits = said.filter((each) => isUniversal(each, tags.bitString)).map((each) => bitsOf(each, 'The answer'));
  const reasons = bits.flatMap((each) => each.flatMap((set, bit) => (set ? [failures[bit] ?? `reason ${bit}`] : [])));
  const words = [...reasons, ...texts.filter((text) => text !== '').map((text) => `“${text}”`)].join('; ');
  const short = words.length > longestStatus ? `${words.slice(0, longestStatus)}…` : words;
  return `It gave no stamp (status ${number})${short === '' ? '' : `: ${short}`}.`;
}
