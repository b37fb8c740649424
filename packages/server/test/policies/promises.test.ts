import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { readBlocks } from '@tickmark/policies';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, accessReviewsImport, completedTest } from '../engagements/access-reviews.ts';
import { questions, startHouse, type House, type Person } from '../engagements/house.ts';

/** A review in each quarter of the examined year; the third on another day, or never. */
const reviews = (third: string | null = '2025-11-20') =>
  accessReviews(
    ...['2025-05-20', '2025-08-20', third, '2026-02-20'].flatMap((day, i) =>
      day === null ? [] : [[`r${i}`, 'completed', day] as const],
    ),
  );

const cadence = (every = 'quarter'): string => `id: IAM-06.rhythm
control: IAM-06
title: Access is reviewed in time
kind: cadence
population: access-reviews
every: ${every}
at: item.completed_at
`;

onPostgres('promises beside controls, tests and results', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  const adopt = async (): Promise<string> => {
    const input = { codes: ['IAM-06'], effectiveFrom: '2025-03-01' };
    return (await house.ok('controls.adopt', input, { as: owner })).adopted[0]?.id ?? '';
  };
  const publish = (yaml: string) => house.ok('tests.publish', { engagementId, yaml }, { as: owner });
  const bring = (file: string) =>
    house.run('populations.import', accessReviewsImport(engagementId), { as: owner, file });
  const run = () => house.run('tests.run', { engagementId }, { as: owner });
  /** What POL-09 promises of IAM-06: quarterly. */
  const promise = async (engagement = engagementId) => {
    const { obligations } = await house.ok(
      'policies.template',
      { engagementId: engagement, id: 'POL-09' },
      { as: owner },
    );
    const found = obligations.find(({ control }) => control === 'IAM-06');
    assert.ok(found);
    return found;
  };
  const asked = { every: 'quarter', besideText: 'the-same', besideControl: 'the-same' };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  beforeEach(async () => {
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  test('PO94 no test, and a test that was not run, are told as that', async () => {
    await adopt();
    const without = await promise();
    assert.deepEqual([without.adopted, without.tests, without.drift], ['quarterly', [], []]);
    const { id } = await publish(cadence());
    const { tests, drift } = await promise();
    const told = { id, code: 'IAM-06.rhythm', title: 'Access is reviewed in time', kind: 'cadence', ...asked };
    assert.deepEqual([tests, drift], [[{ ...told, numbers: [], results: [] }], []]);
  });

  test('PO94 what was met stands with its days, and a test of each item with what it proposes', async () => {
    await adopt();
    await publish(cadence());
    await publish(completedTest());
    await bring(reviews());
    await run();
    const { tests, drift } = await promise();
    assert.deepEqual(drift, []);
    const [items, rhythm] = tests;
    assert.deepEqual(
      [items?.kind, items?.every, items?.besideText, items?.results.map(({ occurrences }) => occurrences)],
      ['items', null, null, [null]],
    );
    assert.equal(items?.results[0]?.proposal, 'effective');
    const [found, ...others] = rhythm?.results ?? [];
    assert.equal(others.length, 0);
    assert.deepEqual(found?.period, { from: '2025-03-01', to: '2026-02-28' });
    assert.deepEqual(found?.occurrences, { expected: 4, met: 4, late: 0, missed: 0, notDue: 0, unverified: 0 });
    const { items: results } = await house.ok('results.list', { code: 'IAM-06.rhythm' }, { as: owner });
    assert.equal(found?.id, results[0]?.id);
  });

  test('PO95 an occurrence that was missed is drift, and so is one that was late', async () => {
    await adopt();
    const { id } = await publish(cadence());
    const found = async () => {
      await run();
      const { tests, drift } = await promise();
      const { met, missed, late } = tests[0]?.results[0]?.occurrences ?? {};
      return [met, missed, late, drift];
    };
    await bring(reviews(null));
    assert.deepEqual(await found(), [3, 1, 0, ['occurrence-missed']]);
    const [population] = (await house.ok('populations.list', { engagementId }, { as: owner })).items;
    const supersedes = { id: population?.id, reason: 'One was found.' };
    await house.run(
      'populations.import',
      { ...accessReviewsImport(engagementId), supersedes },
      { as: owner, file: reviews('2025-12-05') },
    );
    assert.deepEqual(await found(), [3, 0, 1, ['occurrence-late']]);
    assert.equal((await promise()).tests[0]?.id, id);
  });

  test('PO95 a test that asks less often than the text or the control is drift, and its newest version was not run', async () => {
    const id = await adopt();
    await publish(cadence());
    await bring(reviews());
    await run();
    await publish(cadence('year'));
    const { tests, drift } = await promise();
    assert.deepEqual(
      tests.map(({ every, besideText, besideControl, results }) => [every, besideText, besideControl, results]),
      [['year', 'less-often', 'less-often', []]],
    );
    assert.deepEqual(drift, ['asked-less-often']);
    await house.ok(
      'controls.revise',
      { id, frequency: 'annual', effectiveFrom: '2025-09-01', reason: 'Too often.' },
      { as: owner },
    );
    const revised = await promise();
    assert.deepEqual(
      [revised.adopted, revised.tests[0]?.besideText, revised.tests[0]?.besideControl],
      ['annual', 'less-often', 'the-same'],
    );
    assert.deepEqual(revised.drift, ['control-differs', 'asked-less-often']);
    await run();
    assert.deepEqual(
      (await promise()).tests[0]?.results.map(({ period }) => period.from),
      ['2025-03-01', '2025-09-01'],
    );
  });

  test('PO94 PO95 a control that was retired within the examined days says so, and one that was never adopted promises nothing', async () => {
    const never = await promise();
    assert.deepEqual([never.adopted, never.retiredOn, never.drift], [null, null, []]);
    const id = await adopt();
    await house.ok('controls.retire', { id, retiredOn: '2025-12-01' }, { as: owner });
    const retired = await promise();
    assert.deepEqual([retired.adopted, retired.retiredOn], ['quarterly', '2025-12-01']);
    assert.deepEqual(retired.drift, ['control-retired']);
  });

  test('PO94 tests and results of another engagement stand nowhere in this one', async () => {
    await adopt();
    await publish(cadence());
    await bring(reviews());
    await run();
    const { service, categories, terms } = questions;
    const other = await house.ok('engagements.create', { title: 'Next', service, categories, terms }, { as: owner });
    assert.deepEqual((await promise(other.id)).tests, []);
    assert.equal((await promise()).tests[0]?.results.length, 1);
  });

  test('PO99 a number that is set for the documents and that a test does not judge by is drift', async () => {
    const adopted = { codes: ['IAM-04'], effectiveFrom: '2025-03-01' };
    await house.ok('controls.adopt', adopted, { as: owner });
    const { items } = await house.ok('tests.library', {}, { as: owner });
    const shipped = items.find(({ definition }) => definition.id === 'IAM-04.removal');
    await publish(shipped?.yaml ?? '');
    const beside = async () => {
      const { obligations } = await house.ok('policies.template', { engagementId, id: 'POL-09' }, { as: owner });
      const found = obligations.find(({ control }) => control === 'IAM-04');
      return [found?.tests[0]?.numbers, found?.drift];
    };
    assert.deepEqual(await beside(), [[], []]);
    const values = [{ kind: 'setting', key: 'accessRemoval', revision: 0, value: 3 }];
    await house.ok('policies.set-values', { values }, { as: owner });
    assert.deepEqual(await beside(), [[{ unit: 'business-day', promised: [3], judged: [1] }], ['number-differs']]);
    const begun = await house.ok('policies.begin', { engagementId, templates: ['POL-09'] }, { as: owner });
    const told = await house.ok('policies.check', { id: begun.items[0]?.id }, { as: owner });
    assert.deepEqual(
      told.items.filter(({ code }) => code === 'test-differs').map(({ heading }) => heading),
      ['Removal'],
    );
  });

  test('PO98 beside the text it is told where a promise and the adopted control differ, and where that is retired', async () => {
    const blocks = readBlocks('## Reviews\n\nThe CISO reviews all accounts. {IAM-06 annual}');
    const { id } = await house.ok('policies.write', { engagementId, title: 'Reviews', blocks }, { as: owner });
    const beside = async (): Promise<string[]> => {
      const { items } = await house.ok('policies.check', { id }, { as: owner });
      return items.map(({ code }) => code).filter((code) => code.startsWith('control-'));
    };
    assert.deepEqual(await beside(), [], 'nothing is adopted');
    const control = await adopt();
    assert.deepEqual(await beside(), ['control-differs']);
    const input = { id: control, frequency: 'annual', effectiveFrom: '2025-09-01', reason: 'Too often.' };
    const revised = await house.ok('controls.revise', input, { as: owner });
    assert.deepEqual(await beside(), []);
    await house.ok('controls.retire', { id: revised.control.id, retiredOn: '2025-12-01' }, { as: owner });
    assert.deepEqual(await beside(), ['control-retired']);
  });

  test('PO96 a document is held by its version in force, else by its draft', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    const blocks = readBlocks('## Reviews\n\nThe lead reviews all accounts. {IAM-06 annual}');
    const { id } = await house.ok('policies.write', { engagementId, title: 'Reviews', blocks }, { as: owner });
    const get = () => house.ok('policies.promises', { id, engagementId }, { as: owner });
    await adopt();
    await publish(cadence());
    const draft = await get();
    assert.deepEqual([draft.number, draft.total], [null, 1]);
    assert.deepEqual(
      draft.items.map(({ heading, passage, frequency, adopted, drift }) => [
        heading,
        passage,
        frequency,
        adopted,
        drift,
      ]),
      [['Reviews', 'The lead reviews all accounts.', 'annual', 'quarterly', ['control-differs', 'asked-more-often']]],
    );
    const [me, approver] = await Promise.all(
      [owner, manager].map(async (as) => (await house.ok('sessions.current', {}, { as })).user.id),
    );
    await house.ok('policies.describe', { id, revision: 1, owner: me, approvers: [approver] }, { as: owner });
    const { versions } = await house.ok('policies.submit', { id, revision: 1 }, { as: owner });
    const sha256 = versions[0]?.sha256;
    await house.ok('policies.approve', { id, number: 1, sha256 }, { as: manager });
    await house.ok('policies.publish', { id, number: 1 }, { as: owner });
    await house.ok('policies.save', { id, revision: 1, blocks: readBlocks('Nothing is promised.') }, { as: owner });
    const inForce = await get();
    assert.deepEqual([inForce.number, inForce.items], [1, draft.items]);
  });

  test('PO96 a document without promises has none, readers read them, and nobody else does', async () => {
    const { id } = await house.ok('policies.write', { engagementId, title: 'Empty' }, { as: owner });
    const { owner: stranger, engagementId: theirs } = await house.organization('Other');
    const reader = await house.member(owner, 'reader');
    const employee = await house.member(owner, 'employee');
    const call = async (input: object, as: Person) => {
      const { status, error } = await house.call('policies.promises', { id, engagementId, ...input }, { as });
      return [status, error?.field];
    };
    assert.deepEqual(await house.ok('policies.promises', { id, engagementId }, { as: reader }), {
      number: null,
      items: [],
      total: 0,
    });
    assert.equal((await call({}, employee))[0], 403);
    assert.equal((await call({}, stranger))[0], 404);
    assert.equal((await call({ engagementId: theirs }, stranger))[0], 404);
    assert.equal((await call({ engagementId: theirs }, owner))[0], 404);
    assert.deepEqual(await call({ engagementId: 'this year' }, owner), [400, 'engagementId']);
    assert.deepEqual(await call({ id: 'POL-09' }, owner), [400, 'id']);
  });
});
