import { sealedFacts, type LogStatement } from '@tickmark/core';
import { LogError } from '@tickmark/evidence-log';

/** A log that another one follows, as it was verified. */
export interface EndedLog {
  checkpoint: string;
  verifierKey: string;
  size: number;
  /** Root hash, lowercase hex. */
  root: string;
}

/**
 * The first entry of a log, which has this number in the chain, fixes the log before as it ended.
 * @throws LogError where it continues another one.
 */
export function checkContinues({ op, facts }: LogStatement, first: number, before: EndedLog): void {
  const said = op === 'log.continue' ? sealedFacts['log.continue'].safeParse(facts).data : undefined;
  const holds =
    said?.first === first &&
    said.previousKey === before.verifierKey &&
    said.previousSize === before.size &&
    said.previousRoot === before.root &&
    said.previousCheckpoint === before.checkpoint;
  if (!holds)
    throw new LogError('wrong_root', `Entry ${first} continues another log than the one that is there before it.`);
}
