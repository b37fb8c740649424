import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameSource, proposePairs } from '../../src/pages/populations/reconcile-pairs.ts';

const side = (kind: string, columns: Record<string, string>) => ({
  kind,
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
});
const people = side('people', { id: 'string', email: 'string', name: 'string', ended_on: 'date' });
const leavers = side('leavers', { id: 'string', email: 'string', name: 'string' });
const changes = side('code-changes', { id: 'string' });
const deployments = side('deployments', { id: 'string', change_id: 'string' });

test('people and leavers are matched by e-mail in any case, over those who left, and names should agree', () => {
  assert.deepEqual(proposePairs(people, leavers), {
    on: [{ here: 'email', there: 'email', ignoreCase: true }],
    agree: [{ here: 'name', there: 'name' }],
    where: 'has(item.ended_on)',
  });
});

test('changes and deployments are matched by the change that was deployed, either way round', () => {
  assert.deepEqual(proposePairs(changes, deployments)?.on, [{ here: 'id', there: 'change_id' }]);
  assert.deepEqual(proposePairs(deployments, changes)?.on, [{ here: 'change_id', there: 'id' }]);
});

test('nothing is proposed that the columns do not bear out', () => {
  const bare = side('leavers', { id: 'string', name: 'string' });
  assert.deepEqual(proposePairs(people, bare), { on: [{ here: 'id', there: 'id' }] });
  assert.equal(proposePairs(side('people', { name: 'string' }), bare), null);
  const listed = side('leavers', { email: 'strings' });
  assert.equal(proposePairs(people, listed), null);
});

test('two extracts of one system are told, two files are not', () => {
  const git = { system: 'git', query: 'git log' };
  assert.equal(isSameSource(git, { system: 'git', query: 'git tag' }), true);
  assert.equal(isSameSource({ system: 'file', query: 'a.csv' }, { system: 'file', query: 'b.csv' }), false);
});
