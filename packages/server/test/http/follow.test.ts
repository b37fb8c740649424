import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operations } from '@tickmark/core';
import { followChanges } from '../../src/platform/http/follow.ts';
import { News } from '../../src/platform/jobs/index.ts';
import { startInstance, type Instance, type Person } from './instance.ts';

let instance: Instance;
let owner: Person;
let northwind: string;
let looks = 0;
let change = 4;

before(async () => {
  instance = await startInstance(() => ({
    'jobs.get': async (_, { id }) => {
      looks++;
      return {
        id,
        kind: 'run-tests',
        title: 'Tests',
        state: 'running',
        done: 0,
        total: null,
        unit: 'tests',
        note: null,
        error: null,
        result: null,
        change,
        createdAt: '2026-03-02T09:00:00.000Z',
        finishedAt: null,
      };
    },
  }));
  owner = await instance.owner();
  northwind = await instance.organization(owner);
});
after(() => instance.stop());

const follow = (changedSince?: number) =>
  instance.call(
    'jobs.get',
    { id: crypto.randomUUID(), ...(changedSince === undefined ? {} : { changedSince }) },
    { as: owner, organization: northwind },
  );

test('a read that follows changes answers at once where there is news', async () => {
  looks = 0;
  assert.equal((await follow()).body['change'], 4);
  assert.equal((await follow(3)).body['change'], 4);
  assert.equal(looks, 2);
});

test('a read that follows changes waits for news, and others are served meanwhile', async () => {
  looks = 0;
  const waiting = follow(4);
  const looked = (): boolean => looks > 0;
  while (!looked()) {
    assert.equal((await instance.call('organizations.get', {}, { as: owner, organization: northwind })).status, 200);
  }
  change = 5;
  const reply = await waiting;
  assert.equal(reply.body['change'], 5);
  assert.ok(looks >= 2);
});

test('news of this process is told at once, that of another one at the next look', { timeout: 20_000 }, async () => {
  const operation = operations.find(({ name }) => name === 'jobs.get');
  assert.ok(operation);
  const news = new News();
  let at = 4;
  const outcome = () => ({ operation, organizationId: '', output: { change: at }, entries: [], ...nothingBegun });
  const follow = (betweenLooksMs: number) =>
    followChanges(operation, { changedSince: at }, neverAborted, news, async () => outcome(), betweenLooksMs);

  const told = follow(3_600_000);
  at = 5;
  news.tell();
  assert.deepEqual((await told).output, { change: 5 });

  const untold = follow(1);
  at = 6;
  assert.deepEqual((await untold).output, { change: 6 });
});
const nothingBegun = { startedJob: false, replayed: false };
const neverAborted = new AbortController().signal;
