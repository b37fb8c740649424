import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, accessReviewsImport, completedTest } from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const definition = completedTest();
const reviews = accessReviews(['r1', 'completed', '2025-05-20'], ['r2', 'open', '2025-08-21']);

onPostgres('writing a test', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  const preview = (yaml: string, as = owner, engagement = engagementId) =>
    house.call('tests.preview', { engagementId: engagement, yaml }, { as });

  test('CT87 without a frozen population there is nothing to preview, and the answer says what to freeze', async () => {
    const { status, error } = await preview(definition);
    assert.deepEqual([status, error?.code, error?.field], [404, 'not_found', 'yaml']);
    assert.match(`${error?.message} ${error?.action}`, /access-reviews.*Freeze access-reviews/);
    const { options } = await house.ok(
      'tests.complete',
      { engagementId, yaml: definition, offset: definition.indexOf('completed"') },
      { as: owner },
    );
    assert.deepEqual(options, []);
  });

  test('CT87 a preview shows counts and operands, and leaves neither a log entry nor a result', async () => {
    await house.run('populations.import', accessReviewsImport(engagementId), { as: owner, file: reviews });
    const entries = async () => (await house.ok('log.entries', { limit: 500 }, { as: owner })).items.length;
    const before = await entries();
    const found = await house.ok('tests.preview', { engagementId, yaml: definition }, { as: owner });
    assert.deepEqual([found.looked, found.population.rows, found.items.pass, found.items.deviations], [2, 2, 1, 1]);
    assert.equal(found.rows[0]?.key, 'r2');
    assert.match(found.rows[0]?.attributes[0]?.explanation ?? '', /open/);
    assert.equal(await entries(), before);
    assert.equal((await house.ok('results.list', {}, { as: owner })).total, 0);
    assert.equal((await house.ok('tests.list', {}, { as: owner })).total, 0);
  });

  test('CT87 a fault is answered as a fault with its place', async () => {
    for (const [yaml, message] of [
      [definition.replace('item.status', 'item.statsu'), /^Line 7, column \d+: .*statsu/],
      [definition.replace('kind: items', 'kind: nothing'), /^Line 4/],
      [definition.replace('access-reviews', 'access-reviewz'), /^Line 5/],
      ['kind: [', /^Line 1/],
    ] as const) {
      const { status, error } = await preview(yaml);
      assert.deepEqual([status, error?.code], [422, 'definition_invalid'], yaml);
      assert.match(error?.message ?? '', message);
    }
    assert.equal((await preview('')).error?.code, 'bad_input');
    assert.equal(
      (await house.call('tests.complete', { engagementId, yaml: '', offset: -1 }, { as: owner })).status,
      400,
    );
  });

  test('CT88 completion knows the values of the newest frozen population', async () => {
    const offset = definition.indexOf('completed"');
    const { from, options } = await house.ok(
      'tests.complete',
      { engagementId, yaml: definition, offset },
      { as: owner },
    );
    assert.equal(from, offset);
    assert.deepEqual(
      options.map((o) => o.label),
      ['completed', 'open'],
    );
  });

  test('CT87 a reader previews, an employee does not, and another organization finds no engagement', async () => {
    const { owner: other, engagementId: theirs } = await house.organization('Southwind');
    assert.equal((await preview(definition, await house.member(owner, 'reader'))).status, 200);
    assert.equal((await preview(definition, await house.member(owner, 'employee'))).error?.code, 'not_permitted');
    assert.equal((await preview(definition, other)).error?.code, 'not_found');
    assert.match(
      (await preview(definition, other, theirs)).error?.message ?? '',
      /No population of the kind access-reviews/,
    );
    const complete = await house.call('tests.complete', { engagementId, yaml: definition, offset: 0 }, { as: other });
    assert.equal(complete.status, 404);
  });
});
