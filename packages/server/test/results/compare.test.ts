import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviewsImport, completedTest } from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const reviews = (...states: string[]) =>
  ['id,system,status,completed_at', ...states.map((status, n) => `r${n},mail,${status},2025-05-20T10:00:00Z`)].join(
    '\n',
  );

onPostgres('comparing runs', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let runs: string[];

  const freeze = async (file: string, id?: string) => {
    const supersedes = id === undefined ? {} : { supersedes: { id, reason: 'Late reviews came in.' } };
    const input = accessReviewsImport(engagementId);
    await house.run('populations.import', { ...input, ...supersedes }, { as: owner, file });
    return (await house.ok('populations.list', { latest: true }, { as: owner })).items[0]?.id;
  };
  const publish = (yaml: string) => house.ok('tests.publish', { engagementId, yaml }, { as: owner });
  const list = async (code?: string) => (await house.ok('results.list', { code, sort: 'ranAt' }, { as: owner })).items;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
    await publish(completedTest({ title: 'First' }));
    const first = await freeze(reviews('completed', 'open', 'open'));
    await house.run('tests.run', { engagementId }, { as: owner });
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    await freeze(reviews('open', 'completed', 'open', 'completed'), first);
    await publish(completedTest({ title: 'Second' }));
    await publish(completedTest({ title: 'Other', code: 'IAM-06.other' }));
    await house.run('tests.run', { engagementId }, { as: owner });
    runs = (await list('IAM-06.done')).map(({ id }) => id);
  });
  after(() => house.stop());

  const compare = (input: Record<string, unknown>, as = owner) => house.call('results.compare', input, { as });

  test('CT92 the run sealed first is the earlier one, whichever is named first', async () => {
    const [id, other] = runs;
    const found = await house.ok('results.compare', { id, other }, { as: owner });
    assert.deepEqual(
      found.items.map((i) => [i.item, i.change]),
      [
        ['r0', 'new-deviation'],
        ['r2', 'still-deviation'],
        ['r1', 'fixed-later'],
        ['r3', 'new'],
      ],
    );
    assert.deepEqual([found.earlier.id, found.later.id], [id, other]);
    assert.deepEqual([found.earlier.version, found.later.version], [1, 2]);
    assert.match(found.earlier.yaml, /First/);
    assert.deepEqual(await house.ok('results.compare', { id: other, other: id }, { as: owner }), found);
  });

  test('CT92 pages follow each other, and a run compared with itself has changed nothing', async () => {
    const [id, other] = runs;
    const second = await house.ok('results.compare', { id, other, offset: 1, limit: 2 }, { as: owner });
    assert.deepEqual([second.total, second.items.map((i) => i.item)], [4, ['r2', 'r1']]);
    const fixed = await house.ok('results.compare', { id, other, change: 'fixed-later' }, { as: owner });
    assert.deepEqual(
      fixed.items.map((i) => [i.item, i.before, i.after, i.failedBefore]),
      [['r1', 'deviation', 'pass', ['A']]],
    );
    const itself = await house.ok('results.compare', { id, other: id }, { as: owner });
    assert.deepEqual(
      [itself.counts['new-deviation'], itself.counts['still-deviation'], itself.counts.unchanged],
      [0, 2, 1],
    );
  });

  test('CT92 runs of different tests are not compared, nor what is not there', async () => {
    const [other] = await list('IAM-06.other');
    const mixed = await compare({ id: runs[0], other: other?.id });
    assert.deepEqual([mixed.error?.code, mixed.error?.field], ['conflict', 'other']);
    const absent = await compare({ id: runs[0], other: crypto.randomUUID() });
    assert.deepEqual([absent.status, absent.error?.field], [404, 'other']);
    assert.equal((await compare({ id: runs[0], other: runs[1], change: 'better' })).error?.code, 'bad_input');
  });

  test('CT92 another organization and an employee compare nothing', async () => {
    const { owner: foreign } = await house.organization('Southwind');
    const pair = { id: runs[0], other: runs[1] };
    assert.equal((await compare(pair, foreign)).status, 404);
    assert.equal((await compare(pair, await house.member(owner, 'employee'))).error?.code, 'not_permitted');
    assert.equal((await compare(pair, await house.member(owner, 'reader'))).status, 200);
  });

  test('CT93 the history of a test is its versions and their runs', async () => {
    const versions = await house.ok(
      'tests.list',
      { engagementId, code: 'IAM-06.done', sort: '-publishedAt' },
      { as: owner },
    );
    assert.deepEqual(
      versions.items.map((t) => [t.version, t.latest]),
      [
        [2, true],
        [1, false],
      ],
    );
    const ran = await list('IAM-06.done');
    assert.deepEqual(
      ran.map((r) => [r.testId, r.items.deviations]),
      [
        [versions.items[1]?.id, 2],
        [versions.items[0]?.id, 2],
      ],
    );
    assert.deepEqual(await list('IAM-06'), []);
  });
});
