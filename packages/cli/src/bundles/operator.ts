import { createHash } from 'node:crypto';
import { logStatement, noteFacts, noteOp } from '@tickmark/core';
import { LogError, openVerifierKey, parseCheckpoint, verifyLogProof } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Archive } from './archive.ts';
import { checkpointBeside, tilesOf } from './bundled-checkpoint.ts';
import { decodeText, readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledChainLog, BundledLog } from './log.ts';

const folder = 'operator/';
const paths = {
  checkpoint: `${folder}checkpoint`,
  entry: `${folder}entry.json`,
  proof: `${folder}entry.tlog-proof`,
  salt: `${folder}salt`,
  vkey: `${folder}vkey`,
} as const;
const rule = 'EL128';

/** That the operator's log, which others on the server share, has committed to a checkpoint of a bundled log. */
export interface BundledNote {
  /** Name of the operator's log, and whether its key is one that the verifier named. */
  operator: string;
  trusted: boolean;
  /** Of the entry in the operator's log; digits, for an index may be larger than a JSON number can be. */
  operatorEntry: string;
  /** Number of the log, and entries under the checkpoint in its tree. */
  log: number;
  size: number;
  /** Number of the last of these entries, counted over the whole chain. */
  entry: number;
  /** As the entry says, by the clock of the server. */
  at: string;
}

/** Whether `operator/` is there, whole and with nothing else (EL127). */
export function hasNote(archive: Archive): boolean {
  const there = [...archive.files.keys()].filter((path) => path.startsWith(folder));
  if (there.length === 0) return false;
  const known: readonly string[] = Object.values(paths);
  for (const path of there)
    if (!known.includes(path))
      throw new DoesNotHold('EL127', `${path} is no part of what the operator’s log has noted.`, { path });
  for (const path of known)
    if (!archive.files.has(path))
      throw new DoesNotHold('EL127', `${path} is missing beside what the operator’s log has noted.`, { path });
  return true;
}

/**
 * Verifies that the entry is in the operator's log and commits to a checkpoint of a bundled log (EL128), and with `trusted`
 * that the log is the one that the verifier named and the checkpoint that of the bundle (EL129). null where the bundle has none.
 */
export async function verifyNote(
  archive: Archive,
  log: BundledLog,
  { there, trusted }: { there: boolean; trusted: string | undefined },
): Promise<BundledNote | null> {
  if (!there) {
    if (trusted === undefined) return null;
    throw new DoesNotHold('EL129', 'Nothing in the bundle says that the operator’s log has noted it.');
  }
  const vkey = await lineAt(archive, paths.vkey);
  if (trusted !== undefined && vkey !== trusted)
    throw new DoesNotHold('EL129', `${paths.vkey} is another key than the one you named for the operator’s log.`, {
      path: paths.vkey,
    });
  const { name } = because(paths.vkey, () => openVerifierKey(nodeCrypto, vkey));
  const entry = (await archive.read(paths.entry)) ?? new Uint8Array();
  const proof = decodeText((await archive.read(paths.proof)) ?? new Uint8Array(), rule, paths.proof);
  const { index } = because(paths.proof, () => verifyLogProof(nodeCrypto, proof, { entry }, { vkey }));
  const { at, commitment } = noteIn(entry);
  const { of, size, text } = await notedCheckpoint(archive, log);
  const salt = await lineAt(archive, paths.salt);
  if (!/^[0-9a-f]{64}$/.test(salt))
    throw new DoesNotHold(rule, `${paths.salt} is not 64 lowercase hex digits.`, { path: paths.salt });
  const own = createHash('sha256').update(Buffer.from(salt, 'hex')).update(text).digest('hex');
  if (own !== commitment)
    throw new DoesNotHold(rule, `${paths.entry} does not commit to ${paths.checkpoint} with the salt beside it.`, {
      path: paths.entry,
    });
  const { newest } = log;
  const told = { log: of.number, size, entry: of.first + size - 1 };
  if (trusted !== undefined && (of.number !== newest.number || size !== newest.size))
    throw new DoesNotHold(
      'EL129',
      `The operator’s log has noted the log up to entry ${told.entry}, and not the checkpoint of this bundle.`,
      { path: paths.checkpoint },
    );
  return { operator: name, trusted: trusted !== undefined, operatorEntry: String(index), ...told, at };
}

/** What the entry says. */
function noteIn(entry: Uint8Array): { at: string; commitment: string } {
  const misfit = new DoesNotHold(rule, `${paths.entry} is no note of a checkpoint.`, { path: paths.entry });
  let value: unknown;
  try {
    value = readCanonical(entry);
  } catch {
    throw misfit;
  }
  const statement = logStatement.safeParse(value).data;
  const facts = statement?.op === noteOp ? noteFacts.safeParse(statement.facts).data : undefined;
  if (statement === undefined || facts === undefined) throw misfit;
  return { at: statement.at, commitment: facts.commitment };
}

/** The noted checkpoint, which is one that a log in the bundle had. */
async function notedCheckpoint(
  archive: Archive,
  log: BundledLog,
): Promise<{ of: BundledChainLog; size: number; text: string }> {
  const path = paths.checkpoint;
  const note = decodeText((await archive.read(path)) ?? new Uint8Array(), rule, path);
  const { origin, size } = because(path, () => parseCheckpoint(note));
  const of = log.logs.find((each) => each.origin === origin);
  if (of === undefined || size > BigInt(of.size) || size === 0n)
    throw new DoesNotHold(rule, `${path} is of no log in the bundle, or of more entries than it has.`, { path });
  const tiles = tilesOf(archive, of, of === log.newest);
  const { text } = await checkpointBeside(archive, { path, log: of, size: Number(size), tiles }, rule);
  return { of, size: Number(size), text };
}

async function lineAt(archive: Archive, path: string): Promise<string> {
  const text = decodeText((await archive.read(path)) ?? new Uint8Array(), rule, path);
  if (!text.endsWith('\n') || text.indexOf('\n') !== text.length - 1)
    throw new DoesNotHold(rule, `${path} is not one line.`, { path });
  return text.slice(0, -1);
}

function because<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new DoesNotHold(rule, `${path} does not hold. ${error.message}`, { path });
  }
}
