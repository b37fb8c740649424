/** Words for the plan of action, as they stand on screens and in sentences. */

export const planStates = ['open', 'in-progress', 'done', 'verified', 'accepted', 'dropped'] as const;
export type PlanState = (typeof planStates)[number];

export const planStateTitles: Record<PlanState, string> = {
  open: 'Open',
  'in-progress': 'In progress',
  done: 'Said to be done',
  verified: 'Verified',
  accepted: 'Risk accepted',
  dropped: 'Dropped',
};

/** What each state says, in one line. */
export const planStateMeanings: Record<PlanState, string> = {
  open: 'Nobody has begun it.',
  'in-progress': 'Somebody works on it.',
  done: 'Who did it says so; nobody else has looked yet.',
  verified: 'Somebody other than its owner has seen that it is done.',
  accepted: 'A named person lives with the risk until a day, and it is open again after that.',
  dropped: 'It is not done, for the reason given.',
};

/** States in which there is work left. */
export const unsettledStates = ['open', 'in-progress'] as const satisfies readonly PlanState[];

/** Days for which a risk is accepted at most: at least once a year somebody looks again. */
export const longestAcceptance = 366;

/** How what the answers say now compares to when an item was made from a gap. */
export const gapStandings = ['same', 'answered-again', 'changed', 'closed', 'taken-back', 'not-asked'] as const;
export type GapStanding = (typeof gapStandings)[number];

export const gapStandingTitles: Record<GapStanding, string> = {
  same: 'The gap stands',
  'answered-again': 'Answered again, the gap stands',
  changed: 'A newer answer tells of another gap',
  closed: 'A newer answer tells of no gap',
  'taken-back': 'The answer was taken back',
  'not-asked': 'The question is not asked any more',
};

export const effortSources = ['own', 'catalogue'] as const;
export type EffortSource = (typeof effortSources)[number];

/** Why an item has no place in the roadmap. */
export const unscheduledReasons = [
  'no-effort',
  'no-owner',
  'owner-unable',
  'no-time',
  'circle',
  'beyond',
  'waits',
] as const;
export type UnscheduledReason = (typeof unscheduledReasons)[number];

/** How grave what the roadmap tells is. */
export const findingKinds = ['impossible', 'late', 'contradiction', 'unknown', 'possible'] as const;
export type FindingKind = (typeof findingKinds)[number];

export const findingKindTitles: Record<FindingKind, string> = {
  impossible: 'Impossible',
  late: 'Too late',
  contradiction: 'Contradiction',
  unknown: 'Not known',
  possible: 'Possible',
};

/** `PA-12`, what an item is called. */
export function planCode(number: number): string {
  return `PA-${number}`;
}

const fieldTitles: Record<string, string> = {
  title: 'title',
  description: 'what is to be done',
  severity: 'severity',
  criteria: 'criteria',
  controls: 'controls',
  ownerId: 'owner',
  deputyId: 'deputy',
  verifierId: 'verifier',
  effortHalves: 'effort',
  effortSource: 'where the effort comes from',
  notBefore: 'first day',
  dueOn: 'due date',
  after: 'what it waits for',
  deliverable: 'deliverable',
  evidenceOfDone: 'evidence of done',
  state: 'state',
  acceptedUntil: 'accepted until',
  evidence: 'evidence',
  wishedOn: 'wished date of the report',
  people: 'time of people',
};

/** What a field of a record is called in a sentence. */
export function planFieldTitle(field: string): string {
  return fieldTitles[field] ?? field;
}
