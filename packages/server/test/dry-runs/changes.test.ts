import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DryRunChanges } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import {
  accessReviews,
  accessReviewsImport,
  causeOfOpenReview,
  withTestedReviews,
} from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const reviews = accessReviews(
  ['r1', 'completed', '2025-05-20'],
  ['r2', 'open', '2025-08-21'],
  ['r3', 'open', '2025-11-21'],
  ['r4', 'completed', '2026-02-20'],
);

onPostgres('what changed since a dry run', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  const changes = async (as = owner): Promise<DryRunChanges> => house.ok('dry-runs.changes', { engagementId }, { as });

  const outdated = async (): Promise<boolean> => {
    const { items } = await house.ok('steps.list', { engagementId }, { as: owner });
    const { summary = '' } = items.find(({ id }) => id === 'dry-run') ?? {};
    return summary.startsWith('What it weighs has changed since');
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await withTestedReviews(house, { controls: ['IAM-06', 'IAM-02'], reviews }));
  });
  after(() => house.stop());

  test('CN35 before the first dry run nothing is the same and nothing is compared', async () => {
    assert.deepEqual(await changes(), { dryRunId: null, same: false, criteria: [], controls: [], parts: [] });
  });

  test('CN35 right after a dry run nothing has changed', async () => {
    const { id } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.deepEqual(await changes(), { dryRunId: id, same: true, criteria: [], controls: [], parts: [] });
    assert.equal(await outdated(), false);
  });

  test('CN35 a recorded cause changes what a dry run says and not what it concludes', async () => {
    await house.ok('deviations.explain', causeOfOpenReview(engagementId), { as: owner });
    const { same, criteria, controls, parts } = await changes();
    assert.deepEqual({ same, criteria, controls, parts }, { same: false, criteria: [], controls: [], parts: [] });
    assert.equal(await outdated(), true);
  });

  test('CN35 a newer result and a newly adopted control are told with what was concluded before', async () => {
    const [population] = (await house.ok('populations.list', { engagementId }, { as: owner })).items;
    assert.ok(population);
    const supersedes = { id: population.id, reason: 'All of them were completed.' };
    const file = reviews.replaceAll(',open,', ',completed,');
    await house.run('populations.import', { ...accessReviewsImport(engagementId), supersedes }, { as: owner, file });
    await house.run('tests.run', { engagementId }, { as: owner });
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: owner });
    const { same, criteria, controls, parts } = await changes();
    assert.equal(same, false);
    assert.equal(await outdated(), true);
    assert.deepEqual(controls, [
      { code: 'CHG-02', before: null, now: 'not-tested' },
      { code: 'IAM-06', before: 'not-effective', now: 'effective' },
    ]);
    assert.deepEqual(
      criteria.find(({ id }) => id === 'CC6.2'),
      { id: 'CC6.2', before: 'not-achieved', now: 'achieved' },
    );
    // Most criteria have no control, before as now.
    assert.deepEqual(parts, []);
  });

  test('CN36 what is written of another engagement leaves a dry run as it is', async () => {
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.equal(await outdated(), false);
    const other = await house.ok(
      'engagements.create',
      {
        title: 'Another one',
        service: 'Books moorings.',
        categories: ['security'],
        terms: { type: 'type1', asOf: '2026-03-31' },
      },
      { as: owner },
    );
    const reason = 'Nobody gets an account here.';
    const mark = { criterion: 'CC6.4', relevant: false, reason, after: 0 };
    await house.ok('engagements.mark-criterion', { ...mark, engagementId: other.id }, { as: owner });
    assert.equal(await outdated(), false);
    await house.run('tests.run', { engagementId }, { as: owner });
    assert.equal(await outdated(), true);
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.equal(await outdated(), false);
    const [population] = (await house.ok('populations.list', { engagementId }, { as: owner })).items;
    const drawn = { engagementId, populationId: population?.id, control: 'IAM-02', size: 4 };
    const sample = await house.ok('samples.draw', drawn, { as: owner });
    assert.equal(await outdated(), true, 'a sample was drawn');
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.equal(await outdated(), false);
    const [key] = sample.document.selected;
    await house.ok('samples.record', { id: sample.id, key, outcome: 'pass' }, { as: owner });
    assert.equal(await outdated(), true, 'an outcome was recorded');
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    await house.ok('engagements.mark-criterion', { ...mark, engagementId }, { as: owner });
    assert.equal(await outdated(), true);
    await house.ok('engagements.mark-criterion', { ...mark, engagementId, relevant: true, after: 1 }, { as: owner });
  });

  test('CO40 CO47 a criterion taken for not relevant after a dry run is told as a change, and is left out of the next one', async () => {
    const engagement = { engagementId, criterion: 'CC6.2' };
    const reason = 'Nobody gets an account here.';
    const mark = async (relevant: boolean, after: number) =>
      house.ok('engagements.mark-criterion', { ...engagement, relevant, reason, after }, { as: owner });
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.equal((await changes()).same, true);
    await mark(false, 0);
    const { same, criteria } = await changes();
    assert.deepEqual([same, criteria], [false, [{ id: 'CC6.2', before: 'achieved', now: null }]]);
    const { items: steps } = await house.ok('steps.list', { engagementId }, { as: owner });
    assert.match(steps.find(({ id }) => id === 'dry-run')?.summary ?? '', /^What it weighs has changed since/);
    const { id, document, people } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const [out] = document.notRelevant ?? [];
    const { by, at } = out ?? {};
    assert.deepEqual(document.notRelevant, [{ id: 'CC6.2', reason, by, at, common: true, controls: ['IAM-06'] }]);
    assert.deepEqual(people, [{ id: by, name: 'Olga Owner' }]);
    assert.deepEqual([document.counts.criteria, (await changes()).same], [32, true]);
    assert.ok(
      !(await house.ok('conclusions.list', { dryRunId: id, on: 'criterion' }, { as: owner })).items.some(
        ({ subject }) => subject === 'CC6.2',
      ),
    );
    const decision = { on: 'criterion', subject: 'CC6.2', conclusion: 'not-achieved' };
    const { error } = await house.call('conclusions.decide', { dryRunId: id, decision }, { as: owner });
    assert.deepEqual(
      [error?.code, error?.message],
      ['not_found', 'CC6.2 was taken for not relevant, so this dry run concludes nothing of it.'],
    );
    const { items: now } = await house.ok('steps.list', { engagementId }, { as: owner });
    assert.match(
      now.find(({ id: step }) => step === 'dry-run')?.summary ?? '',
      / of 32 relevant criteria could be concluded.*; 1 was taken for not relevant\./,
    );
    await mark(true, 1);
    assert.deepEqual((await changes()).criteria, [{ id: 'CC6.2', before: null, now: 'achieved' }]);
    const restored = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.deepEqual([restored.document.notRelevant, restored.document.counts.criteria], [[], 33]);
    const kept = await house.ok('dry-runs.get', { id }, { as: owner });
    assert.equal(kept.document.notRelevant?.length, 1, 'a dry run stays as it was made');
  });

  test('CO40 a dry run weighs what was decided before its entry, also where both happen at once', async () => {
    for (let version = 0; version < 12; version += 1) {
      const relevant = version % 2 === 1;
      const decision = { engagementId, criterion: 'CC6.3', relevant, reason: `Decided for the ${version}. time` };
      const [{ decision: made }, run] = await Promise.all([
        house.ok('engagements.mark-criterion', { ...decision, after: version }, { as: owner }),
        house.ok('dry-runs.run', { engagementId }, { as: owner }),
      ]);
      const out = run.document.notRelevant?.some(({ id }) => id === 'CC6.3');
      assert.equal(out, made.entryIndex < run.entryIndex ? !relevant : relevant);
    }
  });

  test('CN35 of a foreign engagement the answer is that there is none', async () => {
    const other = await house.organization();
    const reply = await house.call('dry-runs.changes', { engagementId }, { as: other.owner });
    assert.equal(reply.error?.code, 'not_found');
  });
});
