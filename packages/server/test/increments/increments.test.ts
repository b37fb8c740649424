import assert from 'node:assert/strict';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { changesCsv, deliveries, review, reviewsCsv, year, type Change } from './deliveries.ts';

const first: Change[] = [{ id: 'chg-1', reviewer: 'bob' }, { id: 'chg-2' }, { id: 'chg-3', reviewer: 'ann' }];
const second: Change[] = [{ id: 'chg-4', reviewer: 'bob' }, { id: 'chg-5' }];
/** Of a change of the first day. */
const lateReview: Change[] = [{ id: 'chg-2', reviewer: 'bob' }];

const both = (changes: readonly Change[], reviews: readonly Change[] = changes) => ({
  'code-changes': changesCsv(changes),
  'code-reviews': reviewsCsv(reviews),
});

onPostgres('increments', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let day: ReturnType<typeof deliveries>;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  after(() => house.stop());

  /** A fresh organization with the test published; answers the id of the test. */
  const begin = async (yaml = review): Promise<string> => {
    ({ owner, engagementId } = await house.organization('Northwind', year));
    day = deliveries(house, { owner, engagementId });
    return (await day.publish(yaml)).id;
  };
  const folderOf = () => join(subject.dataFolder, 'increments', owner.organization);
  const nothingAdded = async () => {
    assert.deepEqual(await day.list(), []);
    assert.equal((await house.ok('log.entries', { op: 'increments.added' }, { as: owner })).total, 0);
  };

  test('CT119 an increment judges new rows and what they touch, and its entry says what it stands on', async () => {
    const testId = await begin();
    const job = await day.add(testId, both(first));
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    await day.add(testId, both(second, [...second, ...lateReview]));
    const [one, two] = await day.list();
    assert.deepEqual([one?.number, two?.number], [1, 2]);
    assert.deepEqual(one?.totals.items, { inScope: 3, pass: 1, deviations: 2, unverified: 0 });
    assert.deepEqual(two?.totals.items, { inScope: 5, pass: 3, deviations: 2, unverified: 0 });
    assert.deepEqual([two?.before, two?.judged], [one?.totals, 3]);
    assert.deepEqual(
      [one?.newDeviations, two?.newDeviations.first],
      [{ count: 2, first: ['chg-2', 'chg-3'] }, ['chg-5']],
    );
    const { items: entries } = await house.ok('log.entries', { op: 'increments.added' }, { as: owner });
    const entry = entries.find(({ index }) => index === two?.entryIndex)?.statement.facts;
    assert.deepEqual(entry?.['populations'], two?.populations);
    assert.equal(two?.populations['code-changes']?.rows, 2);
    assert.deepEqual(entry?.['items'], two?.totals.items);
    const published = await house.ok('tests.get', { id: testId }, { as: owner });
    assert.equal(entry?.['definitionSha256'], published.sha256);
    assert.doesNotMatch(JSON.stringify(entries), /chg-5/);
  });

  test('CT119 a population without new rows may be left out, the one of the test as well', async () => {
    const testId = await begin();
    await day.add(testId, { 'code-changes': changesCsv(first) });
    const job = await day.add(testId, { 'code-reviews': reviewsCsv(lateReview) });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const two = (await day.list())[1];
    assert.equal(two?.populations['code-changes']?.rows, 0);
    assert.equal(two?.populations['code-changes']?.inputSha256, null);
    assert.deepEqual(two?.totals.items, { inScope: 3, pass: 1, deviations: 2, unverified: 0 });
  });

  test('CT119 columns are mapped as in an import, and rejected rows are accepted by their number', async () => {
    const testId = await begin();
    const file = 'change,ref,by,when\nc1,main,ann,2026-02-01T10:00:00Z\nc2,main,ann,yesterday\n';
    const mapping = { id: ['change'], branch: ['ref'], author: ['by'], merged_at: ['when'] };
    const reading = { format: 'csv', mapping };
    const refused = await day.upload('code-changes', file, { reading });
    const failed = await house.run('increments.add', { testId, files: [refused.id] }, { as: owner });
    assert.deepEqual([failed.state, failed.error?.field], ['failed', 'acceptRejected']);
    await nothingAdded();
    const accepted = await day.upload('code-changes', file, { reading, acceptRejected: 1 });
    const done = await house.run('increments.add', { testId, files: [accepted.id] }, { as: owner });
    assert.equal(done.state, 'done', JSON.stringify(done.error));
    assert.equal((await day.list())[0]?.totals.items?.inScope, 1);
  });

  test('CT119 a file that cannot be used adds nothing and says why', async () => {
    const testId = await begin();
    const cases: [string, RegExp][] = [
      ['branch,author\nmain,ann\n', /\bid\b/],
      ['id,branch,author,merged_at\n,main,ann,2026-02-01T10:00:00Z\n', /\bid\b/],
      [`${changesCsv(first)}chg-1,shop,main,ann,2026-02-01T10:00:00Z\n`, /chg-1/],
      [reviewsCsv(first).replace('id,change_id', 'number,change_id'), /\bid\b/],
      ['id,branch\nc1,"main', /quot/i],
    ];
    for (const [file, message] of cases) {
      const job = await day.add(testId, { 'code-changes': file });
      assert.deepEqual([job.state, job.error?.code], ['failed', 'population_invalid'], JSON.stringify(job.error));
      assert.match(`${job.error?.message} ${job.error?.action}`, message);
    }
    const workbook = await day.upload('code-changes', 'PK\u0003\u0004 torn', { reading: { format: 'xlsx' } });
    const torn = await house.run('increments.add', { testId, files: [workbook.id] }, { as: owner });
    assert.equal(torn.state, 'failed');
    assert.notEqual(torn.error?.code, 'internal');
    await nothingAdded();
    const job = await day.add(testId, both(first));
    assert.equal(job.state, 'done', JSON.stringify(job.error));
  });

  test('CT119 what can be refused at once is refused before any work begins', async () => {
    const testId = await begin();
    const uploading = async (changes: Record<string, unknown>, file = changesCsv(first)) => {
      const input = { engagementId, kind: 'code-changes', reading: { format: 'csv' }, ...changes };
      return (await house.call('increments.upload', input, { as: owner, file })).error;
    };
    assert.equal((await uploading({ kind: 'code-chnages' }))?.field, 'kind');
    const mapping = { format: 'csv', mapping: { nosuch: ['id'] } };
    assert.equal((await uploading({ reading: mapping }))?.field, 'reading.mapping.nosuch');
    assert.equal((await uploading({}, ''))?.field, 'file');
    const adding = async (files: unknown, id = testId) =>
      (await house.call('increments.add', { testId: id, files }, { as: owner })).error;
    const changes = await day.upload('code-changes', changesCsv(first));
    const again = await day.upload('code-changes', changesCsv(second));
    const accounts = await day.upload('accounts', 'id\na\n');
    assert.equal((await adding([]))?.code, 'bad_input');
    assert.equal((await adding([changes.id, again.id]))?.code, 'conflict');
    assert.match((await adding([accounts.id]))?.message ?? '', /does not read accounts/);
    assert.equal((await adding([engagementId]))?.field, 'files');
    assert.equal((await adding([changes.id], engagementId))?.field, 'testId');
    assert.equal((await house.ok('jobs.list', {}, { as: owner })).total, 0);
    await nothingAdded();
  });

  test('CT119 rows that the last increment brought, and files given twice, change nothing', async () => {
    const testId = await begin();
    await day.add(testId, both(first));
    // Files that come at another time are other files to the engine.
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    const again = await day.add(testId, both(first));
    assert.deepEqual([again.state, again.error?.code], ['failed', 'already_done']);
    assert.match(again.error?.message ?? '', /Increment 1/);
    const file = await day.upload('code-changes', changesCsv(second));
    await house.run('increments.add', { testId, files: [file.id] }, { as: owner });
    await day.add(testId, { 'code-reviews': reviewsCsv(lateReview) });
    const earlier = await house.run('increments.add', { testId, files: [file.id] }, { as: owner });
    assert.match(earlier.error?.message ?? '', /Increment 2/);
    assert.equal((await day.list()).length, 3);
    assert.equal((await day.add(testId, { 'code-changes': changesCsv([{ id: 'chg-9' }]) })).state, 'done');
  });

  test('CT120 what was found so far is made again where it is missing, torn, ahead or of another engine', async () => {
    const testId = await begin();
    await day.add(testId, both(first));
    const [seriesId = ''] = await readdir(folderOf());
    const kept = join(folderOf(), seriesId);
    const harms: (() => Promise<void>)[] = [
      () => rm(folderOf(), { recursive: true }),
      () => writeFile(join(kept, 'increments.duckdb'), 'torn'),
      () => rm(join(kept, 'holds.json')),
      () => writeFile(join(kept, 'holds.json'), '{"form":"another engine","last":null}'),
    ];
    for (const [n, harm] of harms.entries()) {
      if (n > 0) await writeFile(join(kept, 'of the old one'), '');
      await harm();
      const job = await day.add(testId, both([{ id: `d${n}`, reviewer: 'bob' }]));
      assert.equal(job.state, 'done', `${n}: ${JSON.stringify(job.error)} ${house.logged.join('')}`);
      assert.deepEqual((await readdir(kept)).sort(), ['holds.json', 'increments.duckdb'], String(n));
    }
    const all = await day.list();
    assert.deepEqual(
      all.map(({ number, totals }) => [number, totals.items?.inScope, totals.items?.pass]),
      [
        [1, 3, 1],
        [2, 4, 2],
        [3, 5, 3],
        [4, 6, 4],
        [5, 7, 5],
      ],
    );
  });

  test('CT121 another version of the test and other holidays begin a new series, and the earlier stays listed', async () => {
    const testId = await begin();
    await day.add(testId, both(first));
    await house.ok('holidays.add', { holidays: [{ date: '2026-01-01', name: 'New Year' }] }, { as: owner });
    await day.add(testId, both(second));
    const next = await day.publish(review.replace('r.reviewer != item.author', 'r.reviewer != "ann"'));
    await day.add(next.id, both(first));
    const asks = review.replace(
      'pass: ',
      `pass: 'businessDaysBetween(item.merged_at, item.merged_at) == 0' }\n  B: { title: Reviewed, pass: `,
    );
    const days = await day.publish(asks);
    await day.add(days.id, both(first));
    await house.ok('holidays.add', { holidays: [{ date: '2026-04-03', name: 'Good Friday' }] }, { as: owner });
    await day.add(days.id, both(second));
    const listed = await day.list({ code: 'CHG-02.review' });
    assert.deepEqual(
      listed.map(({ version, number }) => [version, number]),
      [
        [1, 1],
        [1, 2],
        [2, 1],
        [3, 1],
        [3, 1],
      ],
    );
    assert.equal(new Set(listed.map(({ seriesId }) => seriesId)).size, 4);
  });

  test('CT121 a control that was revised in the period gives a series for the days of each version', async () => {
    const testId = await begin();
    const adopting = { codes: ['CHG-02'], effectiveFrom: '2026-01-01' };
    const { adopted } = await house.ok('controls.adopt', adopting, { as: owner });
    const revised = { description: 'The owner of the code reviews each change.', reason: 'The team grew.' };
    const revision = { id: adopted[0]?.id, effectiveFrom: '2026-02-03', ...revised };
    await house.ok('controls.revise', revision, { as: owner });
    const job = await day.add(testId, both(first));
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    assert.deepEqual(
      (await day.list()).map(({ period, number, totals }) => [period.from, period.to, number, totals.items?.inScope]),
      [
        ['2026-01-01', '2026-02-02', 1, 2],
        ['2026-02-03', '2026-12-31', 1, 1],
      ],
    );
  });

  test('CT122 the final run says that it equals the sum of the increments, or names what differs', async () => {
    const testId = await begin();
    await day.add(testId, both(first));
    await day.add(testId, both(second, [...second, ...lateReview]));
    const whole = both([...first, ...second], [...first, ...second, ...lateReview]);
    const equal = await day.comparison(await day.finalRun(testId, whole));
    assert.deepEqual([equal.increments, equal.comparison?.equal, equal.comparison?.differing], [2, 5, 0]);
    const planted = await day.finalRun(testId, both([...first, { id: 'chg-4' }], [...first, ...lateReview]));
    const differs = await day.comparison(planted);
    assert.deepEqual(differs.comparison?.differences, [
      { item: 'chg-4', increments: 'pass', final: 'deviation' },
      { item: 'chg-5', increments: 'deviation', final: null },
    ]);
    const { items } = await house.ok('log.entries', { op: 'increments.compared' }, { as: owner });
    assert.equal(items.length, 2);
    assert.doesNotMatch(JSON.stringify(items), /chg-4/);
    const twice = await house.call('increments.compare', { resultId: planted }, { as: owner });
    assert.equal(twice.error?.code, 'already_done');
  });

  test('CT122 a run without increments before it says nothing, and later increments are no part of one', async () => {
    const testId = await begin();
    const resultId = await day.finalRun(testId, both(first));
    await day.add(testId, both(second));
    assert.deepEqual(await day.comparison(resultId), { increments: 0, comparison: null });
    const compared = await house.call('increments.compare', { resultId }, { as: owner });
    assert.equal(compared.error?.code, 'not_found');
  });

  test('CT122 a result that was not compared when it ran is compared later, with the increments before it alone', async () => {
    const testId = await begin();
    await day.add(testId, both(first));
    const [one] = await day.list();
    const rows = await house.blobs.local(owner.organization, one?.populations['code-changes']?.sha256 ?? '');
    await rm(folderOf(), { recursive: true });
    await rename(rows, `${rows}.away`);
    const { 'code-changes': changes, ...reviews } = both(first);
    const resultId = await day.finalRun(testId, {
      'code-changes': `${changes}chg-9,shop,main,ann,2026-02-01T10:00:00Z\n`,
      ...reviews,
    });
    await rename(`${rows}.away`, rows);
    await day.add(testId, both(second));
    assert.deepEqual(await day.comparison(resultId), { increments: 1, comparison: null });
    const job = await house.run('increments.compare', { resultId }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const { comparison } = await day.comparison(resultId);
    assert.deepEqual([comparison?.increments, comparison?.equal, comparison?.differing], [1, 3, 1]);
  });

  test('CT123 increments are no result: without a run the test has none, and a dry run does not read them', async () => {
    const testId = await begin();
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2026-01-01' }, { as: owner });
    await day.add(testId, both(first));
    assert.equal((await house.ok('results.list', { engagementId }, { as: owner })).total, 0);
    const dryRun = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    assert.doesNotMatch(JSON.stringify(dryRun), /increment|CHG-02\.review/);
  });

  test('CT124 a reader lists and adds nothing; another organization finds neither files nor increments', async () => {
    const testId = await begin();
    const file = await day.upload('code-changes', changesCsv(first));
    await house.run('increments.add', { testId, files: [file.id] }, { as: owner });
    const resultId = await day.finalRun(testId, both(first));
    const reader = await house.member(owner, 'reader');
    assert.equal((await house.ok('increments.list', { engagementId }, { as: reader })).total, 1);
    assert.equal((await house.ok('increments.comparison', { resultId }, { as: reader })).increments, 1);
    const uploading = { engagementId, kind: 'code-changes', reading: { format: 'csv' } };
    const input = { testId, files: [file.id] };
    assert.equal((await house.call('increments.add', input, { as: reader })).error?.code, 'not_permitted');
    const sent = await house.call('increments.upload', uploading, { as: reader, file: changesCsv(first) });
    assert.equal(sent.error?.code, 'not_permitted');

    const { owner: other, engagementId: elsewhere } = await house.organization('Southwind', year);
    const theirs = await house.ok('tests.publish', { engagementId: elsewhere, yaml: review }, { as: other });
    assert.equal((await house.call('increments.add', input, { as: other })).error?.field, 'testId');
    const taking = await house.call('increments.add', { testId: theirs.id, files: [file.id] }, { as: other });
    assert.equal(taking.error?.field, 'files');
    assert.equal((await house.call('increments.comparison', { resultId }, { as: other })).status, 404);
    assert.equal((await house.call('increments.compare', { resultId }, { as: other })).status, 404);
    assert.equal((await house.ok('increments.list', {}, { as: other })).total, 0);
    const foreign = await house.call('increments.upload', uploading, { as: other, file: changesCsv(first) });
    assert.equal(foreign.error?.field, 'engagementId');
  });

  test('CT120 two increments at once are added one after the other', async () => {
    const testId = await begin();
    const jobs = await Promise.all([day.add(testId, both(first)), day.add(testId, both(second))]);
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ['done', 'done'],
      JSON.stringify(jobs.map(({ error }) => error)),
    );
    assert.equal((await day.list())[1]?.totals.items?.inScope, 5);
  });
});

for (const when of ['before', 'after'] as const) {
  onPostgres(`an increment that is interrupted ${when} its row is written`, (subject) => {
    test('CT120 is added once, with the counts it has', async () => {
      const reached = Promise.withResolvers<void>();
      const ended = Promise.withResolvers<never>();
      ended.promise.catch(() => undefined);
      const killed = () => {
        reached.resolve();
        return ended.promise;
      };
      const house = await startHouse(subject.database, subject.dataFolder, {
        wrap: (handlers) => ({
          ...handlers,
          'add-increment': async (job, raw) => {
            if (when === 'before') return handlers['add-increment']({ ...job, write: killed }, raw);
            await handlers['add-increment'](job, raw);
            return killed();
          },
        }),
      });
      const place = await house.organization('Northwind', year);
      const day = deliveries(house, place);
      const { id: testId } = await day.publish(review);
      const files = [
        (await day.upload('code-changes', changesCsv(first))).id,
        (await day.upload('code-reviews', reviewsCsv(first))).id,
      ];
      const input = { testId, files };
      const { jobId } = await house.ok('increments.add', input, { as: place.owner });
      await reached.promise;
      await house.stop(1);
      ended.reject(new Error('the process ended'));

      const later = await startHouse(subject.database, subject.dataFolder, { after: house });
      const job = await later.finished(jobId, place.owner);
      assert.equal(job.state, 'done', JSON.stringify(job.error));
      const again = deliveries(later, place);
      const [one, ...others] = await again.list();
      assert.deepEqual([one?.number, one?.judged, one?.newDeviations.count, others.length], [1, 3, 2, 0]);
      assert.equal((await later.ok('log.entries', { op: 'increments.added' }, { as: place.owner })).total, 1);
      const next = await again.add(testId, { 'code-changes': changesCsv(second) });
      assert.equal(next.state, 'done', JSON.stringify(next.error));
      assert.equal((await again.list())[1]?.totals.items?.inScope, 5);
      await later.stop();
    });
  });
}
