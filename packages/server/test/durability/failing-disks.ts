import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ErrorBody } from '@tickmark/core';
import { fillDataFolder, postgresFiles } from '../../../testkit/src/databases/index.ts';
import { shortLived } from '../../../testkit/src/processes/index.ts';
import type { Person } from '../engagements/house.ts';
import { ending, passing, type DiskFaultKind } from './failing.ts';
import type { Upload } from './load.ts';
import { startedAgain } from './started-again.ts';

export type Subject = 'embedded' | 'server';

const script = fileURLToPath(new URL('failing-disk.ts', import.meta.url));

/** What a disk does while evidence is uploaded, one piece after the other. */
export interface DiskPlan {
  /** Pieces before the first fault. */
  before: number;
  faults: readonly {
    kind: DiskFaultKind;
    /** Operations of its kind that go well before it. */
    after: number;
    /** Pieces while the disk is so. */
    uploads: number;
  }[];
  /** Pieces after each fault, with the disk as it should be. */
  between: number;
  /** What stands in each piece. */
  text: string;
}

/** A line of the server: `fault` is the place of what its disk did then, null where it was as it should be. */
export interface Said {
  fault: number | null;
  acknowledged?: Upload;
  refused?: ErrorBody;
  met?: number;
}

export interface FailedDisk {
  code: number;
  err: string;
  said: Said[];
  acknowledged: Upload[];
  /** Whether it came to the end of the plan. */
  ended: boolean;
  /** What does not hold after a start with a good disk. */
  faults: string[];
}

/**
 * Runs a server on such a disk, and starts it again on a good one. `lost`: of what was acknowledged last the file is taken
 * away before that, as no disk may do.
 */
export async function onFailingDisk(subject: Subject, plan: DiskPlan, { lost = false } = {}): Promise<FailedDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-disk-'));
  const postgres = subject === 'server' ? await postgresFiles() : undefined;
  try {
    if (postgres === undefined) await fillDataFolder(folder);
    const masterKey = randomBytes(32);
    const of = [folder, masterKey.toString('hex'), JSON.stringify(plan), ...(postgres ? [postgres.folder] : [])];
    const args = [...shortLived, script, ...of];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await closed) as [number];
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Said & { as?: Person; ended?: true });
    const as = lines[0]?.as;
    if (as === undefined) throw new Error(`The server did not begin: ${out}${err}`);
    const acknowledged = lines.flatMap((line) => line.acknowledged ?? []);
    const last = acknowledged.at(-1)?.sha256;
    if (lost && last) await rm(join(folder, 'blobs', as.organization, last.slice(0, 2), last));
    const faults = await startedAgain({ folder, acknowledged, postgres }, { masterKey, as }).catch((error: unknown) => [
      `did not start: ${String(error)}`,
    ]);
    return { code, err, said: lines.slice(1), acknowledged, ended: lines.at(-1)?.ended ?? false, faults };
  } finally {
    await rm(folder, { recursive: true, force: true });
    if (postgres !== undefined) await rm(postgres.folder, { recursive: true, force: true });
  }
}

export interface FailingDisks {
  /** Faults that a disk had, by kind. */
  met: Map<DiskFaultKind, number>;
  acknowledged: number;
  refused: number;
  faults: string[];
  /** Control arms: what is refused by a disk that stays well, and what is found where one loses what it took. */
  refusedByGood: number;
  foundOfLost: string[];
}

/** Faults that one server goes through before the one that ends it. */
const perServer = 10;

/**
 * Lets disks fail `count` times while evidence is uploaded: full, broken, or taking a part of what is written, in the
 * write-ahead log, the tables and the store of files, at random moments. Nothing is acknowledged that is not kept, a
 * refusal says what to do, and the next piece is taken once the disk is well.
 */
export async function runFailingDisks(subject: Subject, count: number, random: () => number): Promise<FailingDisks> {
  const result: FailingDisks = {
    met: new Map(),
    acknowledged: 0,
    refused: 0,
    faults: [],
    refusedByGood: 0,
    foundOfLost: [],
  };
  const below = (n: number): number => Math.floor(random() * n);
  const fault = (kinds: readonly DiskFaultKind[], most: number) => ({
    kind: kinds[below(kinds.length)] ?? 'sync',
    after: below(most),
    uploads: 4,
  });
  const textOf = (): string => 'minutes '.repeat(1 + below(400));
  for (let [met, servers] = [0, 0]; met < count; servers += 1) {
    const wanted = Math.min(perServer, count - met);
    const last = { ...fault([ending[servers % 2] ?? 'sync'], 20), uploads: 40 };
    // A server outlives what ends its database, so that may come at any time.
    const faults =
      subject === 'embedded'
        ? [...Array.from({ length: wanted - 1 }, () => fault(passing, 6)), last]
        : Array.from({ length: wanted }, () => fault([...passing, ...ending], 6));
    const plan = { before: 1, faults, between: 1, text: textOf() };
    const found = await onFailingDisk(subject, plan);
    judge(subject, plan, found, result);
    met = [...result.met.values()].reduce((sum, each) => sum + each, 0);
  }
  const good = await onFailingDisk(subject, { before: 10, faults: [], between: 0, text: textOf() }, { lost: true });
  result.refusedByGood = good.said.filter(({ refused }) => refused !== undefined).length;
  result.foundOfLost = good.faults;
  return result;
}

/** Holds what a server said against its plan. */
function judge(
  subject: Subject,
  plan: DiskPlan,
  { code, err, said, acknowledged, ended, faults }: FailedDisk,
  result: FailingDisks,
): void {
  const wrong = (what: string) => result.faults.push(`${what}: ${JSON.stringify(plan.faults)}`);
  for (const each of faults) wrong(each);
  result.acknowledged += acknowledged.length;
  for (const { fault, refused, met = 0 } of said) {
    const kind = fault === null ? null : plan.faults[fault]?.kind;
    if (met > 0 && kind) result.met.set(kind, (result.met.get(kind) ?? 0) + 1);
    if (refused === undefined) continue;
    result.refused += 1;
    if (kind === null) wrong(`refused by a good disk: ${refused.message}`);
    else if (refused.code !== 'cannot_run' || refused.action === undefined)
      wrong(`${kind}: ${JSON.stringify(refused)}`);
  }
  if (subject === 'server') {
    if (code !== 0 || !ended) wrong(`the server ended with ${code} and said: ${err}`);
    return;
  }
  if (ended) {
    wrong('the disk that ends a server did not');
    return;
  }
  const last = plan.faults.at(-1)?.kind;
  if (last) result.met.set(last, (result.met.get(last) ?? 0) + 1);
  if (code !== 3 || !/^error: The disk did not take what the database wrote: .* What to do: Make room/m.test(err)) {
    wrong(`the server ended with ${code} and said: ${err}`);
  }
}
