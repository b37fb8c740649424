import { sealedFacts, type LogStatement, type SealedFacts, type SealedOp } from '@tickmark/core';
import { LogError, openVerifierKey, parseVerifierKey, quorumReached, type Policy } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Archive } from './archive.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { checkLinks } from './links.ts';
import { sealsCarried } from './records.ts';
import { cosignedByNamed, openLog, readStatements, type Cosigned, type LogFolder, type OneLog } from './one-log.ts';

export type { Cosigned } from './one-log.ts';

const vkeyPath = 'log/vkey';
const checkpointPath = 'log/checkpoint';
const earlier = 'earlier-logs/';

/** Whom the verifier trusts. */
export interface Trust {
  /** Verifier keys (note vkeys) got from the organization by another way than the bundle. */
  keys: readonly string[];
  /** One of its logs must have signed, where it names any, and its quorum must have cosigned. */
  policy?: Policy | undefined;
}

/** One log of the chain that a bundle holds. */
export interface BundledChainLog {
  /** The first is 1. */
  number: number;
  origin: string;
  vkey: string;
  /** Number of the entry that is entry 0 in its tree. */
  first: number;
  size: number;
  root: Uint8Array;
  /** Witnesses of the policy that have cosigned its checkpoint. */
  cosignatures: readonly Cosigned[];
  /** Witnesses that only the log itself names, or one before it, that have cosigned its checkpoint. */
  namedByLog: readonly Cosigned[];
}

/** What the bundled log says: all of it verified against its checkpoint, and with it the logs that it continues. */
export interface BundledLog {
  /** The first one first; one alone where the key was never rotated. */
  logs: readonly BundledChainLog[];
  /** The last of these, which seals the bundle. */
  newest: BundledChainLog;
  /** Entries of all of them. */
  entries: number;
  /** Number of the newest log that is signed by a key that the verifier named; null where they named none. */
  trustedLog: number | null;
  /** Statements whose facts a verifier reads again, by the number of their entry. */
  sealed: ReadonlyMap<number, LogStatement>;
  /** Statements that seal records which bundles carry whole, by the number of their entry. */
  sealing: ReadonlyMap<number, LogStatement>;
  /** When each entry says it was written, in milliseconds since 1970, by its number. */
  instants: readonly number[];
  /** Undefined where the log is empty. */
  last: LogStatement | undefined;
}

/**
 * Verifies `log/` and the logs before it in `earlier-logs/` (EL2 to EL6, EL61, EL94 to EL98, and EL28 where there is a
 * policy).
 */
export async function readLog(archive: Archive, trust: Trust): Promise<BundledLog> {
  const { policy } = trust;
  const keys = [...trust.keys, ...(policy?.logs ?? []).map((log) => log.vkey)];
  const witnesses = (policy?.witnesses ?? []).map((witness) => witness.vkey);
  const logs: OneLog[] = [];
  let entries = 0;
  for (const folder of foldersOf(archive)) {
    const log = await openLog(archive, folder, { first: entries, keys, witnesses });
    logs.push(log);
    entries += log.size;
  }
  const newest = logs.at(-1);
  if (newest === undefined) throw new Error('Every bundle has one log at least.');
  checkTrust(logs, newest, trust);

  const named = new Set<string>();
  const instants: number[] = [];
  const sealed = new Map<number, LogStatement>();
  const sealing = new Map<number, LogStatement>();
  const read: BundledChainLog[] = [];
  let last: LogStatement | undefined;
  for (const log of logs) {
    for await (const [entry, statement] of readStatements(log, last)) {
      instants.push(Date.parse(statement.at));
      if (Object.hasOwn(sealedFacts, statement.op)) sealed.set(entry, statement);
      if (sealsCarried(statement)) sealing.set(entry, statement);
      const witness = witnessKey(statement);
      if (witness !== undefined) named.add(witness);
      last = statement;
    }
    const namedByLog = await cosignedByNamed(log, { keys, witnesses }, [...named]);
    const { number, origin, vkey, first, size, root } = log;
    read.push({ number, origin, vkey, first, size, root, namedByLog, cosignatures: cosignersIn(policy, log) });
  }
  checkLinks(logs, sealed);
  if (policy !== undefined) checkQuorum(policy, newest);
  const trusted = logs.findLast(({ verified }) => verified.signedBy.some((vkey) => keys.includes(vkey)));
  const [told] = read.slice(-1);
  if (told === undefined) throw new Error('Every bundle has one log at least.');
  return { logs: read, newest: told, entries, trustedLog: trusted?.number ?? null, sealed, sealing, instants, last };
}

/** The folders of the logs, the first one first (EL94). */
function foldersOf(archive: Archive): LogFolder[] {
  const paths = [...archive.files.keys()].filter((path) => path.startsWith(earlier));
  const numberIn = (path: string): string | undefined => /^earlier-logs\/([1-9][0-9]{0,8})\/./.exec(path)?.[1];
  const count = new Set(paths.map(numberIn)).size;
  for (const path of paths) {
    const number = numberIn(path);
    if (number === undefined || Number(number) > count)
      throw new DoesNotHold('EL94', `${path} belongs to no log of an unbroken chain.`, { path });
  }
  const before = Array.from({ length: count }, (_, i) => ({ number: i + 1, path: `${earlier}${i + 1}/` }));
  return [...before, { number: count + 1, path: 'log/' }];
}

/** Whom the verifier names has signed (EL2, EL28, EL98). */
function checkTrust(logs: readonly OneLog[], newest: OneLog, { keys, policy }: Trust): void {
  const policyLogs = (policy?.logs ?? []).map((log) => log.vkey);
  const named = [keys, policyLogs].filter((some) => some.length > 0);
  const signedBy = logs.flatMap(({ verified }) => verified.signedBy);
  if (!named.every((some) => signedBy.some((each) => some.includes(each)))) {
    throw new DoesNotHold('EL2', `The bundle is signed with a key that you did not name: ${newest.vkey}.`, {
      path: vkeyPath,
    });
  }
  for (const { origin, vkey, path } of logs) {
    const underItsName = named.flat().filter((each) => parseVerifierKey(each).name === origin);
    // Who names the key of this log means no other of its name, whatever else has signed.
    if (underItsName.length > 0 && !underItsName.includes(vkey)) {
      throw new DoesNotHold('EL2', `${origin} is signed with a key that you did not name: ${vkey}.`, {
        path: `${path}vkey`,
      });
    }
  }
  const accepts = policyLogs.some(
    (each) => parseVerifierKey(each).name === newest.origin && newest.verified.signedBy.includes(each),
  );
  if (policyLogs.length === 0 || accepts) return;
  const before = logs.find(({ vkey }) => policyLogs.includes(vkey));
  throw new DoesNotHold(
    'EL28',
    before === undefined
      ? `A log of your policy has signed the checkpoint of another log, ${newest.origin}.`
      : `Your policy names log ${before.number} of this chain, whose key was rotated since; the checkpoint is of log ${newest.number}: ${newest.vkey}.`,
    { path: checkpointPath },
  );
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

function cosignersIn(policy: Policy | undefined, { verified }: OneLog): Cosigned[] {
  return (policy?.witnesses ?? []).flatMap(({ name, vkey }) =>
    verified.cosignatures.filter((each) => each.vkey === vkey).map(({ time }) => ({ name, time })),
  );
}

function checkQuorum(policy: Policy, newest: OneLog): void {
  const vkeys = newest.verified.cosignatures.map(({ vkey }) => vkey);
  if (quorumReached(policy, vkeys)) return;
  const names = cosignersIn(policy, newest)
    .map(({ name }) => name)
    .join(', ');
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
