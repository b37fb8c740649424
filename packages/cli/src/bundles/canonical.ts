import canonicalize from 'canonicalize';
import { DoesNotHold } from './does-not-hold.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 without exceptions and without dropping a byte order mark. */
export function decodeText(bytes: Uint8Array, rule: string, path: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new DoesNotHold(rule, `${path} is not UTF-8 text.`, { path });
  }
}

/** Canonical JSON (RFC 8785) of a value. */
export function canonicalText(value: unknown): string {
  return canonicalize(value) ?? '';
}

/**
 * The value of a canonical JSON document; undefined when the bytes are anything else, such as JSON
 * with a key twice or a space too many.
 */
export function readCanonical(bytes: Uint8Array): unknown {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
