import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, accessReviewsImport, completedTest } from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const reviews = accessReviews(['r1', 'completed', '2025-05-20'], ['r2', 'open', '2025-08-21']);

onPostgres('tests and results', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  const publish = (yaml: string) => house.call('tests.publish', { engagementId, yaml }, { as: owner });

  test('without a published test there is nothing to run and nothing to list', async () => {
    assert.equal((await house.call('tests.run', { engagementId }, { as: owner })).error?.code, 'not_found');
    assert.deepEqual(await house.ok('tests.list', {}, { as: owner }), { items: [], total: 0, nextCursor: null });
    assert.deepEqual(await house.ok('results.list', {}, { as: owner }), { items: [], total: 0, nextCursor: null });
  });

  test('a definition with an unknown column is refused at its place, with what was meant', async () => {
    const faulty = completedTest({ title: 'Done' }).replace('item.status', 'item.statsu');
    const { faults } = await house.ok('tests.check', { yaml: faulty }, { as: owner });
    assert.equal(faults[0]?.line, 7);
    const { error } = await publish(faulty);
    assert.deepEqual([error?.code, error?.field], ['definition_invalid', 'yaml']);
    assert.match(error?.message ?? '', /^Line 7, column \d+/);
    assert.match(`${error?.message} ${error?.action}`, /status/);
    assert.equal((await house.ok('tests.list', {}, { as: owner })).total, 0);
  });

  test('a changed text is the next version, and the same text is already done', async () => {
    const first = await house.ok(
      'tests.publish',
      { engagementId, yaml: completedTest({ title: 'Done' }) },
      { as: owner },
    );
    assert.equal((await publish(completedTest({ title: 'Done' }))).error?.code, 'already_done');
    const second = await house.ok(
      'tests.publish',
      { engagementId, yaml: completedTest({ title: 'Completed' }) },
      { as: owner },
    );
    assert.deepEqual([first.version, second.version], [1, 2]);
    assert.deepEqual(
      (await house.ok('tests.list', { latest: true }, { as: owner })).items.map((published) => published.id),
      [second.id],
    );
    assert.equal((await house.ok('tests.get', { id: first.id }, { as: owner })).latest, false);
  });

  test('a test whose population is missing gives no result and says so; the run ends well', async () => {
    const job = await house.run('tests.run', { engagementId }, { as: owner });
    assert.equal(job.state, 'done');
    const notRun = job.result?.['notRun'] as { code: string; reason: string }[];
    assert.deepEqual(
      notRun.map(({ code }) => code),
      ['IAM-06.done'],
    );
    assert.match(notRun[0]?.reason ?? '', /access-reviews/);
    assert.equal((await house.ok('results.list', {}, { as: owner })).total, 0);
  });

  test('a run seals its result, and the next run makes the older one no longer the latest', async () => {
    await house.run('populations.import', accessReviewsImport(engagementId), { as: owner, file: reviews });
    await house.run('tests.run', { engagementId }, { as: owner });
    await house.run('tests.run', { engagementId }, { as: owner });
    const { items } = await house.ok('results.list', {}, { as: owner });
    assert.equal(items.length, 2);
    assert.deepEqual(items.map((result) => result.latest).sort(), [false, true]);
    assert.equal(items[0]?.sha256, items[1]?.sha256, 'the same inputs give the same bytes');
    const newest = items.find((result) => result.latest);
    assert.deepEqual([newest?.items.pass, newest?.items.deviations], [1, 1]);
    const { items: entries } = await house.ok('log.entries', { op: 'tests.result' }, { as: owner });
    assert.equal(entries[0]?.statement.facts['sha256'], newest?.sha256);
  });

  test('items are shown with their state, and the deviation with its operands', async () => {
    const { items } = await house.ok('results.list', { latest: true }, { as: owner });
    const id = items[0]?.id;
    const page = await house.ok('results.items', { id }, { as: owner });
    assert.deepEqual(
      page.items.map((item) => [item.item, item.state]),
      [
        ['r2', 'deviation'],
        ['r1', 'pass'],
      ],
    );
    const { attributes } = await house.ok('results.explain', { id, item: 'r2' }, { as: owner });
    assert.match(attributes[0]?.explanation ?? '', /open/);
    assert.equal((await house.call('results.explain', { id, item: 'nowhere' }, { as: owner })).status, 404);
  });

  test('another organization reaches neither tests nor results nor their files', async () => {
    const { owner: other } = await house.organization('Southwind');
    const { items: tests } = await house.ok('tests.list', {}, { as: owner });
    const { items: results } = await house.ok('results.list', {}, { as: owner });
    const id = results[0]?.id;
    const foreign = [
      await house.call('tests.get', { id: tests[0]?.id }, { as: other }),
      await house.call('tests.run', { engagementId }, { as: other }),
      await house.call('results.get', { id }, { as: other }),
      await house.call('results.items', { id }, { as: other }),
      await house.call('results.explain', { id, item: 'r1' }, { as: other }),
      await house.call('results.download-deviations', { id }, { as: other }),
      await house.call('dry-runs.run', { engagementId }, { as: other }),
      await house.call('bundles.create', { engagementId }, { as: other }),
    ];
    assert.deepEqual(
      foreign.map((reply) => reply.status),
      foreign.map(() => 404),
    );
    assert.equal((await house.ok('results.list', {}, { as: other })).total, 0);
  });

  test('a control owner runs tests and may not publish them', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    assert.equal((await house.run('tests.run', { engagementId }, { as: controlOwner })).state, 'done');
    const { error } = await house.call(
      'tests.publish',
      { engagementId, yaml: completedTest({ title: 'Mine' }) },
      { as: controlOwner },
    );
    assert.equal(error?.code, 'not_permitted');
  });
});
