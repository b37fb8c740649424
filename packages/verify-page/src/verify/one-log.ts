import type { Archive } from './archive.ts';
import { Broken, Malformed, underRule } from './broken.ts';
import { textOf } from './bytes.ts';
import { readCheckpoint, readSigners, type Checkpoint, type Signers } from './checkpoint.ts';
import { id, instant, sha256 } from './forms.ts';
import { readCanonicalJson } from './json.ts';
import { anything, Misfit, nullable, object, oneOf, orAbsent, record, text, type Read } from './shape.ts';
import { checkLogFiles, checkpointIn, checkTree, readEntries, vkeyIn } from './tree.ts';
import { readVerifierKey, type VerifierKey } from './verifier-key.ts';

const noSeals: Record<string, string | null> = {};
const statementShape = object({
  v: oneOf(1),
  op: text,
  at: instant,
  by: nullable(id),
  facts: record(anything),
  seals: orAbsent(record(nullable(sha256)), noSeals),
});

/** What one entry says, as far as a verifier reads it. */
export type Statement = Pick<Read<typeof statementShape>, 'op' | 'facts' | 'seals'>;

/** One log of the chain in a bundle, verified by itself. */
export interface OneLog {
  /** The first is 1. */
  number: number;
  folder: string;
  key: VerifierKey;
  checkpoint: Checkpoint;
  /** The checkpoint as it lies there, with the lines below it. */
  note: string;
  signers: Signers;
}

/**
 * Verifies files, tree and signed state of the log in this folder. `trusted` is the key that the reader has from elsewhere,
 * whose line below the checkpoint can be checked as well.
 * @throws Broken under EL2 to EL5.
 */
export async function openLog(
  archive: Archive,
  { number, folder }: Pick<OneLog, 'number' | 'folder'>,
  trusted: VerifierKey | undefined,
): Promise<OneLog> {
  const vkeyPath = vkeyIn(folder);
  const checkpointPath = checkpointIn(folder);
  const key = readKey(await required(archive, vkeyPath, 'EL2'), vkeyPath);
  const bytes = await required(archive, checkpointPath, 'EL3');
  const note = underRule('EL3', checkpointPath, () => textOf(bytes, checkpointPath));
  const checkpoint = underRule('EL3', checkpointPath, () => readCheckpoint(note));
  checkLogFiles(archive, folder, checkpoint.size);
  const keys = trusted === undefined || trusted.vkey === key.vkey ? [key] : [key, trusted];
  const signers = underRule('EL3', checkpointPath, () => readSigners(note, keys));
  await checkTree(archive, folder, checkpoint);
  if (!signers.known.includes(key) || checkpoint.origin !== key.name) {
    throw new Broken('EL3', `The checkpoint of ${checkpoint.origin} is not signed with the key in ${vkeyPath}.`, {
      path: checkpointPath,
    });
  }
  return { number, folder, key, checkpoint, note, signers };
}

/**
 * Every statement of a log; `first` is the number of its first entry.
 * @throws Broken under EL6.
 */
export async function readStatements(
  archive: Archive,
  { folder, checkpoint }: OneLog,
  first: number,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  for await (const bytes of readEntries(archive, folder, Number(checkpoint.size))) {
    const entry = first + statements.length;
    try {
      const { op, facts, seals } = statementShape(readCanonicalJson(bytes, `Entry ${entry}`));
      statements.push({ op, facts, seals });
    } catch (error) {
      if (error instanceof Malformed) throw new Broken('EL6', error.message, { entry });
      if (!(error instanceof Misfit)) throw error;
      throw new Broken('EL6', `Entry ${entry} is no statement: see ${error.where.join('.')}.`, { entry });
    }
  }
  return statements;
}

function readKey(bytes: Uint8Array, vkeyPath: string): VerifierKey {
  return underRule('EL2', vkeyPath, () => {
    const line = textOf(bytes, vkeyPath);
    if (!line.endsWith('\n')) throw new Malformed(`${vkeyPath} is not a line with one key.`);
    return readVerifierKey(line.slice(0, -1));
  });
}

async function required(archive: Archive, path: string, rule: string): Promise<Uint8Array> {
  const bytes = await archive.read(path);
  if (bytes === undefined) throw new Broken(rule, `${path} is missing from the bundle.`, { path });
  return bytes;
}
