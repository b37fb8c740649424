import { Broken } from './broken.ts';
import { hexOf } from './bytes.ts';
import type { CosignedLog } from './log.ts';
import type { Statement } from './one-log.ts';
import { integer, Misfit, object, text, type Read, type Shape } from './shape.ts';
import { checkpointIn } from './tree.ts';
import type { VerifierKey } from './verifier-key.ts';

const rotated = object({ next: integer, origin: text, verifierKey: text });
const continued = object({
  log: integer,
  first: integer,
  previousKey: text,
  previousSize: integer,
  previousRoot: text,
  previousCheckpoint: text,
});

/**
 * Verifies that each log ends by naming the next, that each next one begins by saying how the one before ended, and that
 * neither is said anywhere else.
 * @throws Broken under EL96 for an end, under EL97 for a beginning.
 */
export function checkLinks(chain: readonly CosignedLog[], statements: readonly Statement[]): void {
  chain.forEach((log, i) => {
    const previous = chain[i - 1];
    const next = chain[i + 1];
    const size = Number(log.checkpoint.size);
    if (size === 0) {
      // Who has nothing but an empty log is told that it seals nothing.
      if (chain.length === 1) return;
      throw new Broken(previous === undefined ? 'EL96' : 'EL97', `Log ${log.number} has no entries.`, {
        path: checkpointIn(log.folder),
      });
    }
    const end = log.first + size - 1;
    if (previous !== undefined) checkBeginning(log, previous, statements[log.first]);
    for (let entry = log.first; entry <= end; entry += 1) {
      const { op } = statements[entry] ?? {};
      if (op === 'log.continue' && !(previous !== undefined && entry === log.first))
        throw new Broken('EL97', `Entry ${entry} says that a log begins here, and none does.`, { entry });
      if (op === 'log.rotate' && !(next !== undefined && entry === end))
        throw new Broken('EL96', `Entry ${entry} says that log ${log.number} ends here, and it does not.`, { entry });
    }
    if (next !== undefined) checkEnd(log, next, chain.slice(0, i + 1), statements[end]);
  });
}

function checkBeginning(log: CosignedLog, previous: CosignedLog, statement: Statement | undefined): void {
  const entry = log.first;
  const said = statement?.op === 'log.continue' ? readFacts(continued, statement) : undefined;
  const expected: Read<typeof continued> = {
    log: log.number,
    first: log.first,
    previousKey: previous.key.vkey,
    previousSize: Number(previous.checkpoint.size),
    previousRoot: hexOf(previous.checkpoint.root),
    previousCheckpoint: withItsFirstLine(previous.note),
  };
  if (said === undefined)
    throw new Broken('EL97', `Log ${log.number} does not begin by saying which log it continues.`, { entry });
  for (const name of Object.keys(expected) as (keyof typeof expected)[])
    if (said[name] !== expected[name])
      throw new Broken('EL97', `Entry ${entry} continues another log than log ${previous.number}: see ${name}.`, {
        entry,
      });
}

function checkEnd(
  log: CosignedLog,
  next: CosignedLog,
  untilHere: readonly CosignedLog[],
  statement: Statement | undefined,
): void {
  const entry = log.first + Number(log.checkpoint.size) - 1;
  const said = statement?.op === 'log.rotate' ? readFacts(rotated, statement) : undefined;
  if (said === undefined)
    throw new Broken('EL96', `Log ${log.number} does not end by naming the log that follows.`, { entry });
  const names = said.next === next.number && said.origin === next.key.name && said.verifierKey === next.key.vkey;
  if (!names) throw new Broken('EL96', `Entry ${entry} names another log than the one that follows.`, { entry });
  if (untilHere.some(({ key }) => key.name === next.key.name || sameKey(key, next.key)))
    throw new Broken('EL96', `Log ${next.number} has a name or a key that was used before.`, { entry });
}

function readFacts<T>(shape: Shape<T>, { facts }: Statement): T | undefined {
  try {
    return shape(facts);
  } catch (error) {
    if (error instanceof Misfit) return undefined;
    throw error;
  }
}

/** The signed state of a log with the first line below it, which is that of the log. */
function withItsFirstLine(note: string): string {
  const gap = note.lastIndexOf('\n\n');
  const [line = ''] = note.slice(gap + 2).split('\n');
  return `${note.slice(0, gap + 2)}${line}\n`;
}

function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return hexOf(a.publicKey) === hexOf(b.publicKey);
}
