/** A thread that runs a server of PostgreSQL whose disk fails as it is told to, and starts it again when that ended it. */
import { workerData } from 'node:worker_threads';
import type { Program } from '../../../testkit/src/databases/index.ts';
import { runOnDisk, type Disk } from '../../../testkit/src/traced/index.ts';
import { Failing } from './failing.ts';

export interface FailingPostgres {
  program: Program;
  told: Int32Array;
  /** 1 once the server is not to be started again. */
  over: Int32Array;
}

const { program, told, over } = workerData as FailingPostgres;
const failing = new Failing(told);

const asked: Disk['asked'] = ({ call, path, bytes }) => {
  const ofLog = path.includes('/pg_wal/');
  const ofRows = path.includes('/base/');
  if (!ofLog && !ofRows) return 'done';
  if (call === 'fsync' || call === 'fdatasync') return failing.fails('sync') ? { error: 'EIO' } : 'done';
  if (failing.fails(ofLog ? 'log' : 'rows')) return { error: 'ENOSPC' };
  const short = bytes > 1 && failing.fails(ofLog ? 'log-short' : 'rows-short');
  return short ? { atMost: Math.floor(bytes / 2) } : 'done';
};

while (Atomics.load(over, 0) === 0) runOnDisk(program, { asked, done: () => undefined });
