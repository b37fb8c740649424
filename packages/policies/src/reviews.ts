import type { PolicyReviewState, TextFinding } from '@tickmark/core';
import { found } from './finding.ts';

/** The review of a document. */
export interface Review {
  /** The day on which it was approved or confirmed last. */
  last: string;
  /** The last day on which it is in time. */
  on: string;
  state: PolicyReviewState;
}

/** A review that is overdue, or due soon. To be approved is to be reviewed: neither has to be settled before. */
export function checkReview({ last, on, state }: Review): TextFinding[] {
  if (state === 'not-due') return [];
  const [code, was] = state === 'overdue' ? (['review-overdue', 'was'] as const) : (['review-due', 'is'] as const);
  return [
    found(
      code,
      'should',
      '',
      '',
      `Its review ${was} due on ${on}: it was reviewed last on ${last}.`,
      'Look at it again, and have it approved or confirmed.',
    ),
  ];
}
