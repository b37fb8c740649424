import { createHash } from 'node:crypto';
import { TickmarkError } from '@tickmark/core';

/** Bytes as they come, held against their hash: where they turn out to be others, the end fails. Errors: does_not_hold. */
export async function* verified(
  bytes: AsyncIterable<Uint8Array>,
  sha256: string,
  { where, action }: { where: string; action: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest('hex');
  if (found === sha256) return;
  throw new TickmarkError('does_not_hold', `${where} has other bytes under ${sha256}: their SHA-256 is ${found}.`, {
    action,
  });
}
