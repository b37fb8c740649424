import { createHash } from 'node:crypto';

/**
 * SHA-256 of the salt's bytes and then the file's, in lowercase hex. The log holds this instead of
 * the plain hash, so that nobody can guess a short document from its entry.
 */
export async function commitmentOf(salt: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256').update(Buffer.from(salt, 'hex'));
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
