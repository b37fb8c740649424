import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const christmas = [
  { date: '2025-12-26', name: 'Boxing Day' },
  { date: '2025-12-25', name: 'Christmas Day' },
];

/** Completed on the 23rd; the 29th is the second business day after it over Christmas, else the fourth. */
const reviews = 'id,system,reviewer,status,completed_at\nr1,mail,bob,completed,2025-12-23T10:00:00Z';
const definition = (code: string, pass: string) => `id: IAM-06.${code}
control: IAM-06
title: Reviews are completed
kind: items
population: access-reviews
attributes:
  A: { title: Soon, pass: '${pass}' }
`;
const soon = definition('soon', 'businessDaysBetween(item.completed_at, date("2025-12-29")) <= 2');

onPostgres('holidays', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  const add = (holidays: unknown, as = owner) => house.call('holidays.add', { holidays }, { as });
  const remove = (dates: unknown, as = owner) => house.call('holidays.remove', { dates }, { as });
  const dates = async (as = owner) => (await house.ok('holidays.list', {}, { as })).items.map(({ date }) => date);
  const entries = async (op: string) =>
    (await house.ok('log.entries', { op }, { as: owner })).items.map(({ statement }) => statement);

  test('CT110 holidays are added and removed, by date, and each change leaves one entry with dates and without names', async () => {
    assert.deepEqual(await dates(), []);
    const { items } = await house.ok('holidays.add', { holidays: christmas }, { as: owner });
    assert.deepEqual(
      items.map(({ date, name }) => `${date} ${name}`),
      ['2025-12-25 Christmas Day', '2025-12-26 Boxing Day'],
    );
    const again = await house.ok(
      'holidays.add',
      { holidays: [...christmas, { date: '2026-01-01', name: ' New Year ' }] },
      { as: owner },
    );
    assert.deepEqual([again.items.length, again.items[2]?.name], [3, 'New Year']);
    assert.deepEqual(again.items[0], items[0], 'what is listed already stays as it is');
    assert.equal((await remove(['2026-01-01', '2026-01-01'])).status, 200);
    assert.deepEqual(await dates(), ['2025-12-25', '2025-12-26']);
    const added = await entries('holidays.add');
    assert.deepEqual(
      added.map(({ facts }) => facts).toSorted((a, b) => Number(a['holidays']) - Number(b['holidays'])),
      [
        { added: ['2025-12-25', '2025-12-26'], holidays: 2 },
        { added: ['2026-01-01'], holidays: 3 },
      ],
    );
    assert.deepEqual(
      (await entries('holidays.remove')).map(({ facts }) => facts),
      [{ removed: ['2026-01-01'], holidays: 2 }],
    );
  });

  test('CT110 what cannot be listed is refused by its field, and nothing of it is', async () => {
    const before = await dates();
    const fresh = { date: '2026-05-01', name: 'May Day' };
    for (const [given, code, field] of [
      [[fresh, { date: '2025-12-25', name: 'Xmas' }], 'conflict', 'holidays.1.date'],
      [[fresh, fresh], 'bad_input', 'holidays.1.date'],
      [[fresh, { date: '2026-02-30', name: 'X' }], 'bad_input', 'holidays.1.date'],
      [[fresh, { date: '0000-01-01', name: 'X' }], 'bad_input', 'holidays.1.date'],
      [[fresh, { date: '2026-12-24', name: ' ' }], 'bad_input', 'holidays.1.name'],
      [[], 'bad_input', 'holidays'],
    ] as const) {
      const { error } = await add(given);
      assert.deepEqual([error?.code, error?.field], [code, field], JSON.stringify(given));
      assert.ok(error?.action);
    }
    const unlisted = await remove(['2025-12-25', '2026-05-01']);
    assert.deepEqual([unlisted.error?.code, unlisted.error?.field], ['not_found', 'dates.1']);
    assert.deepEqual(await dates(), before);
  });

  test('CT110 a list holds 500 holidays and no more', async () => {
    const { owner: full } = await house.organization('Westwind');
    const many = Array.from({ length: 501 }, (_, n) => ({
      date: new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
      name: 'Closed',
    }));
    assert.equal((await add(many, full)).error?.field, 'holidays');
    assert.equal((await add(many.slice(0, 499), full)).status, 200);
    const over = await add(many.slice(498), full);
    assert.deepEqual([over.error?.code, over.error?.field], ['bad_input', 'holidays']);
    assert.match(over.error?.message ?? '', /501 holidays/);
    assert.equal((await add(many.slice(498, 500), full)).status, 200);
    assert.equal((await dates(full)).length, 500);
  });

  test('CT110 of many who name one day at the same moment, one does and the others are told', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => add([{ date: '2026-01-06', name: `Epiphany ${n}` }])),
    );
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 7 }, () => 409)]);
    assert.equal((await remove(['2026-01-06'])).status, 200);
  });

  test('CT110 owners and compliance managers change the list, staff reads it, and nobody else sees it', async () => {
    const day = [{ date: '2026-05-01', name: 'May Day' }];
    for (const role of ['control-owner', 'reader'] as const) {
      const person = await house.member(owner, role);
      assert.equal((await dates(person)).length, 2);
      assert.equal((await add(day, person)).error?.code, 'not_permitted');
      assert.equal((await remove(['2025-12-25'], person)).error?.code, 'not_permitted');
    }
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('holidays.list', {}, { as: employee })).error?.code, 'not_permitted');
    const manager = await house.member(owner, 'compliance-manager');
    assert.equal((await add(day, manager)).status, 200);
    assert.equal((await remove(['2026-05-01'], manager)).status, 200);
    const { owner: other } = await house.organization('Southwind');
    assert.deepEqual(await dates(other), []);
    assert.equal((await remove(['2025-12-25'], other)).error?.code, 'not_found');
    assert.equal((await add([{ date: '2025-12-25', name: 'Our own' }], other)).status, 200);
    assert.equal((await house.ok('holidays.list', {}, { as: owner })).items[0]?.name, 'Christmas Day');
  });

  test('CT111 runs and previews take the list as it stands, and a result keeps the holidays it was made with', async () => {
    const input = { engagementId, kind: 'access-reviews', name: 'Access reviews', reading: { format: 'csv' } };
    await house.run('populations.import', input, { as: owner, file: reviews });
    await house.ok('tests.publish', { engagementId, yaml: soon }, { as: owner });
    await house.ok(
      'tests.publish',
      { engagementId, yaml: definition('done', 'item.status == "completed"') },
      { as: owner },
    );
    const preview = async () =>
      (await house.ok('tests.preview', { engagementId, yaml: soon }, { as: owner })).items.deviations;
    const newest = async (code: string) => {
      const { items } = await house.ok('results.list', { latest: true, code }, { as: owner });
      return house.ok('results.get', { id: items[0]?.id }, { as: owner });
    };
    const explained = async (id: string) =>
      (await house.ok('results.explain', { id, item: 'r1' }, { as: owner })).attributes[0]?.state;

    await house.run('tests.run', { engagementId }, { as: owner });
    const withThem = await newest('IAM-06.soon');
    assert.deepEqual(withThem.document.holidays, ['2025-12-25', '2025-12-26']);
    assert.equal(withThem.document.items.pass, 1);
    assert.equal((await newest('IAM-06.done')).document.holidays, undefined);
    assert.equal(await preview(), 0);

    await house.ok('holidays.remove', { dates: ['2025-12-25', '2025-12-26'] }, { as: owner });
    assert.equal(await preview(), 1);
    assert.equal(await explained(withThem.id), 'pass');
    await house.run('tests.run', { engagementId }, { as: owner });
    const without = await newest('IAM-06.soon');
    assert.deepEqual(without.document.holidays, []);
    assert.equal(without.document.items.deviations, 1);

    await house.ok('holidays.add', { holidays: christmas }, { as: owner });
    assert.equal(await explained(without.id), 'fail');
    const { earlier, later } = await house.ok('results.compare', { id: without.id, other: withThem.id }, { as: owner });
    assert.deepEqual([earlier.holidays, later.holidays], [['2025-12-25', '2025-12-26'], []]);
  });

  test('CT114 the report draft of a dry run names the holidays of its results, whatever is listed now', async () => {
    await house.ok('controls.adopt', { codes: ['IAM-06'], effectiveFrom: '2025-01-01' }, { as: owner });
    await house.run('tests.run', { engagementId }, { as: owner });
    const { id: dryRunId } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    await house.ok('holidays.remove', { dates: ['2025-12-26'] }, { as: owner });
    const { result } = await house.run('reports.render', { dryRunId }, { as: owner });
    const { bytes } = await house.call('reports.download', { id: result?.['reportId'] }, { as: owner });
    const said =
      'Left out by IAM-06.soon. Date Day Name 2025-12-25 Thursday Christmas Day 2025-12-26 Friday no longer listed';
    assert.ok(textOf(bytes).includes(squeezed(said)));
  });
});
