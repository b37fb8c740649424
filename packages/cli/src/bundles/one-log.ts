import { logStatement, type LogStatement } from '@tickmark/core';
import {
  LogError,
  openCheckpoint,
  openVerifierKey,
  parseCheckpoint,
  tilePaths,
  verifyLog,
  type VerifiedLog,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Archive } from './archive.ts';
import { decodeText, readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';

/** Where one log of the chain lies in a bundle. */
export interface LogFolder {
  /** The first log is 1. */
  number: number;
  /** `log/` for the newest, `earlier-logs/<number>/` for those before. */
  path: string;
}

/** One log of the chain, verified against its checkpoint. */
export interface OneLog extends LogFolder {
  /** Number of the entry that is entry 0 in its tree. */
  first: number;
  origin: string;
  /** The verifier key beside it. */
  vkey: string;
  size: number;
  root: Uint8Array;
  /** The checkpoint with all lines below it. */
  note: string;
  verified: VerifiedLog;
}

/** A witness, by its name in the policy or in its key, and the time in seconds since 1970 that it vouches for. */
export interface Cosigned {
  name: string;
  time: bigint;
}

/**
 * Verifies the files, tree and checkpoint of one log by itself (EL2 to EL5). Keys and witnesses are those whose lines below
 * the checkpoint the verifier can check, beside the log's own key.
 */
export async function openLog(
  archive: Archive,
  folder: LogFolder,
  { first, keys, witnesses }: { first: number; keys: readonly string[]; witnesses: readonly string[] },
): Promise<OneLog> {
  const vkeyPath = `${folder.path}vkey`;
  const checkpointPath = `${folder.path}checkpoint`;
  const line = decodeText(await required(archive, vkeyPath, 'EL2'), 'EL2', vkeyPath);
  if (!line.endsWith('\n')) throw new DoesNotHold('EL2', `${vkeyPath} is not one key on one line.`, { path: vkeyPath });
  const vkey = line.slice(0, -1);
  const key = await because('EL2', folder, 'vkey', () => openVerifierKey(nodeCrypto, vkey));
  const note = decodeText(await required(archive, checkpointPath, 'EL3'), 'EL3', checkpointPath);
  const stated = await because('EL3', folder, 'checkpoint', () => parseCheckpoint(note));
  checkFiles(archive, folder, stated.size);
  const vkeys = [...new Set([vkey, ...keys])];
  const readTile = (path: string): Promise<Uint8Array | undefined> => archive.read(`${folder.path}${path}`);
  const log = await because('EL3', folder, 'checkpoint', () =>
    verifyLog(nodeCrypto, { checkpoint: note, vkeys, witnesses, readTile }),
  );
  if (!log.signedBy.includes(vkey) || log.origin !== key.name) {
    throw new DoesNotHold(
      'EL3',
      `The checkpoint of ${log.origin} is not signed by the key of the bundle, ${key.name}.`,
      { path: checkpointPath },
    );
  }
  const { origin, root } = log;
  return { ...folder, first, origin, vkey, size: Number(log.size), root, note, verified: log };
}

/**
 * Signatures by none of the keys at hand: each has to be by a witness that an entry of the log, or of one
 * before it, names, so that no line is there that nobody can check (EL61).
 */
export async function cosignedByNamed(
  log: OneLog,
  { keys, witnesses }: { keys: readonly string[]; witnesses: readonly string[] },
  named: readonly string[],
): Promise<Cosigned[]> {
  if (log.verified.unknownSignatures === 0) return [];
  const logs = [...new Set([log.vkey, ...keys])];
  const opened = await because('EL3', log, 'checkpoint', () =>
    openCheckpoint(nodeCrypto, log.note, { logs, witnesses: [...new Set([...witnesses, ...named])] }),
  );
  if (opened.unknown > 0) {
    throw new DoesNotHold(
      'EL3',
      'The checkpoint has a signature by a key that is neither in the bundle nor named by you.',
      { path: `${log.path}checkpoint` },
    );
  }
  return opened.cosignatures.filter(({ vkey }) => !witnesses.includes(vkey)).map(({ name, time }) => ({ name, time }));
}

/** Every statement of a log with its number, in order (EL6); none is of an earlier instant than the one before (EL21). */
export async function* readStatements(
  { first, verified }: OneLog,
  before: LogStatement | undefined,
): AsyncGenerator<[entry: number, statement: LogStatement]> {
  let entry = first;
  let last = before;
  for await (const bytes of verified.entries) {
    const parsed = logStatement.safeParse(readCanonical(bytes));
    if (!parsed.success)
      throw new DoesNotHold('EL6', `Entry ${entry} is not a statement in canonical JSON.`, { entry });
    const statement = parsed.data;
    if (last !== undefined && Date.parse(statement.at) < Date.parse(last.at)) {
      throw new DoesNotHold(
        'EL21',
        `Entry ${entry} (${statement.op}) is of ${statement.at}, before the entry it follows (${last.at}).`,
        { entry },
      );
    }
    yield [entry, statement];
    last = statement;
    entry += 1;
  }
}

function checkFiles(archive: Archive, { path: folder }: LogFolder, size: bigint): void {
  const checkpointPath = `${folder}checkpoint`;
  const expected = new Set([checkpointPath, `${folder}vkey`]);
  // A size that no archive of this many files can have is not worth listing.
  if (size > BigInt(archive.files.size) * 256n)
    throw new DoesNotHold(
      'EL4',
      `The checkpoint says ${size} entries; the log folder has fewer files than that needs.`,
      { path: checkpointPath },
    );
  for (const path of tilePaths(size)) expected.add(`${folder}${path}`);
  for (const path of expected) {
    if (!archive.files.has(path)) throw new DoesNotHold('EL4', `The log of ${size} entries lacks ${path}.`, { path });
  }
  for (const path of archive.files.keys()) {
    if (path.startsWith(folder) && !expected.has(path))
      throw new DoesNotHold('EL4', `${path} does not belong to a log of ${size} entries.`, { path });
  }
}

async function required(archive: Archive, path: string, rule: string): Promise<Uint8Array> {
  const bytes = await archive.read(path);
  if (bytes === undefined) throw new DoesNotHold(rule, `The bundle lacks ${path}.`, { path });
  return bytes;
}

/** Tells an error of the log under its rule: EL5 where a tile or the root is wrong, else `rule`. */
async function because<T>(rule: string, folder: LogFolder, file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const inTree = ['wrong_tile', 'missing_tile', 'wrong_root'].includes(error.code);
    throw new DoesNotHold(inTree ? 'EL5' : rule, error.message, { path: `${folder.path}${error.path ?? file}` });
  }
}
