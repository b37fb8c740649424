import type { TimestampOutcome } from '@tickmark/core';

/** What came of asking a timestamp authority, in a few words. */
export const outcomeWords: Record<TimestampOutcome, string> = {
  stamped: 'Stamped',
  'no-answer': 'No answer',
  refused: 'Refused',
  'unusable-answer': 'Answer can’t be used',
  'not-trusted': 'Certificate not trusted',
  'wrong-time': 'Time is not now',
};
