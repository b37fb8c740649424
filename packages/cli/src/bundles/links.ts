import { sealedFacts, type LogStatement } from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import type { OneLog } from './one-log.ts';

/**
 * Verifies how the logs of a chain follow one another: the last entry of each names the next (EL96), the first
 * entry of each next one fixes the one before (EL97), and no such entry stands anywhere else.
 */
export function checkLinks(logs: readonly OneLog[], sealed: ReadonlyMap<number, LogStatement>): void {
  for (const [i, log] of logs.entries()) {
    const [before, after] = [logs[i - 1], logs[i + 1]];
    const { first, size, path, number } = log;
    // A bundle whose only log is empty is sealed by nothing, which is told as that.
    if (size === 0 && logs.length === 1) return;
    if (size === 0) {
      const [rule, lacks] = before === undefined ? ['EL96', 'ends with no rotation'] : ['EL97', 'begins with nothing'];
      throw new DoesNotHold(rule, `Log ${number} is empty, so it ${lacks}.`, { path: `${path}checkpoint` });
    }
    const last = first + size - 1;
    if (before !== undefined) checkContinues(log, before, sealed.get(first));
    for (let entry = first; entry <= last; entry += 1) {
      const op = sealed.get(entry)?.op;
      if (op === 'log.continue' && (before === undefined || entry !== first))
        throw new DoesNotHold('EL97', `Entry ${entry} continues a log that is not there before it.`, { entry });
      if (op === 'log.rotate' && (after === undefined || entry !== last))
        throw new DoesNotHold('EL96', `Entry ${entry} ended log ${number}, and the log that follows is not there.`, {
          entry,
        });
    }
    if (after !== undefined) checkRotates(log, { after, before: logs.slice(0, i + 1) }, sealed.get(last));
  }
}

/** EL97, at the first entry of a log. */
function checkContinues({ number, first }: OneLog, before: OneLog, statement: LogStatement | undefined): void {
  const said =
    statement?.op === 'log.continue' ? sealedFacts['log.continue'].safeParse(statement.facts).data : undefined;
  const fault =
    said === undefined
      ? `Log ${number} does not begin with the log that it continues.`
      : said.log !== number || said.first !== first
        ? `Entry ${first} says that it begins log ${said.log} as entry ${said.first}; it begins log ${number}.`
        : said.previousKey !== before.vkey
          ? `Entry ${first} continues a log of another key than that of log ${before.number} in the bundle.`
          : said.previousSize !== before.size ||
              said.previousRoot !== Buffer.from(before.root).toString('hex') ||
              said.previousCheckpoint !== signedByItself(before.note)
            ? `Entry ${first} continues log ${before.number} as it ended with ${said.previousSize} entries, and the one in the bundle is another.`
            : undefined;
  if (fault !== undefined) throw new DoesNotHold('EL97', fault, { entry: first });
}

/** EL96, at the last entry of a log that another follows. */
function checkRotates(
  log: OneLog,
  { after, before }: { after: OneLog; before: readonly OneLog[] },
  statement: LogStatement | undefined,
): void {
  const entry = log.first + log.size - 1;
  const said = statement?.op === 'log.rotate' ? sealedFacts['log.rotate'].safeParse(statement.facts).data : undefined;
  const fault =
    said === undefined
      ? `Log ${log.number} does not end with the rotation of its key.`
      : said.next !== after.number || said.origin !== after.origin || said.verifierKey !== after.vkey
        ? `Entry ${entry} names another log as the next than log ${after.number} in the bundle.`
        : before.some((each) => each.origin === after.origin || publicKeyIn(each.vkey) === publicKeyIn(after.vkey))
          ? `Log ${after.number} has the key or the name of a log before it.`
          : undefined;
  if (fault !== undefined) throw new DoesNotHold('EL96', fault, { entry });
}

/** A checkpoint as its log signed it: up to the first line below it, without those that witnesses added. */
function signedByItself(note: string): string {
  return note.slice(0, note.indexOf('\n', note.lastIndexOf('\n\n') + 2) + 1);
}

function publicKeyIn(vkey: string): string {
  return vkey.split('+').slice(2).join('+');
}
