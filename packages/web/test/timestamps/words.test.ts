import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timestampOutcome } from '@tickmark/core';
import { outcomeWords } from '../../src/pages/timestamps/words.ts';

test('EL113 what came of asking a timestamp authority has words of its own for each kind', () => {
  const words = timestampOutcome.options.map((outcome) => outcomeWords[outcome]);
  assert.equal(new Set(words).size, timestampOutcome.options.length);
  assert.ok(words.every((text) => text !== ''));
});
