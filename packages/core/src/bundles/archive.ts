import { TickmarkError } from '../errors/index.ts';

/**
 * The tar form of a bundle: ustar (POSIX.1-1988) in which every byte follows from paths, sizes and
 * contents. Files lie in the order of `compareArchivePaths`, each as header, contents and padding,
 * then `archiveEnd`. Any tar program unpacks it; a reader here accepts this form and no other.
 */
export const archiveBlockBytes = 512;

/** Two blocks of zeros close the archive. */
export const archiveEndBytes = 2 * archiveBlockBytes;

export interface ArchiveFile {
  /** Relative, with `/`, in printable ASCII: `populations/ID.parquet`. */
  path: string;
  /** Bytes. */
  size: number;
}

/** Eleven octal digits hold it. */
const maxFileBytes = 8 ** 11 - 1;
const nameBytes = 100;
const prefixBytes = 155;
const checksumAt = 148;

/**
 * The 512 bytes before a file: mode 0644, no owner, time 0. A path above 100 bytes is cut at the
 * first slash that leaves a name of at most 100, with at most 155 before it.
 * @throws TickmarkError `bad_input` for a path or size that has no header.
 */
export function archiveHeader({ path, size }: ArchiveFile): Uint8Array {
  if (!Number.isInteger(size) || size < 0 || size > maxFileBytes) {
    throw new TickmarkError('bad_input', `${path} has ${size} bytes; a file of a bundle has at most ${maxFileBytes}.`, {
      action: 'Leave it out of the bundle.',
    });
  }
  const { prefix, name } = splitPath(path);
  const block = new Uint8Array(archiveBlockBytes);
  put(block, 0, name);
  put(block, 100, '0000644\0');
  put(block, 108, '0000000\0');
  put(block, 116, '0000000\0');
  put(block, 124, `${octal(size, 11)}\0`);
  put(block, 136, '00000000000\0');
  put(block, checksumAt, '        ');
  put(block, 156, '0');
  put(block, 257, 'ustar\x0000');
  put(block, 329, '0000000\0');
  put(block, 337, '0000000\0');
  put(block, 345, prefix);
  put(
    block,
    checksumAt,
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
  );
  return block;
}

/** Zeros between a file of this size and the next header. */
export function archivePadding(size: number): Uint8Array {
  return new Uint8Array((archiveBlockBytes - (size % archiveBlockBytes)) % archiveBlockBytes);
}

/** The end of every archive. */
export function archiveEnd(): Uint8Array {
  return new Uint8Array(archiveEndBytes);
}

/** Whether a block is the beginning of the end and no header. */
export function isArchiveEnd(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/**
 * Reads a header that `archiveHeader` made: it is made again and every byte compared.
 * @throws TickmarkError `does_not_hold` for any other block.
 */
export function parseArchiveHeader(block: Uint8Array): ArchiveFile {
  const [prefix, name, size] = [text(block, 345, prefixBytes), text(block, 0, nameBytes), text(block, 124, 12)];
  const file = { path: prefix === '' ? name : `${prefix}/${name}`, size: Number.parseInt(size, 8) };
  if (block.length === archiveBlockBytes && Number.isInteger(file.size) && isArchivePath(file.path)) {
    const made = archiveHeader(file);
    if (made.every((byte, i) => byte === block[i])) return file;
  }
  throw new TickmarkError('does_not_hold', 'A file header is not in the form every bundle has.', {
    action: 'Get the file again from who gave it to you; something has changed it.',
  });
}

/** Order of the files: by character code, as all paths are ASCII. */
export function compareArchivePaths(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Size of the whole archive in bytes. */
export function archiveSize(files: readonly ArchiveFile[]): number {
  return files.reduce((sum, { size }) => sum + archiveBlockBytes + size + archivePadding(size).length, archiveEndBytes);
}

function splitPath(path: string): { prefix: string; name: string } {
  if (!isArchivePath(path)) {
    throw new TickmarkError('bad_input', `${JSON.stringify(path)} can't be the path of a file in a bundle.`, {
      action: 'Use a relative path in printable ASCII without . and .. parts.',
    });
  }
  if (path.length <= nameBytes) return { prefix: '', name: path };
  const slash = path.indexOf('/', path.length - nameBytes - 1);
  if (slash < 0 || slash > prefixBytes) {
    throw new TickmarkError('bad_input', `The path ${path} is too long for a bundle.`, {
      action: 'Use a shorter name.',
    });
  }
  return { prefix: path.slice(0, slash), name: path.slice(slash + 1) };
}

function isArchivePath(path: string): boolean {
  return /^[\x21-\x7e]+$/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function put(block: Uint8Array, at: number, ascii: string): void {
  for (let i = 0; i < ascii.length; i += 1) block[at + i] = ascii.charCodeAt(i);
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return Array.from(end < 0 ? field : field.subarray(0, end), (byte) => String.fromCharCode(byte)).join('');
}
