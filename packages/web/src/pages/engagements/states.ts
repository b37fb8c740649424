import type { Phase } from '@tickmark/core';
import type { StateWords } from '../../glossary/states.ts';

/** How a phase stands. */
export const phaseWords: Record<Phase['state'], StateWords> = {
  passed: { word: 'Passed', tone: 'good', icon: 'check', meaning: 'A named person passed its gate.' },
  current: { word: 'Now', tone: 'partial', icon: 'run', meaning: 'Its gate is the next one.' },
  ahead: { word: 'Ahead', tone: 'untested', icon: 'calendar-future', meaning: 'Other gates come first.' },
};

/** How a condition of a gate stands. */
export const conditionWords: Record<'met' | 'open' | 'unknown', StateWords> = {
  met: { word: 'Met', tone: 'good', icon: 'check', meaning: 'So it is by the records.' },
  open: { word: 'Open', tone: 'late', icon: 'alert', meaning: 'By the records it is not so.' },
  unknown: {
    word: 'Cannot be told',
    tone: 'unknown',
    icon: 'question',
    meaning: 'Nothing recorded tells. It counts as open.',
  },
};
