import { once } from 'node:events';
import { cpSync, fsyncSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { fillDataFolder, postgresFiles } from '../../../testkit/src/databases/index.ts';
import { openDatabase, type OpenDatabase } from '../../src/platform/database/index.ts';
import type { Follow } from './followed-postgres.ts';
import { KeptDisk } from './kept-disk.ts';
import type { Left } from './started-again.ts';

/** What says to have synced and did not. */
export type Lie = 'database' | 'blobs';

/** What is left of one cut goes to a folder; with a lie nothing is left there of what was not synced. */
export interface Cut {
  folder: string;
  lie: Lie | undefined;
}

interface Cutting {
  /** Whether the power may be cut now. */
  due(): boolean;
  /** The power is cut now: where what the database left is to be written. */
  cut(): Cut[];
}

/** A database whose power can be cut. */
export interface Powered {
  database: OpenDatabase;
  /** Something may have become due. */
  loaded(): void;
  checkpoint(): Promise<void>;
  /** Gives what a start on the left of a cut needs. */
  stop(): Promise<(left: Omit<Left, 'postgres'>) => Left>;
}

/** How often a sync is one at which the power is cut, before or after it. */
export const odds = 0.1;

/** Writes what a disk and a lying one hold to the folders of a cut. */
export function writeCuts(
  cuts: readonly Cut[],
  { honest, lying }: Record<'honest' | 'lying', KeptDisk>,
  random: () => number,
  place = (folder: string): string => folder,
): void {
  for (const { folder, lie } of cuts)
    (lie === 'database' ? lying : honest).cut(place(folder), lie === undefined ? random : () => 0);
}

export async function poweredEmbedded(root: string, random: () => number, { due, cut }: Cutting): Promise<Powered> {
  const dataFolder = join(root, 'data');
  mkdirSync(dataFolder);
  await fillDataFolder(dataFolder);
  const before = join(root, 'before');
  cpSync(dataFolder, before, { recursive: true });
  const disks = { honest: new KeptDisk(dataFolder, before), lying: new KeptDisk(dataFolder, before) };
  const perhaps = (): void => {
    if (due() && random() < odds) writeCuts(cut(), disks, random);
  };
  const sync = (fileDescriptor: number): void => {
    perhaps();
    fsyncSync(fileDescriptor);
    disks.honest.synced(fileDescriptor);
    perhaps();
  };
  const database = await openDatabase({ dataFolder }, { disk: { sync } });
  return {
    database,
    loaded: () => undefined,
    checkpoint: () => database.owner(async ({ script }) => void (await script('checkpoint'))),
    stop: async () => {
      await database.close();
      return (left) => left;
    },
  };
}

/** A server of PostgreSQL, every sync of each of its processes followed. */
export async function poweredPostgres(root: string, _: () => number, { due, cut }: Cutting): Promise<Powered> {
  const files = await postgresFiles();
  const data = join(files.folder, 'data');
  const before = join(root, 'before');
  cpSync(data, before, { recursive: true });
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const { port1, port2 } = new MessageChannel();
  const follow: Follow = { program: files.program, data, before, shared, port: port2 };
  const worker = new Worker(new URL('followed-postgres.ts', import.meta.url), {
    workerData: follow,
    transferList: [port2],
  });
  port1.on('message', () => {
    // It waits. Whatever was acknowledged by now was synced before this.
    port1.postMessage(due() ? cut() : []);
    Atomics.store(shared, 0, due() ? 1 : 0);
    Atomics.store(shared, 1, 1);
    Atomics.notify(shared, 1);
  });
  await files.answers();
  const database = await openDatabase(files);
  const ended = once(worker, 'exit');
  return {
    database,
    loaded: () => Atomics.store(shared, 0, due() ? 1 : 0),
    checkpoint: files.checkpoint,
    stop: async () => {
      await database.close();
      await files.end();
      await ended;
      port1.close();
      await rm(files.folder, { recursive: true, force: true });
      return (left) => ({ ...left, postgres: files.at(left.folder) });
    },
  };
}
