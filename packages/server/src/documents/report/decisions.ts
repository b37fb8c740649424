import { causeTitles, conclusionTitle, type Explanation, type Standing } from '@tickmark/core';
import { instantText } from './moments.ts';

const partTitles: Record<string, string> = {
  description: 'Description',
  design: 'Design of controls',
  operation: 'Operation of controls',
};

/** What people decided of each subject, superseded decisions too, next to what was proposed. */
export function decisionsMade(standings: readonly Standing[]) {
  return standings.flatMap((standing) =>
    standing.decisions.map((decision, place) => ({
      subject: standing.on === 'part' ? (partTitles[standing.subject] ?? standing.subject) : standing.subject,
      proposed: conclusionTitle(decision.proposal),
      followed: decision.against === decision.proposal ? '' : conclusionTitle(decision.against),
      decided: conclusionTitle(decision.conclusion),
      by: decision.decidedBy.name,
      at: instantText(new Date(decision.decidedAt)),
      entry: decision.entryIndex,
      reason: decision.reason ?? '',
      note: noteOf(standing, place),
      explainedToo: decision.explainedToo,
    })),
  );
}

function noteOf({ overtaken }: Standing, place: number): string {
  if (place > 0) return 'Superseded by the later decision.';
  return overtaken
    ? 'Overtaken: what the rules give has become harsher since, and counts until somebody decides again.'
    : '';
}

/** `Decided: Not effective, by Olga Owner`, or how it follows from other decisions; empty where nothing was decided. */
export function decidedText(standings: readonly Standing[], on: Standing['on'], subject: string): string {
  const standing = standings.find((s) => s.on === on && s.subject === subject);
  if (standing === undefined) return '';
  const [newest] = standing.decisions;
  if (newest !== undefined && !standing.overtaken) {
    return `Decided: ${conclusionTitle(newest.conclusion)}, by ${newest.decidedBy.name} on ${newest.decidedAt.slice(0, 10)}.${newest.reason === null ? '' : ` ${newest.reason}`}`;
  }
  return standing.follows === standing.proposal
    ? ''
    : `After the decisions on what it rests on: ${conclusionTitle(standing.follows)}.`;
}

const shownItems = 12;

/** Causes on record for one test, in the order they were recorded. */
export function causesOf(explanations: readonly Explanation[], test: string) {
  return explanations
    .filter((e) => e.test === test)
    .map((e) => ({
      items: `${e.items.slice(0, shownItems).join(', ')}${e.items.length > shownItems ? ` and ${e.items.length - shownItems} more` : ''}`,
      kind: causeTitles[e.causeKind],
      cause: e.cause,
      extent: e.extent,
      design: e.designAtFault,
      fixed: e.remediation === null ? '' : `Fixed later, on ${e.remediation.fixedOn}: ${e.remediation.text}`,
      correction: e.correction ?? '',
      by: e.explainedBy.name,
      at: instantText(new Date(e.explainedAt)),
    }));
}
