import { rankOf, reasonSentence, weighDecisions, type ConclusionState, type DryRunDocument } from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';

interface At {
  entry: number;
  path: string;
}

/** The sentences of a dry run are those of its reasons; documents made before reasons were data have none to compare. */
export function checkReasons(document: DryRunDocument, at: At): void {
  const compare = (what: string, sentences: readonly string[], told: readonly string[] | undefined) => {
    if (told === undefined || (told.length === sentences.length && told.every((s, i) => s === sentences[i]))) return;
    throw new DoesNotHold('EL13', `The reasons of ${what} in ${at.path} are not the sentences of their codes.`, at);
  };
  for (const { code, reasons, because } of document.controls) {
    const told = because?.map((r) => (r.test === null ? '' : `${r.test}: `) + reasonSentence(r.reason));
    compare(code, reasons, told);
  }
  for (const { id, reasons, because } of document.criteria) compare(id, reasons, because?.map(reasonSentence));
  for (const { category, reasons, because } of document.categories ?? [])
    compare(category, reasons, because.map(reasonSentence));
  for (const { part, reasons, because } of document.parts) compare(part, reasons, because?.map(reasonSentence));
}

/**
 * Decisions on the bundled dry run, as the log has them: each on something the dry run speaks of, none
 * better than its floor, and none softer than what the rules gave without a reason.
 */
export function checkDecisions(document: DryRunDocument, log: BundledLog, dryRunId: string, path: string): void {
  const standings = weighDecisions(document, []);
  for (const [entry, { op }] of log.sealed) {
    if (op !== 'conclusions.decide') continue;
    const facts = factsAt(log, 'conclusions.decide', entry, 'decides on a dry run');
    if (facts.dryRunId !== dryRunId) continue;
    const found = standings.find((s) => s.on === facts.on && s.subject === facts.subject);
    const fails = (why: string): never => {
      throw new DoesNotHold('EL13', `Entry ${entry} decides on ${facts.subject} and ${why}.`, { entry, path });
    };
    if (found === undefined) return fails('the dry run says nothing of it');
    const rank = (state: string) => known(() => rankOf(facts.on, state as ConclusionState));
    const concluded = rank(facts.conclusion);
    const against = rank(facts.against);
    if (concluded === undefined || against === undefined) return fails('concludes nothing that it can be');
    if (concluded <= against) continue;
    if (concluded > rankOf(facts.on, found.floor)) fails(`is softer than the rules allow, ${found.floor}`);
    if (!facts.softer || facts.reasonSha256 === null) fails('is softer than the rules without a reason');
  }
}

function known(rank: () => number): number | undefined {
  try {
    return rank();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
