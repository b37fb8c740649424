/** A checkpoint and its cosignatures, or a proof, are no longer than this. */
const longestText = 64_000;
const block = 512;
const wanted = 'log/checkpoint';

/**
 * The text to compare with the log in a file that somebody kept: a checkpoint or proof as it is, or the checkpoint in a
 * bundle, of which only the headers before it are read. Throws an Error that says what is wrong with the file.
 */
export async function heldText(file: Blob): Promise<string> {
  const begin = new Uint8Array(await file.slice(0, block).arrayBuffer());
  if (isTarHeader(begin)) return checkpointInBundle(file);
  if (file.size > longestText) throw new Error('It is too long for a checkpoint or a proof, and no bundle.');
  return file.text();
}

/** The log that the checkpoint in such a text names, and how many entries of it; undefined where there is none. */
export function heldTree(text: string): { origin: string; size: number } | undefined {
  const [, origin, size] = /^([^\r\n]+)\r?\n(\d{1,15})\r?\n[A-Za-z0-9+/]{43}=\r?\n\r?\n/m.exec(text) ?? [];
  return origin === undefined || size === undefined ? undefined : { origin, size: Number(size) };
}

async function checkpointInBundle(file: Blob): Promise<string> {
  for (let at = 0; at + block <= file.size;) {
    const header = new Uint8Array(await file.slice(at, at + block).arrayBuffer());
    if (!isTarHeader(header)) break;
    const size = Number.parseInt(textAt(header, 124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0) break;
    if (textAt(header, 0, 100) === wanted) {
      if (size > longestText || at + block + size > file.size) break;
      return file.slice(at + block, at + block + size).text();
    }
    at += block + Math.ceil(size / block) * block;
  }
  throw new Error('It is a tar file without a checkpoint, so no bundle, or one that was cut off.');
}

function isTarHeader(bytes: Uint8Array): boolean {
  return bytes.length === block && textAt(bytes, 257, 5) === 'ustar';
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end)).trim();
}
