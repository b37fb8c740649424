import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { diffLines } from '../../src/pages/results/line-diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
const without = (before: string, after: string, is: string) =>
  diffLines(before, after)
    .filter((line) => line.is !== is)
    .map((line) => line.text)
    .join('\n');

test('a difference holds both texts whole', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      assert.equal(without(before, after, 'added'), before);
      assert.equal(without(before, after, 'removed'), after);
    }),
  );
});

test('a difference is no larger than it must be', () => {
  const shape = (before: string, after: string) => diffLines(before, after).map(({ is, text }) => `${is[0]}${text}`);
  assert.deepEqual(shape('a\nb\nc', 'a\nx\nc'), ['sa', 'rb', 'ax', 'sc']);
  assert.deepEqual(shape('a\nb\nc\nd', 'b\nc\nd\ne'), ['ra', 'sb', 'sc', 'sd', 'ae']);
  assert.ok(diffLines('a\nb', 'a\nb').every(({ is }) => is === 'same'));
});

test('texts of many thousand lines are compared without delay', () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join('\n');
  const lines = diffLines(`same\n${long('a')}`, `same\n${long('b')}`);
  assert.deepEqual([lines.length, lines[0]?.is], [40_001, 'same']);
});
