import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { verified } from './verified.ts';

/** How long a file that was held against its hash is taken as read: what goes bad on a disk touches no time stamp. */
const takenAsReadMs = 10 * 60_000;
const remembered = 1000;

/**
 * Files that were held against their hash as a whole, so that a part of one can be given: a part alone
 * says nothing about the rest. A file is read again when anything about it has changed (place on the disk,
 * size, times), and after ten minutes.
 */
export class HeldFiles {
  readonly #held = new Map<string, { mark: string; at: number }>();
  readonly #reading = new Map<string, Promise<void>>();

  /** Answers the path once its bytes have the hash. Errors: does_not_hold. */
  async hold(path: string, sha256: string, told: { where: string; action: string }): Promise<string> {
    const mark = await markOf(path);
    const known = this.#held.get(path);
    if (known?.mark === mark && performance.now() - known.at < takenAsReadMs) return path;
    const key = `${path} ${mark}`;
    const reading = this.#reading.get(key) ?? this.#read(path, sha256, mark, told);
    this.#reading.set(key, reading);
    await reading.finally(() => this.#reading.delete(key));
    return path;
  }

  async #read(path: string, sha256: string, mark: string, told: { where: string; action: string }): Promise<void> {
    this.#held.delete(path);
    const bytes = createReadStream(path, { highWaterMark: 1024 * 1024 });
    for await (const chunk of verified(bytes, sha256, told)) void chunk;
    if ((await markOf(path)) !== mark) return;
    const [oldest] = this.#held.keys();
    if (this.#held.size >= remembered && oldest !== undefined) this.#held.delete(oldest);
    this.#held.set(path, { mark, at: performance.now() });
  }
}

async function markOf(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}
