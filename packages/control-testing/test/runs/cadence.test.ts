import assert from 'node:assert/strict';
import { test } from 'node:test';
import { populationKind, type FreezeFacts } from '../../src/index.ts';
import { folder, frozen, run } from '../builders.ts';

const dir = await folder();

const definition = (every: string, grace = 'P10D') => `
id: IAM-06.review
control: IAM-06
title: Access is reviewed
kind: cadence
population: access-reviews
every: ${every}
grace: ${grace}
at: item.completed_at
where: item.status == "completed"
`;

const year = { from: '2026-01-01', to: '2026-12-31' };
const done = (id: string, completed_at: string | null, status: string | null = 'completed') => ({
  id,
  completed_at,
  status,
});

async function outcome(
  rows: ReturnType<typeof done>[],
  every = 'quarter',
  changes: Partial<FreezeFacts> = {},
  period = year,
  grace = 'P10D',
) {
  const population = await frozen(dir, populationKind('access-reviews'), rows, {
    extractedAt: new Date('2027-06-01T00:00:00Z'),
    ...changes,
  });
  const { result } = await run(dir, definition(every, grace), { 'access-reviews': population }, { period });
  return { result, states: result.occurrences?.list.map((o) => `${o.from} ${o.state} ${o.item ?? ''}`.trim()) };
}

test('CT11 each slice of the calendar is met, late or missed', async () => {
  const { result, states } = await outcome([
    done('q1', '2026-03-20T00:00:00Z'),
    done('q2-grace', '2026-07-10T00:00:00Z'),
    done('q3-late', '2026-10-11T00:00:00Z'),
    done('q4', '2026-12-20T00:00:00Z'),
    done('open', null, 'open'),
  ]);
  assert.deepEqual(states, [
    '2026-01-01 met q1',
    '2026-04-01 met q2-grace',
    '2026-07-01 late q3-late',
    '2026-10-01 met q4',
  ]);
  assert.deepEqual(result.items, {
    total: 5,
    outOfPeriod: 0,
    notGoverned: 1,
    inScope: 4,
    pass: 4,
    deviations: 0,
    unverified: 0,
  });
  assert.deepEqual(
    result.deviations.map((d) => d.item),
    ['2026-07-01/2026-09-30'],
  );
  assert.equal(result.deviationsFile.rows, 1);
  assert.equal(result.proposal.kind, 'effective-with-isolated-deviations');
});

test('CT12 one occurrence serves one slice, the earliest it can', async () => {
  const { states } = await outcome([done('a', '2026-04-05T00:00:00Z'), done('b', '2026-04-06T00:00:00Z')]);
  assert.deepEqual(states?.slice(0, 2), ['2026-01-01 met a', '2026-04-01 met b']);
});

test('CT11 an occurrence in time is not spent on a slice it would be late for', async () => {
  const { states } = await outcome([done('june', '2026-06-01T00:00:00Z')]);
  assert.deepEqual(states, ['2026-01-01 missed', '2026-04-01 met june', '2026-07-01 missed', '2026-10-01 missed']);
});

test('CT13 no item and every slice missed is missed, not “no occurrence”', async () => {
  const { result, states } = await outcome([]);
  assert.deepEqual(
    states?.map((s) => s.split(' ')[1]),
    ['missed', 'missed', 'missed', 'missed'],
  );
  assert.equal(result.proposal.kind, 'not-effective');
});

test('CT14 a slice is not due until its last day and grace have passed when the population is taken', async () => {
  const facts = { period: year, extractedAt: new Date('2026-04-10T23:59:59Z') };
  const early = await outcome([], 'quarter', facts);
  assert.deepEqual(
    early.states?.map((s) => s.split(' ')[1]),
    ['not-due', 'not-due', 'not-due', 'not-due'],
  );
  assert.equal(early.result.proposal.kind, 'no-occurrence');
  assert.equal(early.result.interim, true);
  const next = await outcome([], 'quarter', { ...facts, extractedAt: new Date('2026-04-11T00:00:00Z') });
  assert.equal(next.states?.[0], '2026-01-01 missed');
});

test('CT15 what cannot be placed leaves slices without another occurrence unverified', async () => {
  const { result, states } = await outcome([done('q1', '2026-03-20T00:00:00Z'), done('when', null)]);
  assert.deepEqual(
    states?.map((s) => s.split(' ')[1]),
    ['met', 'unverified', 'unverified', 'unverified'],
  );
  assert.equal(result.items.unverified, 1);
  assert.equal(result.proposal.kind, 'cannot-say');
  const perhaps = await outcome([done('maybe', '2026-02-01T00:00:00Z', null)]);
  assert.equal(perhaps.states?.[0], '2026-01-01 unverified maybe');
});

test('CT16 slices are cut from the first day of the period; a rest shorter than one is not due', async () => {
  const cut = async (every: string, period: { from: string; to: string }) => {
    const { result } = await outcome([], every, {}, period, 'P0D');
    return result.occurrences?.list.map((o) => `${o.from}/${o.to} ${o.state}`);
  };
  assert.deepEqual(await cut('quarter', { from: '2025-11-01', to: '2026-10-31' }), [
    '2025-11-01/2026-01-31 missed',
    '2026-02-01/2026-04-30 missed',
    '2026-05-01/2026-07-31 missed',
    '2026-08-01/2026-10-31 missed',
  ]);
  assert.deepEqual(await cut('month', { from: '2026-01-31', to: '2026-03-30' }), [
    '2026-01-31/2026-02-27 missed',
    '2026-02-28/2026-03-30 missed',
  ]);
  assert.deepEqual(await cut('week', { from: '2026-01-01', to: '2026-01-12' }), [
    '2026-01-01/2026-01-07 missed',
    '2026-01-08/2026-01-12 not-due',
  ]);
  assert.deepEqual(await cut('half-year', { from: '2026-02-01', to: '2026-12-31' }), [
    '2026-02-01/2026-07-31 missed',
    '2026-08-01/2026-12-31 not-due',
  ]);
  assert.deepEqual(await cut('year', { from: '2025-07-01', to: '2026-06-30' }), ['2025-07-01/2026-06-30 missed']);
  assert.deepEqual(await cut('year', { from: '2026-01-01', to: '2026-06-30' }), ['2026-01-01/2026-06-30 not-due']);
  assert.deepEqual(await cut('P14D', { from: '2026-01-05', to: '2026-02-01' }), [
    '2026-01-05/2026-01-18 missed',
    '2026-01-19/2026-02-01 missed',
  ]);
  assert.equal((await cut('day', { from: '2028-02-01', to: '2028-02-29' }))?.length, 29);
});

test('CT16 a rest in which it happened all the same is met', async () => {
  const { states } = await outcome(
    [done('early', '2026-08-15T00:00:00Z')],
    'half-year',
    {},
    { from: '2026-02-01', to: '2026-12-31' },
    'P0D',
  );
  assert.deepEqual(states, ['2026-02-01 missed', '2026-08-01 met early']);
});

test('CT11 a day with several occurrences meets that day and leaves the next one to its own', async () => {
  const rows = [1, 2, 3].flatMap((d) => ['a', 'b'].map((s) => done(`${d}${s}`, `2026-01-0${d}T02:00:00Z`)));
  const { states } = await outcome(rows, 'day', {}, { from: '2026-01-01', to: '2026-01-04' }, 'P0D');
  assert.deepEqual(states, ['2026-01-01 met 1a', '2026-01-02 met 2a', '2026-01-03 met 3a', '2026-01-04 missed']);
});
