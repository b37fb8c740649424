import { randomBytes } from 'node:crypto';
import {
  cpSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { openBlobs, type BlobFiles } from '../../src/platform/blobs/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { fillDataFolder } from '../../../testkit/src/databases/index.ts';
import { startHouse } from '../engagements/house.ts';
import { signed, uploadUntil, type Upload } from './load.ts';
import { startedAgain, type Left } from './started-again.ts';

/** A file whatever it is called: by its inode, and by its birth, for the inode of one that was deleted is given again. */
function fileOf({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`;
}

/**
 * What a disk holds that loses all that was not synced. Files are followed by what they are, for PostgreSQL and the
 * blob store rename them. Names are kept as they are at the cut, as a file system with a journal for them does.
 */
class KeptDisk {
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
    for (const path of listed(this.#folder, 'folders'))
      mkdirSync(join(folder, relative(this.#folder, path)), { recursive: true });
    for (const path of listed(this.#folder, 'files')) {
      // It is synced as well, and held by this process, which in truth would be gone.
      if (path.endsWith('.lock')) continue;
      const target = join(folder, relative(this.#folder, path));
      const file = fileOf(statSync(path));
      const pristine = this.#pristine.get(file);
      const kept = pristine === undefined ? this.#synced.get(file) : readFileSync(join(this.#before, pristine));
      writeFileSync(target, torn(kept ?? Buffer.alloc(0), readFileSync(path), random));
    }
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

export interface PowerCuts {
  cuts: number;
  acknowledged: number;
  /** Of disks that keep what was synced. */
  faults: string[];
  /** Control arms: of disks to which the syncs of the database, or of the blob store, say nothing. Each must lose something. */
  lying: Record<Lie, string[]>;
}

type Lie = 'database' | 'blobs';

/**
 * Cuts the power of a whole server on the embedded database `cuts` times while two clients upload, each time within
 * a sync; starts it on what is left and asks for what was acknowledged before the cut. Of every load the first cut
 * is looked at with lying disks as well, of which nothing is left that was not synced: with a page here and there the
 * one upload of before the cut may have come through by luck.
 */
export async function runPowerCuts(cuts: number, random: () => number): Promise<PowerCuts> {
  const result: PowerCuts = { cuts: 0, acknowledged: 0, faults: [], lying: { database: [], blobs: [] } };
  while (result.cuts < cuts) {
    const root = await mkdtemp(join(tmpdir(), 'tickmark-power-'));
    try {
      await oneLoad(root, Math.min(5, cuts - result.cuts), random, result);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  return result;
}

async function oneLoad(root: string, wanted: number, random: () => number, result: PowerCuts): Promise<void> {
  const dataFolder = join(root, 'data');
  mkdirSync(dataFolder);
  await fillDataFolder(dataFolder);
  const before = join(root, 'before');
  cpSync(dataFolder, before, { recursive: true });
  const disk = (): KeptDisk => new KeptDisk(dataFolder, before);
  const disks = { honest: disk(), database: disk(), blobs: disk() };
  const done: (Left & { lie?: Lie })[] = [];
  const acknowledged: Upload[] = [];
  let [loaded, cut] = [false, 0];
  const perhapsCut = (): void => {
    if (!loaded || cut === wanted || acknowledged.length === 0 || random() > 0.1) return;
    const lost = (name: string, of: KeptDisk, left = random): Left => {
      const folder = join(root, `cut-${cut}-${name}`);
      of.cut(folder, left);
      return { folder, acknowledged: [...acknowledged] };
    };
    done.push(lost('honest', disks.honest));
    if (cut === 0)
      for (const lie of ['database', 'blobs'] as const) done.push({ ...lost(lie, disks[lie], () => 0), lie });
    cut += 1;
  };
  const sync = (fileDescriptor: number): void => {
    perhapsCut();
    fsyncSync(fileDescriptor);
    for (const each of [disks.honest, disks.blobs]) each.synced(fileDescriptor);
    perhapsCut();
  };
  const database = await openDatabase({ dataFolder }, { disk: { sync } });
  const blobs = openBlobs(join(dataFolder, 'blobs'), followed([disks.honest, disks.database]));
  const masterKey = randomBytes(32);
  const house = await startHouse(database, root, { after: { masterKey, blobs } });
  const { owner: as } = await house.organization();
  await signed(house.call, as);
  loaded = true;
  const until = new AbortController();
  await uploadUntil(until.signal, {
    call: house.call,
    as,
    clients: 2,
    seed: root,
    acknowledged: (upload) => {
      acknowledged.push(upload);
      if (cut === wanted) until.abort();
    },
  });
  await house.stop();
  await database.close();

  for (const { lie, ...left } of done) {
    const faults = await startedAgain(left, { masterKey, as }).catch((error: unknown) => [
      `did not start: ${String(error)}`,
    ]);
    if (lie !== undefined) {
      result.lying[lie].push(...faults);
      continue;
    }
    result.cuts += 1;
    result.acknowledged += left.acknowledged.length;
    result.faults.push(...faults.map((fault) => `cut ${result.cuts}: ${fault}`));
  }
}

/** The files of the blob store, each sync of one told to the disks. */
function followed(disks: readonly KeptDisk[]): BlobFiles {
  return {
    ...nodeFiles,
    open: async (path, flags, mode) => {
      // Written only as a rule; what was synced has to be read.
      const handle = await nodeFiles.open(path, flags === 'wx' ? 'wx+' : flags, mode);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        for (const disk of disks) disk.synced(handle.fd);
      };
      return handle;
    },
  };
}
