import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonValues, populationKind } from '../../src/index.ts';
import { folder, frozen } from '../builders.ts';

const dir = await folder();

test('CT88 values of a column come by how often they occur, at most fifty, of lists each element', async () => {
  const rows = ['a', 'a', 'b', null, 'x'.repeat(200)].map((author, n) => ({
    id: String(n),
    author,
    reviewers: ['r', `s${n}`],
  }));
  const { file } = await frozen(dir, populationKind('code-changes'), rows);
  assert.deepEqual(await commonValues(file, 'author', 'string'), ['a', 'b']);
  assert.deepEqual((await commonValues(file, 'reviewers', 'strings')).slice(0, 2), ['r', 's0']);
  const many = Array.from({ length: 80 }, (_, n) => ({ id: String(n), author: `a${n}` }));
  assert.equal(
    (await commonValues((await frozen(dir, populationKind('code-changes'), many)).file, 'author', 'string')).length,
    50,
  );
  const none = await frozen(dir, populationKind('code-changes'), []);
  assert.deepEqual(await commonValues(none.file, 'author', 'string'), []);
});
