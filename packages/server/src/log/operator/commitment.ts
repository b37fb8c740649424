import { createHash } from 'node:crypto';

/** What an entry of the operator's log commits to a checkpoint with: nobody guesses the one without the other. */
export const saltBytes = 32;

/**
 * SHA-256, lowercase hex, of the salt and the text of a checkpoint: name, size and root hash, each with its newline, without
 * the signatures below.
 */
export function commitmentTo(checkpoint: string, salt: Uint8Array): string {
  const text = checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1);
  return createHash('sha256').update(salt).update(text).digest('hex');
}
