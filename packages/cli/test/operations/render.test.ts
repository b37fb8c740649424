import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from '../../src/operations/render.ts';

test('a list is a table that names objects by what they are called, with what is counted below it', () => {
  const items = [
    { index: 4, by: { id: 'u', name: 'Olga' }, before: { state: 'effective', words: 'Effective: 4 items' }, more: [1] },
    { index: 3, by: null, before: null, more: [] },
  ];
  const rest = {
    counts: { entries: 2, elsewhere: 1, nouns: [] },
    growth: { newer: { size: 5 }, proof: 'a\nb' },
    title: 'x',
  };
  assert.equal(
    render({ items, total: 9, nextCursor: 'c', ...rest }),
    [
      'index  by    before',
      '4      Olga  Effective: 4 items',
      '3      –     –',
      '2 of 9',
      'counts: entries 2, elsewhere 1',
      'title: x',
      '',
    ].join('\n'),
  );
});
