import assert from 'node:assert/strict';
import { test } from 'node:test';
import { witnessOutcome } from '@tickmark/core';
import { alarming, outcomeWords } from '../../src/pages/witnesses/words.ts';

test('EL64 what came of asking a witness has words of its own for each kind, and another history is an alarm', () => {
  const words = witnessOutcome.options.map((outcome) => outcomeWords[outcome]);
  assert.equal(new Set(words).size, witnessOutcome.options.length);
  assert.ok(words.every((text) => text !== ''));
  assert.deepEqual([...alarming], ['other-history', 'ahead']);
});
