import type { Archive } from './archive.ts';
import { Broken, Malformed, underRule } from './broken.ts';
import { readCosigners, type Cosigner } from './checkpoint.ts';
import { checkLinks } from './links.ts';
import { openLog, readStatements, type OneLog, type Statement } from './one-log.ts';
import { checkpointIn, vkeyIn } from './tree.ts';
import { readVerifierKey, type VerifierKey } from './verifier-key.ts';

const newestFolder = 'log/';
const earlierFolder = 'earlier-logs/';

/** One log of the chain, with whom its own entries and those before it name as witnesses. */
export interface CosignedLog extends OneLog {
  /** Number of its first entry in the chain. */
  first: number;
  cosigners: readonly Cosigner[];
}

/** What the log of a bundle says, and the logs that it continues. */
export interface BundledLog {
  /** The first one first, the one that seals the bundle last. */
  chain: readonly CosignedLog[];
  newest: CosignedLog;
  /** Number of the newest log that is signed with the key that the reader trusts; null where they gave none. */
  trustedLog: number | null;
  /** Of the whole chain, by the number of the entry. */
  statements: readonly Statement[];
}

/**
 * Verifies `log/` and the logs before it. `trusted` is the key that the reader has from elsewhere, where there is one.
 * @throws Broken under EL2 to EL6 and EL94 to EL97.
 */
export async function readLog(archive: Archive, trusted: VerifierKey | undefined): Promise<BundledLog> {
  const opened: OneLog[] = [];
  for (const [i, folder] of folders(archive).entries())
    opened.push(await openLog(archive, { number: i + 1, folder }, trusted));
  const trustedLog = trusted === undefined ? null : numberSignedBy(opened, trusted);
  const statements: Statement[] = [];
  const chain: CosignedLog[] = [];
  for (const log of opened) {
    const first = statements.length;
    for (const statement of await readStatements(archive, log, first)) statements.push(statement);
    const { note, signers, folder } = log;
    const witnesses = signers.unknown.length === 0 ? [] : witnessKeys(statements);
    const cosigners = underRule('EL3', checkpointIn(folder), () => readCosigners(note, signers.unknown, witnesses));
    chain.push({ ...log, first, cosigners });
  }
  checkLinks(chain, statements);
  const newest = chain.at(-1);
  if (newest === undefined) throw new Error('A bundle has a log.');
  return { chain, newest, trustedLog, statements };
}

/**
 * The folders of all logs, which are numbered without a gap.
 * @throws Broken under EL94.
 */
function folders(archive: Archive): string[] {
  const numbered: { path: string; number: number }[] = [];
  for (const path of archive.files.keys()) {
    if (!path.startsWith(earlierFolder)) continue;
    const [digits = '', ...below] = path.slice(earlierFolder.length).split('/');
    const sound = /^[1-9]\d{0,8}$/.test(digits) && below.join('/') !== '';
    numbered.push({ path, number: sound ? Number(digits) : 0 });
  }
  const many = new Set(numbered.map(({ number }) => number)).size;
  for (const { path, number } of numbered)
    if (number === 0 || number > many)
      throw new Broken('EL94', `${path} is no file of a log that the next one could continue.`, { path });
  const earlier = Array.from({ length: many }, (_, before) => `${earlierFolder}${before + 1}/`);
  return [...earlier, newestFolder];
}

/** @throws Broken under EL2 where the key that the reader trusts has signed none, or belongs in the place of another. */
function numberSignedBy(chain: readonly OneLog[], trusted: VerifierKey): number {
  const signed = chain.filter(({ signers }) => signers.known.some(({ vkey }) => vkey === trusted.vkey));
  const last = signed.at(-1);
  if (last === undefined) {
    throw new Broken(
      'EL2',
      `The bundle is not signed with the key that you trust, but with ${chain.at(-1)?.key.vkey}.`,
      { path: vkeyIn(newestFolder) },
    );
  }
  for (const { key, checkpoint, folder } of chain) {
    // Who trusts the key of this log means no other of its name, whatever else has signed.
    if (trusted.name === checkpoint.origin && trusted.vkey !== key.vkey)
      throw new Broken('EL2', `The key in the bundle is not the one that you trust, but ${key.vkey}.`, {
        path: vkeyIn(folder),
      });
  }
  return last.number;
}

/** The keys that entries name as those of witnesses, as far as they can be used. */
function witnessKeys(statements: readonly Statement[]): VerifierKey[] {
  return statements.flatMap(({ op, facts }) => {
    const vkey = facts['verifierKey'];
    if (op !== 'witnesses.add' || typeof vkey !== 'string') return [];
    try {
      return [readVerifierKey(vkey, 'witness')];
    } catch (error) {
      if (error instanceof Malformed) return [];
      throw error;
    }
  });
}
