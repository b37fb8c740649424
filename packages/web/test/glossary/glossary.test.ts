import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attributeState,
  categories,
  categoryTitles,
  criterionStateKind,
  criterionStateTitles,
  forecastKind,
  forecastTitles,
  countCategories,
  frequency,
  glossary,
  itemState,
  jobKinds,
  occurrence,
  proposalKind,
  proposalTitles,
  roles,
  sampleItem,
  step,
  job,
} from '@tickmark/core';
import { categoryNames, frequencyNames, jobNames, roleMeanings } from '../../src/glossary/names.ts';
import { headingTerms } from '../../src/glossary/headings.ts';
import { stateWords, type State } from '../../src/glossary/states.ts';

const kinds = [
  ...attributeState.options,
  ...itemState.options,
  ...occurrence.shape.state.options,
  ...proposalKind.options,
  ...criterionStateKind.options,
  ...forecastKind.options,
  ...step.shape.state.options,
  ...job.shape.state.options,
  ...sampleItem.shape.state.options,
];

test('every state of the contract has its word, tone, icon and meaning', () => {
  for (const kind of kinds) {
    const words = stateWords[kind];
    assert.ok(words !== undefined, kind);
    for (const part of [words.word, words.tone, words.icon, words.meaning]) assert.notEqual(part, '', kind);
  }
});

test('states that mean different things look different: no two share word, icon or colour', () => {
  const honest: State[] = [
    'pass',
    'deviation',
    'unverified',
    'no-occurrence',
    'not-due',
    'missed',
    'late',
    'not-tested',
    'partly-tested',
    'no-control',
    'interim',
  ];
  for (const part of ['word', 'icon', 'tone'] as const) {
    const seen = new Set(honest.map((state) => stateWords[state][part]));
    assert.equal(seen.size, honest.length, part);
  }
});

test('nothing that is unknown is shown in the colour of what is good', () => {
  for (const state of [
    'unverified',
    'cannot-say',
    'no-occurrence',
    'not-due',
    'not-tested',
    'partly-tested',
    'not-examined',
    'void',
    'cannot-be-examined',
    'unobserved',
    'interim',
    'not-signed-yet',
    'no-witness',
    'not-vouched',
    'other-history',
    'not-as-signed',
  ] as const) {
    assert.notEqual(stateWords[state].tone, 'good', state);
  }
});

test('the words on screen are the words of the contract', () => {
  for (const kind of proposalKind.options) assert.equal(stateWords[kind].word, proposalTitles[kind]);
  for (const kind of criterionStateKind.options) assert.equal(stateWords[kind].word, criterionStateTitles[kind]);
  for (const kind of forecastKind.options) assert.equal(stateWords[kind].word, forecastTitles[kind]);
  for (const category of categories) assert.equal(categoryNames[category].title, categoryTitles[category]);
});

test('categories, frequencies, kinds of work and roles all have names', () => {
  assert.deepEqual(Object.keys(categoryNames).toSorted(), [...categories].toSorted());
  assert.deepEqual(Object.keys(frequencyNames).toSorted(), [...frequency.options].toSorted());
  assert.deepEqual(Object.keys(jobNames).toSorted(), [...jobKinds].toSorted());
  assert.deepEqual(Object.keys(roleMeanings).toSorted(), [...roles].toSorted());
});

test('the number of criteria that a category is said to add is the one that is counted', () => {
  for (const { category, criteria } of countCategories()) {
    if (category !== 'security')
      assert.match(categoryNames[category].choose, new RegExp(`\\b${criteria} more criteria`));
  }
});

test('UN10 titles that explain themselves name terms of the glossary', () => {
  for (const [title, id] of Object.entries(headingTerms)) assert.ok(id !== undefined && id in glossary, title);
});

test('every term is explained in a sentence, and none promises what a report cannot', () => {
  const texts = [
    ...Object.values(glossary).map(({ meaning }) => meaning),
    ...Object.values(stateWords).map(({ meaning }) => meaning),
  ];
  for (const text of texts) {
    assert.match(text, /[.?”]$/, text);
    assert.ok(text.length > 20 && text.length < 260, text);
    assert.doesNotMatch(text, /compliant|compliance %|passed the audit|guarantee/i);
  }
});
