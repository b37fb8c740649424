import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reversed } from '../../src/pages/evidence/changes.ts';

test('EV38 undoing brings each piece back as it was: what it had before the change is not taken away', () => {
  const changed = [
    { id: '1', added: ['A'], removed: ['B'] },
    { id: '2', added: ['A'], removed: [] },
    { id: '3', added: ['A'], removed: ['B'] },
  ];
  assert.deepEqual(reversed(changed), [
    { ids: ['1', '3'], add: ['B'], remove: ['A'] },
    { ids: ['2'], add: [], remove: ['A'] },
  ]);
  assert.deepEqual(reversed([]), []);
});
