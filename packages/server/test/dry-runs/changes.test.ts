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
  });

  test('CN35 a recorded cause changes what a dry run says and not what it concludes', async () => {
    await house.ok('deviations.explain', causeOfOpenReview(engagementId), { as: owner });
    const { same, criteria, controls, parts } = await changes();
    assert.deepEqual({ same, criteria, controls, parts }, { same: false, criteria: [], controls: [], parts: [] });
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

  test('CN35 of a foreign engagement the answer is that there is none', async () => {
    const other = await house.organization();
    const reply = await house.call('dry-runs.changes', { engagementId }, { as: other.owner });
    assert.equal(reply.error?.code, 'not_found');
  });
});
