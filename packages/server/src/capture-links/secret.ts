import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LinkName } from '../platform/http/links.ts';

const idBytes = 16;
const randomPart = 32;

/**
 * The secret of a link, as base64url in 86 characters: the ids of its organization and of itself, which say where to look, and
 * 32 random bytes, which are what nobody can guess.
 */
export function newLinkSecret({ organizationId, linkId }: LinkName): { secret: string; sha256: string } {
  const secret = Buffer.concat([bytesOf(organizationId), bytesOf(linkId), randomBytes(randomPart)]).toString(
    'base64url',
  );
  return { secret, sha256: hashOf(secret).toString('hex') };
}

/** What a secret says it is of; null where it has not the form of one. */
export function nameIn(secret: string): LinkName | null {
  if (!/^[\w-]{86}$/.test(secret)) return null;
  const bytes = Buffer.from(secret, 'base64url');
  return { organizationId: idOf(bytes, 0), linkId: idOf(bytes, idBytes) };
}

/** Whether a secret has this SHA-256, in the same time for each; where there is none, it has not. */
export function isSecret(secret: string, sha256: string | undefined): boolean {
  const wanted = sha256 === undefined ? Buffer.alloc(randomPart) : Buffer.from(sha256, 'hex');
  return timingSafeEqual(hashOf(secret), wanted) && sha256 !== undefined;
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + idBytes);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
