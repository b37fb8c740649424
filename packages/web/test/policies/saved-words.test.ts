import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, noAnswer } from '../../src/api/error.ts';
import type { SaveState } from '../../src/pages/policies/editor/autosave.ts';
import { savedWords } from '../../src/pages/policies/editor/saved-words.ts';

const told = (state: SaveState, error: unknown = null, kept = true, savedAt: number | null = null): string =>
  savedWords({ state, error, kept, savedAt });

test('PO27 what became of the newest change is told, and this browser is said to keep it only where it does', () => {
  const refusal = new ApiError({ code: 'bad_input', message: 'It is too long.', action: 'Shorten it.' }, 400);
  assert.equal(told('saved'), 'No changes');
  assert.match(told('saved', null, false, Date.UTC(2026, 10, 23, 12, 3)), /^Saved \d\d:03$/);
  assert.equal(told('saving'), 'Saving…');
  assert.equal(
    told('offline', noAnswer()),
    'Not connected: your text is kept in this browser and saved when the connection is back.',
  );
  assert.match(told('offline', new ApiError({ code: 'internal', message: 'x' }, 502)), /the server can’t answer now/);
  assert.match(told('conflict'), /somebody else saved .* Choose/);
  assert.equal(told('refused', refusal), 'Not saved: It is too long. Shorten it. Your text is kept in this browser.');
  for (const state of ['offline', 'conflict', 'refused'] as const) {
    assert.match(told(state, noAnswer(), true), /kept in this browser/);
    assert.match(told(state, noAnswer(), false), /keep this page open: this browser keeps no copy/i);
  }
});
