import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobs, type BlobFiles } from '../../src/platform/blobs/index.ts';
import { startHouse } from '../engagements/house.ts';
import { KeptDisk } from './kept-disk.ts';
import { signed, uploadUntil, type Upload } from './load.ts';
import { poweredEmbedded, poweredPostgres, type Cut, type Lie } from './powered.ts';
import { startedAgain } from './started-again.ts';

export interface PowerCuts {
  cuts: number;
  acknowledged: number;
  /** Of disks that keep what was synced. */
  faults: string[];
  /** Control arms: of disks to which the syncs of the database, or of the blob store, say nothing. Each must lose something. */
  lying: Record<Lie, string[]>;
}

/**
 * Cuts the power of a whole server `cuts` times while two clients upload, each time within a sync of its database;
 * starts it on what is left and asks for what was acknowledged before the cut. The first cut
 * is looked at with lying disks as well, of which nothing is left that was not synced: with a page here and there the
 * one upload of before the cut may have come through by luck.
 */
export async function runPowerCuts(
  database: 'embedded' | 'server',
  cuts: number,
  random: () => number,
): Promise<PowerCuts> {
  const result: PowerCuts = { cuts: 0, acknowledged: 0, faults: [], lying: { database: [], blobs: [] } };
  while (result.cuts < cuts) {
    const root = await mkdtemp(join(tmpdir(), 'tickmark-power-'));
    // The account of PostgreSQL starts what is left in here.
    await chmod(root, 0o755);
    try {
      await oneLoad(database, root, Math.min(10, cuts - result.cuts), random, result);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  return result;
}

async function oneLoad(
  kind: 'embedded' | 'server',
  root: string,
  wanted: number,
  random: () => number,
  result: PowerCuts,
): Promise<void> {
  const blobFolder = join(root, 'blobs');
  mkdirSync(blobFolder);
  const blobDisks = { honest: new KeptDisk(blobFolder, blobFolder), lying: new KeptDisk(blobFolder, blobFolder) };
  const done: { folder: string; acknowledged: Upload[]; lie?: Lie }[] = [];
  const acknowledged: Upload[] = [];
  let [loaded, cut] = [false, 0];
  const powered = await (kind === 'embedded' ? poweredEmbedded : poweredPostgres)(root, random, {
    due: () => loaded && cut < wanted && acknowledged.length > 0,
    cut: () => {
      const lies: (Lie | undefined)[] = cut + result.cuts === 0 ? [undefined, 'database', 'blobs'] : [undefined];
      const cuts = lies.map((lie): Cut => ({ folder: join(root, `cut-${cut}-${lie ?? 'honest'}`), lie }));
      for (const { folder, lie } of cuts) {
        blobDisks[lie === 'blobs' ? 'lying' : 'honest'].cut(
          join(folder, 'blobs'),
          lie === undefined ? random : () => 0,
        );
        done.push({ folder, acknowledged: [...acknowledged], ...(lie === undefined ? {} : { lie }) });
      }
      cut += 1;
      return cuts;
    },
  });
  const masterKey = randomBytes(32);
  const blobs = openBlobs(blobFolder, followed(blobDisks.honest));
  const house = await startHouse(powered.database, root, { after: { masterKey, blobs } });
  const { owner: as } = await house.organization();
  await signed(house.call, as);
  loaded = true;
  const until = new AbortController();
  const checkpoints: Promise<void>[] = [];
  await uploadUntil(until.signal, {
    call: house.call,
    as,
    clients: 2,
    seed: root,
    acknowledged: (upload) => {
      acknowledged.push(upload);
      powered.loaded();
      if (acknowledged.length % 5 === 0) checkpoints.push(powered.checkpoint());
      if (cut === wanted) until.abort();
    },
  });
  await Promise.all(checkpoints);
  await house.stop();
  const at = await powered.stop();

  for (const { lie, ...left } of done) {
    const faults = await startedAgain(at(left), { masterKey, as }).catch((error: unknown) => [
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

/** The files of the blob store, each sync of one told to the disk. */
function followed(disk: KeptDisk): BlobFiles {
  return {
    ...nodeFiles,
    open: async (path, flags, mode) => {
      // Written only as a rule; what was synced has to be read.
      const handle = await nodeFiles.open(path, flags === 'wx' ? 'wx+' : flags, mode);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        disk.synced(handle.fd);
      };
      return handle;
    },
  };
}
