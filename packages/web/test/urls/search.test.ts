import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keeps, oneOf, text } from '../../src/search.ts';

test('a page keeps from its URL what it knows and drops the rest', () => {
  const read = keeps({ tab: oneOf('adopted', 'catalogue'), entry: text });
  assert.deepEqual(read({ tab: 'catalogue', entry: 12, other: 'x' }), { tab: 'catalogue', entry: '12' });
  assert.deepEqual(read({ tab: 'nonsense', entry: { a: 1 } }), {});
});
