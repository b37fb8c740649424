import { Malformed } from './broken.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws Malformed for bytes that are not UTF-8; a byte order mark stays in the text. */
export function textOf(bytes: Uint8Array, what: string): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not UTF-8 text.`);
  }
}

/** Standard base64 with padding (RFC 4648, section 4) in its one canonical spelling. */
export function bytesOfBase64(base64: string, what: string): Uint8Array {
  let binary: string | undefined;
  try {
    binary = atob(base64);
  } catch {
    binary = undefined;
  }
  // atob passes over white space, missing padding and stray low bits; writing it again does not.
  if (binary === undefined || btoa(binary) !== base64) throw new Malformed(`${what} is not canonical base64.`);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** `hex` has an even number of hex digits. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
