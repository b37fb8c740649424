import { Broken } from './broken.ts';
import { sha256OfPieces } from './hash.ts';
import { readAhead, type Source } from './source.ts';

const blockBytes = 512;
const pieceBytes = 1 << 20;
/** Two empty blocks close a tar file. */
const endBytes = 2 * blockBytes;
const nameLimit = 100;
const prefixLimit = 155;

export interface PackedFile {
  /** Where its contents begin in the tar file. */
  offset: number;
  size: number;
  /** Lowercase hex. */
  sha256: string;
}

/** The files of a bundle whose tar form holds. */
export interface Archive {
  files: ReadonlyMap<string, PackedFile>;
  /** Bytes of the whole tar file. */
  size: number;
  /** Contents of a file that fits in memory; undefined when there is none of this path. */
  read(path: string): Promise<Uint8Array | undefined>;
  pieces(file: PackedFile): AsyncIterable<Uint8Array>;
}

/**
 * Reads a tar file (ustar, POSIX.1-1988) from the first to the last byte and hashes every file in it.
 * `onBytes` is told how far it is.
 * @throws Broken under EL1 for anything but the form that every bundle has.
 */
export async function openArchive(origin: Source, onBytes: (done: number) => void): Promise<Archive> {
  const source = readAhead(origin);
  const files = new Map<string, PackedFile>();
  let at = 0;
  let last: string | undefined;
  for (;;) {
    const block = await take(source, at, blockBytes, last);
    if (isEmpty(block)) break;
    const header = readHeader(block);
    if (header === undefined) {
      const what =
        last === undefined ? 'The file does not begin as a bundle does.' : `No proper file header follows ${last}.`;
      throw new Broken('EL1', what, {});
    }
    const { path, size } = header;
    if (last !== undefined && path <= last) {
      throw new Broken('EL1', path === last ? `${path} is there twice.` : `${path} must not come after ${last}.`, {
        path,
      });
    }
    const offset = at + blockBytes;
    if (offset + size > source.size) throw cutOff(source.size, path);
    const sha256 = await sha256OfPieces(piecesOf(source, offset, size, onBytes));
    files.set(path, { offset, size, sha256 });
    const padding = await take(source, offset + size, (blockBytes - (size % blockBytes)) % blockBytes, path);
    if (!isEmpty(padding)) throw new Broken('EL1', `There are bytes between ${path} and what follows it.`, { path });
    at = offset + size + padding.length;
    last = path;
  }
  if (!isEmpty(await take(source, at, endBytes, last)))
    throw new Broken('EL1', 'The end of the tar file is not the one that every bundle has.', {});
  const after = source.size - at - endBytes;
  if (after > 0) throw new Broken('EL1', `There are ${after} bytes after the end of the tar file.`, {});
  return {
    files,
    size: source.size,
    read: async (path) => {
      const file = files.get(path);
      return file && (await source.read(file.offset, file.offset + file.size)).slice();
    },
    pieces: ({ offset, size }) => piecesOf(source, offset, size, () => {}),
  };
}

async function* piecesOf(
  source: Source,
  offset: number,
  size: number,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < size; done += pieceBytes) {
    onBytes(offset + done);
    yield await source.read(offset + done, offset + Math.min(size, done + pieceBytes));
  }
}

async function take(source: Source, at: number, length: number, after: string | undefined): Promise<Uint8Array> {
  if (at + length > source.size) throw cutOff(source.size, after);
  return source.read(at, at + length);
}

function cutOff(size: number, path: string | undefined): Broken {
  const where = path === undefined ? 'before its first file' : `in or behind ${path}`;
  return new Broken('EL1', `The file ends at byte ${size}, ${where}: something is missing.`, path ? { path } : {});
}

function isEmpty(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** Path and size of a header in which every other byte is the one that follows from these two. */
function readHeader(block: Uint8Array): { path: string; size: number } | undefined {
  const text = Array.from(block, (byte) => String.fromCharCode(byte)).join('');
  const [name = ''] = text.slice(0, 100).split('\0', 1);
  const [prefix = ''] = text.slice(345, 500).split('\0', 1);
  const digits = text.slice(124, 135);
  const path = prefix === '' ? name : `${prefix}/${name}`;
  if (!/^[0-7]{11}$/.test(digits) || !isPath(path) || text !== headerOf(path, digits)) return undefined;
  return { path, size: Number.parseInt(digits, 8) };
}

function isPath(path: string): boolean {
  return /^[!-~]+$/.test(path) && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

/** A header as text, one character a byte; undefined for a path that no header can hold. */
function headerOf(path: string, digits: string): string | undefined {
  const slash = path.length > nameLimit ? path.indexOf('/', path.length - nameLimit - 1) : -1;
  const prefix = path.slice(0, Math.max(0, slash));
  const name = path.slice(slash + 1);
  if (name.length > nameLimit || prefix.length > prefixLimit) return undefined;
  const zeros = (length: number): string => '\0'.repeat(length);
  // Mode 0644, owner and group 0; then size and time 0.
  const before = `${name.padEnd(100, '\0')}0000644\0${'0000000\0'.repeat(2)}${digits}\0${'0'.repeat(11)}\0`;
  const after = `0${zeros(100)}ustar\x0000${zeros(64)}${'0000000\0'.repeat(2)}${prefix.padEnd(prefixLimit, '\0')}${zeros(12)}`;
  // The checksum counts its own eight bytes as spaces.
  let sum = 8 * 0x20;
  for (const character of before + after) sum += character.charCodeAt(0);
  return `${before}${sum.toString(8).padStart(6, '0')}\0 ${after}`;
}
