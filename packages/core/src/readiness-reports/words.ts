/** Words for readiness reports, as they stand on screens, in documents and in sentences. */
import { gradeTitles, ungradedTitles, type Grade, type Ungraded } from '../readiness/index.ts';

/** How something is graded, or why it has no grade: the lowest first, and what cannot be told apart from all of them. */
export const standings = [
  'not-designed',
  'designed',
  'implemented',
  'operating',
  'unknown',
  'not-assessed',
  'not-applicable',
] as const;
export type GradeStanding = (typeof standings)[number];

const graded: readonly GradeStanding[] = ['not-designed', 'designed', 'implemented', 'operating'];

export function gradeStanding({ grade, ungraded }: { grade: Grade | null; ungraded: Ungraded | null }): GradeStanding {
  return grade === null ? (ungraded ?? 'not-assessed') : (graded[grade] ?? 'not-assessed');
}

export const standingTitles: Record<GradeStanding, string> = {
  'not-designed': gradeTitles[0],
  designed: gradeTitles[1],
  implemented: gradeTitles[2],
  operating: gradeTitles[3],
  ...ungradedTitles,
};

/** What an engagement may be ready for, as it stands in a sentence. */
export const targetTitles = {
  type1: 'A Type 1',
  'type2-start': 'Beginning a Type 2',
  'type2-clean': 'A Type 2 without remark',
} as const;

/** What is to be done next, in the order in which it comes. */
export const stepCodes = [
  'write-scope',
  'tell-vendors-apart',
  'answer',
  'find-out',
  'adopt',
  'plan-gaps',
  'look-at-expired',
  'name-owners',
  'say-efforts',
  'settle-dates',
  'overdue',
  'verify',
  'begin',
  'show',
  'test',
] as const;
export type StepCode = (typeof stepCodes)[number];

/** What two reports cannot be held against each other in. */
export const differenceCodes = ['other-engagement', 'other-categories', 'other-terms', 'other-questions'] as const;
export type DifferenceCode = (typeof differenceCodes)[number];

/** Why a gap is no longer told, or was not told before: only an answer closes one. */
export const gapPresences = ['answered', 'unknown', 'unanswered', 'not-applicable', 'not-asked', 'apart'] as const;
export type GapPresence = (typeof gapPresences)[number];

/** Of a gap that is no longer told. */
export const goneTitles: Record<GapPresence, string> = {
  answered: 'The answer tells of none any more',
  unknown: 'The answer is not known now',
  unanswered: 'The answer was taken back',
  'not-applicable': 'It was said not to apply',
  'not-asked': 'The question is not asked any more',
  apart: 'It speaks only of criteria that are taken for not relevant now',
};

/** Of a gap that was not told before. */
export const newTitles: Record<GapPresence, string> = {
  answered: 'The answer told of none before',
  unknown: 'The answer was not known before',
  unanswered: 'The question was not answered before',
  'not-applicable': 'It was said not to apply before',
  'not-asked': 'The question was not asked before',
  apart: 'It spoke only of criteria that were not relevant then',
};
