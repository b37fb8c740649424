import type { CoverageState } from '@tickmark/core';
import type { StateWords } from '../../glossary/states.ts';

/** How a criterion stands; only pages about coverage show it. */
export const coverageWords: Record<CoverageState, StateWords> = {
  'no-control': {
    word: 'No control',
    tone: 'hole',
    icon: 'hole',
    meaning: 'No control of yours was in force for it on any of the days examined.',
  },
  'in-part': {
    word: 'Days without one',
    tone: 'late',
    icon: 'half',
    meaning: 'On some of the days examined no control was in force for it.',
  },
  unsupported: {
    word: 'Something missing',
    tone: 'interim',
    icon: 'alert',
    meaning: 'It has a control on every day, and an owner, a published test or evidence is missing.',
  },
  supported: {
    word: 'Designed and supported',
    tone: 'waiting',
    icon: 'check',
    meaning: 'A control on every day, each with an owner, a test and evidence. Whether they work, tests tell.',
  },
  'not-relevant': {
    word: 'Not relevant',
    tone: 'absent',
    icon: 'dash',
    meaning: 'A named person said so, with a reason. It is not counted as covered.',
  },
};
