import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { controlCatalogue } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

onPostgres('controls', (subject) => {
  let house: House;
  let owner: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
  });
  after(() => house.stop());

  test('a new organization has adopted nothing', async () => {
    assert.deepEqual(await house.ok('controls.list', {}, { as: owner }), { items: [], total: 0, nextCursor: null });
  });

  test('adopting copies the wording of the catalogue and leaves one log entry', async () => {
    const before = await house.ok('log.entries', {}, { as: owner });
    const { adopted, alreadyAdopted } = await house.ok(
      'controls.adopt',
      { codes: ['CHG-02', 'IAM-04'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    const original = controlCatalogue.find((control) => control.id === 'CHG-02');
    assert.deepEqual(
      adopted.map((control) => control.code),
      ['CHG-02', 'IAM-04'],
    );
    assert.equal(adopted[0]?.description, original?.description);
    assert.deepEqual(alreadyAdopted, []);
    const entries = await house.ok('log.entries', {}, { as: owner });
    assert.equal(entries.total, before.total + 1);
    assert.equal(entries.items[0]?.statement.op, 'controls.adopt');
  });

  test('what was adopted before is reported and not adopted twice', async () => {
    const again = await house.ok(
      'controls.adopt',
      { codes: ['CHG-02', 'IAM-02'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    assert.deepEqual(
      again.adopted.map((control) => control.code),
      ['IAM-02'],
    );
    assert.deepEqual(again.alreadyAdopted, ['CHG-02']);
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 3);
  });

  test('an unknown code is named with the closest one, and nothing is adopted', async () => {
    const reply = await house.call(
      'controls.adopt',
      { codes: ['OPS-01', 'CGH-02'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    assert.equal(reply.status, 404);
    assert.equal(reply.error?.field, 'codes.1');
    assert.match(reply.error?.message ?? '', /CGH-02/);
    assert.match(reply.error?.action ?? '', /CHG-02/);
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 3);
  });

  test('a list is read in pages that neither skip nor repeat', async () => {
    const codes: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(cursor);
      assert.equal(page.total, 3);
      codes.push(...page.items.map((control) => control.code));
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(codes, ['IAM-04', 'IAM-02', 'CHG-02']);

    function read(from: string | null) {
      return house.ok(
        'controls.list',
        { limit: 1, sort: '-code', ...(from === null ? {} : { cursor: from }) },
        { as: owner },
      );
    }
  });

  test('a broken cursor, or one of another order, is refused by its field', async () => {
    const { nextCursor } = await house.ok('controls.list', { limit: 1, sort: 'code' }, { as: owner });
    const forged = Buffer.from(JSON.stringify(['code', 'x', 'no uuid'])).toString('base64url');
    for (const input of [
      { cursor: 'broken' },
      { cursor: nextCursor, sort: 'title' },
      { cursor: forged, sort: 'code' },
    ]) {
      const reply = await house.call('controls.list', input as Record<string, unknown>, { as: owner });
      assert.equal(reply.status, 400, JSON.stringify(input));
      assert.equal(reply.error?.field, 'cursor');
    }
  });

  test('search wants every word and takes % and _ for themselves', async () => {
    const search = async (words: string) => (await house.ok('controls.list', { search: words }, { as: owner })).total;
    assert.equal(await search('chg-02'), 1);
    assert.equal(await search('chg-02 nowhere'), 0);
    assert.equal(await search('%'), 0);
    assert.equal(await search('chg_02'), 0);
  });

  test('retiring keeps the control, ends it once, and lets it be adopted anew', async () => {
    const { items } = await house.ok('controls.list', { search: 'IAM-02' }, { as: owner });
    const id = items[0]?.id ?? '';
    const early = await house.call('controls.retire', { id, retiredOn: '2025-02-01' }, { as: owner });
    assert.equal(early.status, 400);
    assert.equal(early.error?.field, 'retiredOn');
    const retired = await house.ok('controls.retire', { id, retiredOn: '2025-09-01' }, { as: owner });
    assert.equal(retired.retiredOn, '2025-09-01');
    assert.equal(
      (await house.call('controls.retire', { id, retiredOn: '2025-10-01' }, { as: owner })).error?.code,
      'already_done',
    );
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 2);
    assert.equal((await house.ok('controls.list', { retired: true }, { as: owner })).total, 3);
    const anew = await house.ok('controls.adopt', { codes: ['IAM-02'], effectiveFrom: '2025-10-01' }, { as: owner });
    assert.equal(anew.adopted.length, 1);
  });

  test('another organization sees none of it and gets the answer of an unknown id', async () => {
    const { owner: other } = await house.organization('Southwind');
    assert.equal((await house.ok('controls.list', { retired: true }, { as: other })).total, 0);
    const { items } = await house.ok('controls.list', {}, { as: owner });
    const foreign = await house.call('controls.retire', { id: items[0]?.id, retiredOn: '2026-01-01' }, { as: other });
    const unknown = await house.call(
      'controls.retire',
      { id: '00000000-0000-4000-8000-000000000000', retiredOn: '2026-01-01' },
      { as: other },
    );
    assert.equal(foreign.status, 404);
    assert.deepEqual(foreign.error, unknown.error);
  });

  test('a control owner reads controls and may not adopt any', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    assert.equal((await house.call('controls.list', {}, { as: controlOwner })).status, 200);
    const reply = await house.call(
      'controls.adopt',
      { codes: ['OPS-01'], effectiveFrom: '2025-03-01' },
      { as: controlOwner },
    );
    assert.equal(reply.error?.code, 'not_permitted');
  });

  test('the catalogue can be searched, filtered and paged', async () => {
    const all = await house.ok('controls.catalogue', { limit: 500 }, { as: owner });
    assert.equal(all.total, controlCatalogue.length);
    const first = await house.ok('controls.catalogue', { limit: 10, criterion: 'CC6.1' }, { as: owner });
    const second = await house.ok(
      'controls.catalogue',
      { limit: 500, criterion: 'CC6.1', cursor: first.nextCursor },
      { as: owner },
    );
    assert.equal(first.items.length + second.items.length, first.total);
    assert.ok([...first.items, ...second.items].every((control) => control.criteria.includes('CC6.1')));
  });
});
