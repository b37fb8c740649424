import type { ItemChange } from '@tickmark/core';

/** What became of an item between two runs, in words; the order in which they are shown. */
export const changeWords: Record<ItemChange, { word: string; meaning: string }> = {
  'new-deviation': {
    word: 'New deviation',
    meaning: 'A deviation now that was none before, or an item that is new and deviates.',
  },
  'still-deviation': { word: 'Still a deviation', meaning: 'A deviation in both runs.' },
  'newly-unverified': { word: 'Newly unverified', meaning: 'It can no longer be told; before, it could.' },
  'still-unverified': { word: 'Still unverified', meaning: 'It could not be told in either run.' },
  'fixed-later': {
    word: 'Put right later',
    meaning: 'A deviation in the earlier run that passes now. The deviation stays on record.',
  },
  'now-verified': { word: 'Now verified', meaning: 'It could not be told before; now it passes.' },
  gone: {
    word: 'No longer in scope',
    meaning: 'It left the population, or the definition or the period no longer takes it in.',
  },
  new: { word: 'New, passes', meaning: 'It was not in scope of the earlier run, and passes.' },
  unchanged: { word: 'Passes in both', meaning: 'Nothing was wrong in either run.' },
};

export const changeOrder = Object.keys(changeWords) as ItemChange[];
