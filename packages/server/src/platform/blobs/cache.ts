import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { dirname, join } from 'node:path';
import { blobPath } from './drafts.ts';

export interface CacheLimits {
  /** Beyond this the files that were not used for longest go. */
  maxBytes: number;
  /** A file used within this time stays in any case: an engine may be reading it. */
  keptForMs: number;
}

/** Twenty gigabytes, and what was used within half a day, which is longer than any job may take. */
export const cacheLimits: CacheLimits = { maxBytes: 20 * 1024 ** 3, keptForMs: 12 * 3_600_000 };

/** How exactly the last use of a copy is known. */
const notedEveryMs = 60_000;

/** Copies of blobs on this machine, each whole and with the hash it stands under. May be deleted while no server runs. */
export class BlobCache {
  readonly #root: string;
  readonly #limits: CacheLimits;

  constructor(root: string, limits: CacheLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  /** The path of a copy, which counts as used now; undefined where there is none. */
  async find(organizationId: string, sha256: string): Promise<string | undefined> {
    const path = blobPath(this.#root, organizationId, sha256);
    const found = await stat(path).catch(ifAbsent);
    if (found === undefined) return undefined;
    const now = new Date();
    // Not each time: a file that was held against its hash is known again by its times.
    if (now.getTime() - found.mtimeMs < notedEveryMs) return path;
    return utimes(path, now, now).then(() => path, ifAbsent);
  }

  async read(organizationId: string, sha256: string): Promise<Readable | undefined> {
    const path = await this.find(organizationId, sha256);
    return path === undefined ? undefined : createReadStream(path);
  }

  /** Takes over a file whose hash was compared, and makes room. */
  async adopt(organizationId: string, sha256: string, draft: string): Promise<string> {
    const path = blobPath(this.#root, organizationId, sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(draft, path);
    await this.#makeRoom();
    return path;
  }

  async remove(organizationId: string, sha256: string): Promise<void> {
    await rm(blobPath(this.#root, organizationId, sha256), { force: true });
  }

  async #makeRoom(): Promise<void> {
    const entries = await readdir(this.#root, { recursive: true, withFileTypes: true });
    const files: { path: string; size: number; usedAt: number }[] = [];
    for (const entry of entries) {
      if (!/^[0-9a-f]{64}$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(ifAbsent);
      if (found !== undefined) files.push({ path, size: found.size, usedAt: found.mtimeMs });
    }
    const usedBefore = Date.now() - this.#limits.keptForMs;
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.#limits.maxBytes || file.usedAt > usedBefore) return;
      await rm(file.path, { force: true });
      total -= file.size;
    }
  }
}

function ifAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
