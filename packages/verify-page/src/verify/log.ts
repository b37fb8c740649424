import type { Archive } from './archive.ts';
import { Broken, Malformed, underRule } from './broken.ts';
import { textOf } from './bytes.ts';
import { readCheckpoint, readCosigners, readSigners, type Checkpoint, type Cosigner } from './checkpoint.ts';
import { id, instant } from './forms.ts';
import { readCanonicalJson } from './json.ts';
import { anything, Misfit, nullable, object, oneOf, record, text, type Read } from './shape.ts';
import { checkLogFiles, checkpointPath, checkTree, readEntries, vkeyPath } from './tree.ts';
import { readVerifierKey, type VerifierKey } from './verifier-key.ts';

const statementShape = object({ v: oneOf(1), op: text, at: instant, by: nullable(id), facts: record(anything) });
type Statement = Read<typeof statementShape>;

/** What the log of a bundle says, verified against its checkpoint. */
export interface BundledLog {
  checkpoint: Checkpoint;
  key: VerifierKey;
  /** Witnesses that the log itself names and that have cosigned its checkpoint. */
  cosigners: readonly Cosigner[];
  /** By index; its length is the size of the checkpoint. */
  statements: readonly Pick<Statement, 'op' | 'facts'>[];
}

/**
 * Verifies `log/`. `trusted` is the key that the reader has from elsewhere, where there is one.
 * @throws Broken under EL2 to EL6.
 */
export async function readLog(archive: Archive, trusted: VerifierKey | undefined): Promise<BundledLog> {
  const key = readKey(await required(archive, vkeyPath, 'EL2'));
  const bytes = await required(archive, checkpointPath, 'EL3');
  const note = underRule('EL3', checkpointPath, () => textOf(bytes, checkpointPath));
  const checkpoint = underRule('EL3', checkpointPath, () => readCheckpoint(note));
  checkLogFiles(archive, checkpoint.size);
  const keys = trusted === undefined || trusted.vkey === key.vkey ? [key] : [key, trusted];
  const { known, unknown } = underRule('EL3', checkpointPath, () => readSigners(note, keys));
  await checkTree(archive, checkpoint);
  if (!known.includes(key) || checkpoint.origin !== key.name) {
    throw new Broken('EL3', `The checkpoint of ${checkpoint.origin} is not signed with the key in ${vkeyPath}.`, {
      path: checkpointPath,
    });
  }
  if (trusted !== undefined && !known.some(({ vkey }) => vkey === trusted.vkey)) {
    throw new Broken('EL2', `The bundle is not signed with the key that you trust, but with ${key.vkey}.`, {
      path: vkeyPath,
    });
  }
  // Who trusts the key of this log means no other of its name, whatever else has signed.
  if (trusted !== undefined && trusted.name === checkpoint.origin && trusted.vkey !== key.vkey) {
    throw new Broken('EL2', `The key in the bundle is not the one that you trust, but ${key.vkey}.`, {
      path: vkeyPath,
    });
  }
  const statements = await readStatements(archive, Number(checkpoint.size));
  const witnesses = unknown.length === 0 ? [] : witnessKeys(statements);
  const cosigners = underRule('EL3', checkpointPath, () => readCosigners(note, unknown, witnesses));
  return { checkpoint, key, cosigners, statements };
}

/** The keys that entries name as those of witnesses, as far as they can be used. */
function witnessKeys(statements: BundledLog['statements']): VerifierKey[] {
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

function readKey(bytes: Uint8Array): VerifierKey {
  return underRule('EL2', vkeyPath, () => {
    const line = textOf(bytes, vkeyPath);
    if (!line.endsWith('\n')) throw new Malformed(`${vkeyPath} is not a line with one key.`);
    return readVerifierKey(line.slice(0, -1));
  });
}

async function readStatements(archive: Archive, size: number): Promise<BundledLog['statements']> {
  const statements: Pick<Statement, 'op' | 'facts'>[] = [];
  for await (const bytes of readEntries(archive, size)) {
    const entry = statements.length;
    try {
      const { op, facts } = statementShape(readCanonicalJson(bytes, `Entry ${entry}`));
      statements.push({ op, facts });
    } catch (error) {
      if (error instanceof Malformed) throw new Broken('EL6', error.message, { entry });
      if (!(error instanceof Misfit)) throw error;
      throw new Broken('EL6', `Entry ${entry} is no statement: see ${error.where.join('.')}.`, { entry });
    }
  }
  return statements;
}

async function required(archive: Archive, path: string, rule: string): Promise<Uint8Array> {
  const bytes = await archive.read(path);
  if (bytes === undefined) throw new Broken(rule, `${path} is missing from the bundle.`, { path });
  return bytes;
}
