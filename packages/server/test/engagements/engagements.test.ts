import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chooseReport, countCategories, countWork } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { questions, startHouse, type House, type Person } from './house.ts';

const { service, categories, terms } = questions;

onPostgres('engagements', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  test('the first engagement says what the six questions said', async () => {
    const found = await house.ok('engagements.get', { id: engagementId }, { as: owner });
    assert.equal(found.title, 'SOC 2 Type 2, 2025-03-01 to 2026-02-28');
    assert.deepEqual(found.terms, terms);
    assert.equal(found.timeZone, 'Europe/Berlin');
    assert.deepEqual(found.warnings, []);
  });

  test('a Type 1 speaks of one day and carries its warnings', async () => {
    const made = await house.ok(
      'engagements.create',
      { service, categories: ['privacy'], terms: { type: 'type1', asOf: '2026-03-31' } },
      { as: owner },
    );
    assert.deepEqual(made.terms, { type: 'type1', asOf: '2026-03-31' });
    assert.equal(made.title, 'SOC 2 Type 1, as of 2026-03-31');
    assert.deepEqual(
      made.warnings.map((warning) => warning.code),
      ['security-left-out'],
    );
    assert.deepEqual(await house.ok('engagements.get', { id: made.id }, { as: owner }), made);
  });

  test('changed terms are recorded by their hash', async () => {
    const changed = { type: 'type2', period: { from: '2025-06-01', to: '2026-02-28' } };
    const made = await house.ok(
      'engagements.update',
      { id: engagementId, title: 'First year', service, categories, terms: changed },
      { as: owner },
    );
    assert.deepEqual(made.terms, changed);
    const { items } = await house.ok('log.entries', {}, { as: owner });
    const [update, , create] = items;
    assert.equal(update?.statement.op, 'engagements.update');
    assert.equal(create?.statement.op, 'organizations.create');
    assert.notEqual(update?.statement.facts['termsSha256'], create?.statement.facts['termsSha256']);
  });

  test('the newest engagement is listed first', async () => {
    house.time.now = new Date(house.time.now.getTime() + 1000);
    const made = await house.ok('engagements.create', { title: 'Second', service, categories, terms }, { as: owner });
    const { items, total } = await house.ok('engagements.list', {}, { as: owner });
    assert.equal(total, 3);
    assert.equal(items[0]?.id, made.id);
    assert.equal((await house.ok('engagements.list', { search: 'first year' }, { as: owner })).total, 1);
  });

  test('bad terms are refused by their field and change nothing', async () => {
    const reply = await house.call(
      'engagements.create',
      { service, categories, terms: { type: 'type2', period: { from: '2026-03-01', to: '2026-02-28' } } },
      { as: owner },
    );
    assert.equal(reply.status, 400);
    assert.equal(reply.error?.field, 'terms.period.to');
    assert.equal((await house.ok('engagements.list', {}, { as: owner })).total, 3);
  });

  test('another organization can neither read nor change one', async () => {
    const { owner: other } = await house.organization('Southwind');
    assert.equal((await house.call('engagements.get', { id: engagementId }, { as: other })).status, 404);
    const change = { id: engagementId, title: 'Taken', service, categories, terms };
    assert.equal((await house.call('engagements.update', change, { as: other })).status, 404);
    assert.equal((await house.call('steps.list', { engagementId }, { as: other })).status, 404);
  });

  test('a reader may not begin one', async () => {
    const reader = await house.member(owner, 'reader');
    const reply = await house.call('engagements.create', { service, categories, terms }, { as: reader });
    assert.equal(reply.error?.code, 'not_permitted');
  });

  test('the eight steps count what is recorded', async () => {
    const { owner: fresh, engagementId: id } = await house.organization('Eastwind');
    const before = await house.ok('steps.list', { engagementId: id }, { as: fresh });
    assert.equal(before.items.length, 8);
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: fresh });
    const { items } = await house.ok('steps.list', { engagementId: id }, { as: fresh });
    const operations = items.find((step) => step.id === 'operations');
    assert.deepEqual([operations?.done, operations?.total], [0, 1]);
  });

  test('the criteria that apply follow from the categories', async () => {
    const all = await house.ok('criteria.list', {}, { as: owner });
    const common = await house.ok('criteria.list', { categories: 'security' }, { as: owner });
    assert.deepEqual([all.items.length, common.items.length], [61, 33]);
  });

  test('UN5 UN11 whoever is signed in gets the draft that the rules give, and an owner begins it as it stands', async () => {
    const employee = await house.member(owner, 'employee');
    const answers = { asks: 'type2', uptime: 'yes', first: '2026-02-28', today: '2026-03-10' } as const;
    const { today, ...answered } = answers;
    const draft = await house.ok('understand.choose', answers, { as: employee });
    assert.deepEqual(draft, chooseReport(answered, today));
    const chosen = draft.categories.filter(({ choice }) => choice === 'in').map(({ category }) => category);
    assert.deepEqual(chosen, ['security', 'availability']);
    const made = await house.ok(
      'engagements.create',
      { service, categories: chosen, terms: draft.terms },
      { as: owner },
    );
    assert.deepEqual(made.terms, { type: 'type2', period: { from: '2026-03-01', to: '2027-02-28' } });
    assert.deepEqual(made.warnings, []);
  });

  test('UN6 UN13 counts, hours and terms are read by everybody who is signed in', async () => {
    const counts = await house.ok('understand.categories', {}, { as: owner });
    assert.deepEqual(counts.items, countCategories());
    const work = await house.ok('understand.work', { categories: 'security,privacy' }, { as: owner });
    assert.deepEqual(work.items, countWork(['security', 'privacy']));
    const { items } = await house.ok('understand.glossary', { search: 'deviation' }, { as: owner });
    assert.ok(items.some(({ id, term }) => id === 'deviation' && term === 'Deviation'));
  });

  test('UN7 what is no answer is refused with the name of its question', async () => {
    for (const [field, value] of [
      ['by', 'never'],
      ['by', '2026-02-30'],
      ['since', '1999-12-31'],
      ['first', '9999-12-31'],
      ['asks', 'type3'],
      ['today', '9999-12-31'],
    ] as const) {
      const reply = await house.call('understand.choose', { today: '2026-03-10', [field]: value }, { as: owner });
      assert.deepEqual([reply.error?.code, reply.error?.field], ['bad_input', field], `${field} ${value}`);
    }
    const reply = await house.call('understand.choose', { today: '2026-03-10', by: 'never' }, { as: owner });
    assert.match(
      String(reply.error?.message),
      /^by must be a date from 2000 to 2100, such as 2026-11-23, or one of: none, unknown/,
    );
  });
});
