import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import { z } from 'zod';
import { processStart } from './process-start.ts';

const holderShape = z.object({
  pid: z.number().int().positive(),
  /** Tells a process from a later one with the same number; null where the system does not say. */
  started: z.string().nullable(),
  host: z.string(),
  command: z.string(),
  since: z.iso.datetime(),
  token: z.string(),
});
type Holder = z.infer<typeof holderShape>;

export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Makes the folder if need be and takes it for this process alone, until `release` or the end of the
 * process, however it ends: a lock whose process is gone is taken over. Throws data_folder_locked
 * with the holder's process number, command and time. The lock is the file `tickmark.lock` in the folder;
 * `command` is what others are told.
 */
export async function lockDataFolder(
  folder: string,
  command: string = process.argv.join(' '),
): Promise<DataFolderLock> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'tickmark.lock');
  const mine = await thisProcess(command);
  const draft = join(folder, `${mine.token}.lock`);
  await writeDurably(draft, JSON.stringify(mine));
  try {
    while (!(await claim(draft, path)) && !(await succeed(folder, path, draft, mine))) {
      // Someone released or took over in between: look again.
    }
  } finally {
    await rm(draft, { force: true });
  }
  return { release: () => release(path, mine) };
}

/**
 * Takes over from a holder that is gone. The right to follow the holder with token T is the file
 * `after-T.lock`, which a hard link can make only once; who made it puts its own lock in place by a
 * rename. A successor that died before the rename is followed in the same way. Answers false when
 * the lock changed meanwhile.
 */
async function succeed(folder: string, path: string, draft: string, mine: Holder): Promise<boolean> {
  const chain: Holder[] = [];
  const rights: string[] = [];
  for (let at = path; ;) {
    const holder = await readHolder(folder, at);
    if (holder === undefined) break;
    if (await isAlive(holder)) throw lockedBy(folder, path, holder);
    chain.push(holder);
    at = join(folder, `after-${holder.token}.lock`);
    rights.push(at);
  }
  const first = chain[0];
  const right = rights.at(-1);
  if (first === undefined || right === undefined || !(await claim(draft, right))) return false;
  // The right to follow T is cleared away only after T is gone from the lock, never to come back.
  const still = (await readHolder(folder, path))?.token === first.token;
  if (still) await rename(draft, path);
  for (const name of still ? rights : [right]) await rm(name, { force: true });
  return still && (await readHolder(folder, path))?.token === mine.token;
}

async function thisProcess(command: string): Promise<Holder> {
  return {
    pid: process.pid,
    started: await processStart(process.pid),
    host: hostname(),
    command,
    since: new Date().toISOString(),
    token: randomUUID(),
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A hard link appears with its whole content or not at all, and never over an existing name. */
async function claim(draft: string, name: string): Promise<boolean> {
  try {
    await link(draft, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(folder: string, path: string): Promise<Holder | undefined> {
  try {
    return holderShape.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new TickmarkError('data_folder_locked', `The lock of the data folder ${folder} cannot be read: ${path}`, {
      action: 'Make sure that no Tickmark uses this folder, then delete that file.',
      cause,
    });
  }
}

/** A process of another machine (a shared folder) cannot be looked up, so it counts as alive. */
async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const started = await processStart(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

async function release(path: string, mine: Holder): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text === JSON.stringify(mine)) await rm(path, { force: true });
}

function lockedBy(folder: string, path: string, holder: Holder): TickmarkError {
  const here = holder.host === hostname();
  return new TickmarkError(
    'data_folder_locked',
    `The data folder ${folder} is held by process ${holder.pid}${here ? '' : ` on ${holder.host}`} ` +
      `since ${holder.since}: ${holder.command}`,
    {
      action: here
        ? 'Stop that process, or start with another data folder (--data).'
        : `Stop that process, or start with another data folder (--data). If that machine is gone, delete ${path}.`,
    },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
