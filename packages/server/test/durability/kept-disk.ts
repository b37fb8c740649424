import {
  fstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { join, relative } from 'node:path';

/** A file whatever it is called: by its inode, and by its birth, for the inode of one that was deleted is given again. */
function fileOf({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`;
}

/** They say that a process has the folder, which in truth would be gone. */
const held = /(\.lock|postmaster\.pid)$/;

/**
 * What a disk holds that loses all that was not synced. Files are followed by what they are, for PostgreSQL and the
 * blob store rename them. Names are kept as they are at the cut, as a file system with a journal for them does.
 */
export class KeptDisk {
  readonly #folder: string;
  readonly #before: string;
  readonly #synced = new Map<string, Buffer>();
  readonly #pristine = new Map<string, string>();

  /** `folder` is synced as it is now, and `before` is a copy of that. */
  constructor(folder: string, before: string) {
    this.#folder = folder;
    this.#before = before;
    for (const path of listed(folder, 'files')) this.#pristine.set(fileOf(statSync(path)), relative(folder, path));
  }

  /** The bytes of this open file are on the disk now. Folders hold names only. */
  synced(fileDescriptor: number): void {
    const found = fstatSync(fileDescriptor);
    if (!found.isFile()) return;
    const bytes = Buffer.alloc(found.size);
    for (let at = 0; at < found.size;) {
      const read = readSync(fileDescriptor, bytes, at, found.size - at, at);
      if (read === 0) break;
      at += read;
    }
    this.#synced.set(fileOf(found), bytes);
    this.#pristine.delete(fileOf(found));
  }

  /**
   * Writes to `folder` what is left after a power cut at this moment. Of what was not synced each page of 4 KiB is
   * there or not, as `random` has it.
   */
  cut(folder: string, random: () => number): void {
    mkdirSync(folder, { recursive: true });
    for (const path of listed(this.#folder, 'folders'))
      mkdirSync(join(folder, relative(this.#folder, path)), { recursive: true });
    for (const path of listed(this.#folder, 'files')) {
      if (held.test(path)) continue;
      const now = contentOf(path);
      // A server of several processes may have taken it away since it was listed.
      if (now === undefined) continue;
      const pristine = this.#pristine.get(now.file);
      const kept = pristine === undefined ? this.#synced.get(now.file) : readFileSync(join(this.#before, pristine));
      writeFileSync(join(folder, relative(this.#folder, path)), torn(kept ?? Buffer.alloc(0), now.bytes, random));
    }
  }
}

function contentOf(path: string): { file: string; bytes: Buffer } | undefined {
  try {
    return { file: fileOf(statSync(path)), bytes: readFileSync(path) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const page = 4096;

function torn(kept: Buffer, written: Buffer, random: () => number): Buffer {
  if (kept.equals(written)) return kept;
  const some = random();
  // Often none of it, or all, as a disk does that is written to rarely.
  if (some < 0.4) return kept;
  if (some < 0.5) return written;
  const bytes = Buffer.concat([kept, Buffer.alloc(Math.max(0, written.length - kept.length))]);
  for (let at = 0; at < written.length; at += page) if (random() < 0.5) written.copy(bytes, at, at, at + page);
  return bytes;
}

function listed(folder: string, what: 'files' | 'folders'): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => (what === 'files' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => join(entry.parentPath, entry.name));
}
