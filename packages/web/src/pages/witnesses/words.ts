import type { WitnessOutcome } from '@tickmark/core';

/** What came of asking a witness, in a few words. */
export const outcomeWords: Record<WitnessOutcome, string> = {
  cosigned: 'Cosigned',
  'no-answer': 'No answer',
  'unknown-log': 'Does not know this log',
  'key-refused': 'Knows another key',
  'other-history': 'Has seen another history',
  ahead: 'Has seen more entries',
  refused: 'Refused',
  'unusable-answer': 'Answer can’t be used',
};

/** Those after which somebody should ask what became of the log. */
export const alarming: ReadonlySet<WitnessOutcome> = new Set(['other-history', 'ahead']);
