import { LogError } from './error.ts';

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard Base 64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3);
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    text += b === undefined ? '=' : alphabet.charAt((word >> 6) & 63);
    text += c === undefined ? '=' : alphabet.charAt(word & 63);
  }
  return text;
}

/**
 * Accepts only what `toBase64` makes: padded, without white space, unused bits zero. Any other
 * spelling of the same bytes is an error, so that no two texts mean one thing.
 */
export function fromBase64(text: string, what: string): Uint8Array {
  const bytes: number[] = [];
  let word = 0;
  let bits = 0;
  for (const character of text.replace(/={1,2}$/, '')) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new LogError('malformed', `${what} is not base64.`);
    word = ((word << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((word >> bits) & 0xff);
    }
  }
  const result = Uint8Array.from(bytes);
  if (toBase64(result) !== text) throw new LogError('malformed', `${what} is not canonical base64.`);
  return result;
}

/** UTF-8 of a string; an error where the string has a lone surrogate and so has no UTF-8. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) {
      if (code >= 0xd800 && code <= 0xdfff) throw new LogError('malformed', 'The text is not valid Unicode.');
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * Text of bytes that are UTF-8 for the most part. A byte that is part of no valid sequence becomes
 * the lone surrogate U+DC00 plus the byte, which no valid UTF-8 decodes to: two texts are equal
 * where their bytes are, and nowhere else.
 */
export function fromOctets(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length;) {
    const width = sequenceWidth(octets[at] ?? 0);
    const character = decodeSequence(octets.subarray(at, at + width));
    text += character ?? String.fromCharCode(0xdc00 + (octets[at] ?? 0));
    at += character === undefined ? 1 : width;
  }
  return text;
}

/** Length of the UTF-8 sequence that begins with this byte; 1 where none does. */
function sequenceWidth(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

function decodeSequence(octets: Uint8Array): string | undefined {
  const [first = 0] = octets;
  if (first < 0x80) return String.fromCharCode(first);
  try {
    return decodeURIComponent(toHex(octets).replaceAll(/../g, '%$&'));
  } catch {
    return undefined;
  }
}
