import { logStatement, sealedFacts, type LogStatement, type SealedFacts, type SealedOp } from '@tickmark/core';
import {
  LogError,
  openCheckpoint,
  openVerifierKey,
  parseCheckpoint,
  parseVerifierKey,
  quorumReached,
  tilePaths,
  verifyLog,
  type Policy,
  type VerifiedLog,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Archive } from './archive.ts';
import { decodeText, readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';

const folder = 'log/';
const vkeyPath = 'log/vkey';
const checkpointPath = 'log/checkpoint';

/** Whom the verifier trusts. */
export interface Trust {
  /** Verifier keys (note vkeys) got from the organization by another way than the bundle. */
  keys: readonly string[];
  /** One of its logs must have signed, where it names any, and its quorum must have cosigned. */
  policy?: Policy | undefined;
}

/** A witness, by its name in the policy or in its key, and the time in seconds since 1970 that it vouches for. */
export interface Cosigned {
  name: string;
  time: bigint;
}

/** What the bundled log says: all of it verified against its checkpoint. */
export interface BundledLog {
  checkpoint: { origin: string; size: number; root: Uint8Array };
  /** The checkpoint is signed by a key that the verifier named. */
  keyTrusted: boolean;
  /** Witnesses of the policy that have cosigned the checkpoint. */
  cosignatures: readonly Cosigned[];
  /** Witnesses that the log itself names, and no policy does, that have cosigned it. */
  namedByLog: readonly Cosigned[];
  /** Statements whose facts a verifier reads again, by index. */
  sealed: ReadonlyMap<number, LogStatement>;
  last: LogStatement;
}

/** Verifies `log/` (EL2 to EL6, EL61, and EL28 where there is a policy). */
export async function readLog(archive: Archive, { keys, policy }: Trust): Promise<BundledLog> {
  const logs = (policy?.logs ?? []).map((log) => log.vkey);
  const named = [keys, logs].filter((some) => some.length > 0);
  const line = decodeText(await required(archive, vkeyPath, 'EL2'), 'EL2', vkeyPath);
  if (!line.endsWith('\n')) throw new DoesNotHold('EL2', `${vkeyPath} is not one key on one line.`, { path: vkeyPath });
  const vkey = line.slice(0, -1);
  const key = await because('EL2', vkeyPath, () => openVerifierKey(nodeCrypto, vkey));
  const checkpoint = decodeText(await required(archive, checkpointPath, 'EL3'), 'EL3', checkpointPath);
  const stated = await because('EL3', checkpointPath, () => parseCheckpoint(checkpoint));
  checkFiles(archive, stated.size);
  const vkeys = [...new Set([vkey, ...named.flat()])];
  const readTile = (path: string): Promise<Uint8Array | undefined> => archive.read(`${folder}${path}`);
  const witnesses = (policy?.witnesses ?? []).map((witness) => witness.vkey);
  const log = await because('EL3', checkpointPath, () =>
    verifyLog(nodeCrypto, { checkpoint, vkeys, witnesses, readTile }),
  );
  if (!log.signedBy.includes(vkey) || log.origin !== key.name) {
    throw new DoesNotHold(
      'EL3',
      `The checkpoint of ${log.origin} is not signed by the key of the bundle, ${key.name}.`,
      { path: checkpointPath },
    );
  }
  const keyTrusted = named.length > 0 && named.every((some) => log.signedBy.some((each) => some.includes(each)));
  const underOwnName = named.flat().filter((each) => parseVerifierKey(each).name === log.origin);
  // Who names the key of this log means no other of its name, whatever else has signed.
  const replaced = underOwnName.length > 0 && !underOwnName.includes(vkey);
  if (named.length > 0 && (!keyTrusted || replaced)) {
    throw new DoesNotHold('EL2', `The bundle is signed with a key that you did not name: ${vkey}.`, { path: vkeyPath });
  }
  if (logs.length > 0 && !logs.some((each) => underOwnName.includes(each) && log.signedBy.includes(each))) {
    throw new DoesNotHold('EL28', `A log of your policy has signed the checkpoint of another log, ${log.origin}.`, {
      path: checkpointPath,
    });
  }
  const { witnesses: inLog, ...statements } = await readStatements(log);
  const namedByLog =
    log.unknownSignatures === 0
      ? []
      : await because('EL3', checkpointPath, () => cosignedByNamed(checkpoint, { logs: vkeys, witnesses }, inLog));
  const cosignatures = policy === undefined ? [] : cosignedBy(policy, log);
  return {
    ...statements,
    cosignatures,
    namedByLog,
    checkpoint: { origin: log.origin, size: Number(log.size), root: log.root },
    keyTrusted,
  };
}

/**
 * Signatures by none of the keys at hand: each has to be by a witness that an entry of the log names, so
 * that no line is there that nobody can check.
 */
function cosignedByNamed(
  checkpoint: string,
  { logs, witnesses }: { logs: readonly string[]; witnesses: readonly string[] },
  named: readonly string[],
): Cosigned[] {
  const opened = openCheckpoint(nodeCrypto, checkpoint, { logs, witnesses: [...new Set([...witnesses, ...named])] });
  if (opened.unknown > 0) {
    throw new DoesNotHold(
      'EL3',
      'The checkpoint has a signature by a key that is neither in the bundle nor named by you.',
      { path: checkpointPath },
    );
  }
  return opened.cosignatures.filter(({ vkey }) => !witnesses.includes(vkey)).map(({ name, time }) => ({ name, time }));
}

/** The key that an entry names as that of a witness; undefined where it is none that can be used. */
function witnessKey({ op, facts }: LogStatement): string | undefined {
  const vkey = op === 'witnesses.add' ? facts['verifierKey'] : undefined;
  if (typeof vkey !== 'string') return undefined;
  try {
    openVerifierKey(nodeCrypto, vkey, 'witness');
    return vkey;
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}

function cosignedBy(policy: Policy, { cosignatures }: VerifiedLog): Cosigned[] {
  const cosigned = policy.witnesses.flatMap(({ name, vkey }) =>
    cosignatures.filter((each) => each.vkey === vkey).map(({ time }) => ({ name, time })),
  );
  if (
    quorumReached(
      policy,
      cosignatures.map(({ vkey }) => vkey),
    )
  )
    return cosigned;
  const names = cosigned.map(({ name }) => name).join(', ');
  throw new DoesNotHold(
    'EL28',
    `Your policy asks for ${policy.quorum} to have cosigned; of its witnesses ${names === '' ? 'none' : names} did.`,
    { path: checkpointPath },
  );
}

/** Facts of one entry, in the shape its operation declares (EL12). */
export function factsAt<Op extends SealedOp>(log: BundledLog, op: Op, entry: number, what: string): SealedFacts<Op> {
  const statement = log.sealed.get(entry);
  if (statement?.op !== op) {
    throw new DoesNotHold(
      'EL12',
      `Entry ${entry}, which ${what} names, is ${statement ? `${statement.op}` : 'none that seals anything'}, not ${op}.`,
      { entry },
    );
  }
  const parsed = sealedFacts[op].safeParse(statement.facts);
  if (!parsed.success)
    throw new DoesNotHold('EL12', `Entry ${entry}, ${op}, does not have the facts it should.`, { entry });
  return parsed.data as SealedFacts<Op>;
}

function checkFiles(archive: Archive, size: bigint): void {
  const expected = new Set([checkpointPath, vkeyPath]);
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

async function readStatements(
  log: VerifiedLog,
): Promise<Pick<BundledLog, 'sealed' | 'last'> & { witnesses: string[] }> {
  const witnesses = new Set<string>();
  const sealed = new Map<number, LogStatement>();
  let last: LogStatement | undefined;
  let entry = 0;
  for await (const bytes of log.entries) {
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
    if (Object.hasOwn(sealedFacts, statement.op)) sealed.set(entry, statement);
    const witness = witnessKey(statement);
    if (witness !== undefined) witnesses.add(witness);
    last = statement;
    entry += 1;
  }
  if (last === undefined) throw new DoesNotHold('EL7', 'The log is empty.', { path: checkpointPath });
  return { sealed, last, witnesses: [...witnesses] };
}

async function required(archive: Archive, path: string, rule: string): Promise<Uint8Array> {
  const bytes = await archive.read(path);
  if (bytes === undefined) throw new DoesNotHold(rule, `The bundle lacks ${path}.`, { path });
  return bytes;
}

/** Tells an error of the log under its rule: EL5 where a tile or the root is wrong, else `rule`. */
async function because<T>(rule: string, path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const inTree = ['wrong_tile', 'missing_tile', 'wrong_root'].includes(error.code);
    throw new DoesNotHold(inTree ? 'EL5' : rule, error.message, {
      path: error.path === undefined ? path : `${folder}${error.path}`,
    });
  }
}
