import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateWords } from '../../src/glossary/states.ts';
import { notedState } from '../../src/pages/log/operator/noted-state.ts';

test('EL126 only a noted checkpoint that both logs speak for is shown in the colour of what is good', () => {
  const states = [true, false].flatMap((fits) =>
    (['committed', 'not-signed-yet', 'not-committed'] as const).map((committed) => notedState({ fits, committed })),
  );
  assert.deepEqual(states, ['noted', 'not-signed-yet', 'not-as-noted', 'rewritten', 'rewritten', 'not-as-noted']);
  const tones = Object.fromEntries(states.map((state) => [state, stateWords[state].tone]));
  assert.deepEqual(tones, { noted: 'good', 'not-signed-yet': 'waiting', 'not-as-noted': 'bad', rewritten: 'bad' });
});
