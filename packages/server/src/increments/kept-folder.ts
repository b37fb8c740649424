import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError, type PopulationManifest } from '@tickmark/core';
import { addIncrement, keptForm, type IncrementInput } from '@tickmark/control-testing';
import type { JobContext } from '../platform/handler.ts';
import type { Series } from './series.ts';
import type { KeptIncrement } from './store.ts';

/** What is known of a series, as the engine keeps it: it follows from the increments and can be made again. */
export class KeptFolder {
  readonly path: string;
  readonly #series: Series;
  readonly #increments: readonly KeptIncrement[];

  /** `root` keeps a folder for each series; `increments` are all that the folder is to hold. */
  constructor(root: string, series: Series, increments: readonly KeptIncrement[]) {
    this.path = join(root, series.id);
    this.#series = series;
    this.#increments = increments;
  }

  /** Input of the engine for this folder. */
  scope(): Omit<IncrementInput, 'populations'> {
    const { yaml, period, timeZone, holidays } = this.#series;
    return { folder: this.path, yaml, period, timeZone, holidays: holidays ?? [] };
  }

  /**
   * Works on the folder as it stands where that is known to hold these increments, else on one made again from their
   * files; also where the work finds it torn. It stops being known with `changing` set, until `holds` says what it holds.
   */
  async use<T>(job: JobContext, work: () => Promise<T>, { changing }: { changing: boolean }): Promise<T> {
    if (await this.#isCurrent()) {
      try {
        return await this.#attempt(work, changing);
      } catch (error) {
        if (error instanceof TickmarkError) throw error;
      }
    }
    await this.#makeAgain(job);
    return this.#attempt(work, changing);
  }

  async #attempt<T>(work: () => Promise<T>, changing: boolean): Promise<T> {
    if (!changing) return work();
    await this.#forget();
    try {
      return await work();
    } catch (error) {
      // What the engine refuses changes nothing.
      if (error instanceof TickmarkError) await this.holds(this.#increments.at(-1)?.id ?? null);
      throw error;
    }
  }

  /** Says up to which increment the folder holds all of them. */
  async holds(last: string | null): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await writeFile(this.#mark(), markOf(last));
  }

  async #isCurrent(): Promise<boolean> {
    const mark = await readFile(this.#mark(), 'utf8').catch(() => '');
    return mark === markOf(this.#increments.at(-1)?.id ?? null);
  }

  /** On disk before the engine begins: after a crash the mark must not vouch for more than it saw. */
  async #forget(): Promise<void> {
    await rm(this.#mark(), { force: true });
    // Windows has no fsync of a folder.
    if (process.platform === 'win32') return;
    const folder = await open(this.path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async #makeAgain(job: JobContext): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    const total = this.#increments.length;
    for (const [done, { number, populations }] of this.#increments.entries()) {
      await job.progress({ note: `working out increment ${number} of ${total} again` });
      const added = await addIncrement({ ...this.scope(), populations: await localFiles(job, populations) });
      if (added.number !== done + 1) throw new Error(`Increment ${number} came back as ${added.number}.`);
    }
    if (total > 0) await job.progress({ note: null });
    await this.holds(this.#increments.at(-1)?.id ?? null);
  }

  #mark(): string {
    return join(this.path, 'holds.json');
  }
}

/** A folder that another engine wrote is not added to. */
function markOf(last: string | null): string {
  return JSON.stringify({ form: keptForm, last });
}

async function localFiles(
  job: JobContext,
  populations: Record<string, PopulationManifest>,
): Promise<IncrementInput['populations']> {
  const files: IncrementInput['populations'] = {};
  for (const [kind, manifest] of Object.entries(populations)) {
    files[kind] = { file: await job.blobs.local(job.organizationId, manifest.sha256), manifest };
  }
  return files;
}

const busy = new Map<string, Promise<unknown>>();

/** One at a time works on what a series keeps. */
export async function alone<T>(seriesId: string, work: () => Promise<T>): Promise<T> {
  const before = busy.get(seriesId) ?? Promise.resolve();
  const mine = before.then(work, work);
  busy.set(seriesId, mine);
  try {
    return await mine;
  } finally {
    if (busy.get(seriesId) === mine) busy.delete(seriesId);
  }
}
