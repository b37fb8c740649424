/** A thread that runs a server of PostgreSQL, follows what it syncs, and cuts its power when asked to. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Program } from '../../../testkit/src/databases/index.ts';
import { runOnDisk, type FileCall } from '../../../testkit/src/traced/index.ts';
import { KeptDisk } from './kept-disk.ts';
import { odds, writeCuts, type Cut } from './powered.ts';

export interface Follow {
  program: Program;
  /** The folder of the server. */
  data: string;
  /** A copy of it before it starts. */
  before: string;
  /** Whether the power may be cut; whether the other side has answered. */
  shared: Int32Array;
  /** Asks for the folders of a cut. */
  port: MessagePort;
}

const { program, data, before, shared, port } = workerData as Follow;
const disks = { honest: new KeptDisk(data, before), lying: new KeptDisk(data, before) };

const isSync = ({ call, path }: FileCall): boolean =>
  (call === 'fsync' || call === 'fdatasync') && path.startsWith(data);

function perhapsCut(): void {
  if (Atomics.load(shared, 0) === 0 || Math.random() >= odds) return;
  Atomics.store(shared, 1, 0);
  port.postMessage('cut');
  Atomics.wait(shared, 1, 0);
  const { message } = receiveMessageOnPort(port) as { message: Cut[] };
  writeCuts(message, disks, Math.random, (folder) => join(folder, 'data'));
}

runOnDisk(program, {
  asked: (call) => {
    if (isSync(call)) perhapsCut();
    return 'done';
  },
  done: (call) => {
    if (!isSync(call)) return;
    const open = openSync(call.file, 'r');
    disks.honest.synced(open);
    closeSync(open);
    perhapsCut();
  },
});
port.close();
