import { fromBase64, toBase64 } from './bytes.ts';
import { LogError } from './error.ts';
import { splitNote } from './note.ts';
import { checkUint64, hashBytes } from './tree.ts';

/** State of a log at one size (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log; also the name of its key. */
  origin: string;
  size: bigint;
  root: Uint8Array;
}

/** The text that a log signs: origin, size and root hash, each on a line. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  parseText(text);
  return text;
}

/**
 * Reads a checkpoint from its text or from the whole signed note; signatures are not verified here
 * (`openNote` does).
 * @throws LogError `malformed` for anything but the prescribed form, extension lines included.
 */
export function parseCheckpoint(text: string): Checkpoint {
  return parseText(text.includes('\n\n') ? splitNote(text).text : text);
}

/** Reads the text of an opened note. */
export function parseText(text: string): Checkpoint {
  const [origin = '', digits = '', base64 = '', ...rest] = text.split('\n');
  if (origin === '') throw new LogError('malformed', 'The checkpoint has no origin on its first line.');
  if (!/^(0|[1-9]\d*)$/.test(digits))
    throw new LogError('malformed', 'The size on the second line of the checkpoint is not a plain number.');
  const size = BigInt(digits);
  checkUint64(size, 'Size');
  const root = fromBase64(base64, 'The root hash of the checkpoint');
  if (root.length !== hashBytes)
    throw new LogError('malformed', `The root hash of the checkpoint has ${root.length} bytes, not ${hashBytes}.`);
  if (rest.length !== 1 || rest[0] !== '') {
    throw new LogError(
      'malformed',
      'The checkpoint has more than the three lines for origin, size and root hash, or no final newline.',
    );
  }
  return { origin, size, root };
}
