import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { mostOf, policyRoles, policySettings, type PolicySettingId } from '@tickmark/core';
import { linesOf, mapLines, readBlocks, textOf } from '@tickmark/policies';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

onPostgres('numbers and names that documents share', (subject) => {
  let house: House;
  let owner: Person;
  let manager: Person;
  let engagementId: string;
  const setting = (key: string, value: number | null, revision = 0) => ({ kind: 'setting', key, value, revision });
  const role = (key: string, value: string | null, revision = 0) => ({ kind: 'role', key, value, revision });
  const set = (...values: object[]) => house.ok('policies.set-values', { values }, { as: owner });
  const fails = async (values: unknown, as = owner) => {
    const { error } = await house.call('policies.set-values', { values }, { as });
    return [error?.code, error?.field] as const;
  };
  const one = async (tag: string) => {
    const { items } = await house.ok('policies.values', {}, { as: owner });
    const found = items.find((each) => each.tag === tag);
    assert.ok(found);
    return found;
  };
  const get = (id: string) => house.ok('policies.get', { id }, { as: owner });
  const drafted = async (id: string): Promise<string> =>
    (await house.ok('policies.draft', { id }, { as: owner })).blocks.flatMap(linesOf).map(textOf).join('\n');
  /** A document of one's own with this text, in force. */
  const inForce = async (text: string, title = 'Badges'): Promise<string> => {
    const input = { engagementId, title, blocks: readBlocks(text) };
    const { id } = await house.ok('policies.write', input, { as: owner });
    const [me, approver] = await Promise.all(
      [owner, manager].map(async (as) => (await house.ok('sessions.current', {}, { as })).user.id),
    );
    await house.ok('policies.describe', { id, revision: 1, owner: me, approvers: [approver] }, { as: owner });
    await handIn(id);
    return id;
  };
  const handIn = async (id: string): Promise<void> => {
    const { draft } = await get(id);
    const { versions } = await house.ok('policies.submit', { id, revision: draft.revision }, { as: owner });
    const version = { id, number: versions[0]?.number, sha256: versions[0]?.sha256 };
    await house.ok('policies.approve', version, { as: manager });
    await house.ok('policies.publish', { id, number: version.number }, { as: owner });
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  beforeEach(async () => {
    ({ owner, engagementId } = await house.organization());
    manager = await house.member(owner, 'compliance-manager');
  });
  after(() => house.stop());

  test('PO60 every number and name is told with its meaning, the controls that rest on it and the documents in which it stands', async () => {
    const empty = await house.ok('policies.values', {}, { as: owner });
    assert.deepEqual(
      [empty.total, empty.own],
      [Object.keys(policySettings).length + Object.keys(policyRoles).length, 0],
    );
    assert.ok(
      empty.items.every(({ own, revision, documents }) => own === null && revision === 0 && documents.length === 0),
    );
    const id = await inForce('Access ends within {{settings.accessRemoval}}, says the {{roles.ciso}}.');
    const { draft } = await get(id);
    const blocks = readBlocks('The {{roles.ciso}} and the {{roles.hr}} see to it. \\{\\{roles.it\\}\\}');
    await house.ok('policies.save', { id, revision: draft.revision, blocks }, { as: owner });
    await house.ok('controls.adopt', { codes: ['IAM-04'], effectiveFrom: '2025-03-01' }, { as: owner });
    const yaml = `id: IAM-04.done
control: IAM-04
title: Access ends
kind: items
population: deployments
attributes:
  A: { title: It names a change, pass: 'has(item.change_id)' }
`;
    await house.ok('tests.publish', { engagementId, yaml }, { as: owner });
    const number = await one('settings.accessRemoval');
    assert.deepEqual(
      [number.words, number.template, number.own, number.kind === 'setting' && number.most],
      ['1 business day', 1, null, 260],
    );
    assert.match(number.meaning, /all access has ended/);
    assert.deepEqual(
      number.controls.map(({ code, adopted, tests }) => [code, adopted, tests]),
      [
        ['IAM-04', true, 1],
        ['PHY-01', false, 0],
        ['IAM-10', false, 0],
        ['VEN-05', false, 0],
      ],
    );
    const places = async (tag: string) =>
      (await one(tag)).documents.map((each) => [each.code, each.inForce, each.draft]);
    assert.deepEqual(await places('settings.accessRemoval'), [['POL-31', 1, false]]);
    assert.deepEqual(await places('roles.ciso'), [['POL-31', 1, true]]);
    assert.deepEqual(await places('roles.hr'), [['POL-31', null, true]]);
    assert.deepEqual(await places('roles.ceo'), []);
    await house.ok('policies.retire', { id, reason: 'No more badges.' }, { as: owner });
    assert.deepEqual(await places('roles.ciso'), []);

    const reader = await house.member(owner, 'reader');
    assert.equal((await house.ok('policies.values', {}, { as: reader })).total, empty.total);
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('policies.values', {}, { as: employee })).error?.code, 'not_permitted');
  });

  test('PO61 numbers and names are set with the revision that was seen, within bounds, and taken back to the template’s', async () => {
    const { items } = await set(setting('accessRemoval', 2), role('ciso', '  Head of   security '));
    assert.deepEqual(
      items.map(({ tag, words, own, revision }) => [tag, words, own, revision]),
      [
        ['settings.accessRemoval', '2 business days', 2, 1],
        ['roles.ciso', 'Head of security', 'Head of security', 1],
      ],
    );
    assert.equal(items[0]?.changed?.by.name, (await house.ok('sessions.current', {}, { as: owner })).user.name);
    const other = await house.organization('South');
    assert.equal((await house.ok('policies.values', {}, { as: other.owner })).own, 0);

    for (const [values, code, field] of [
      [[setting('fixHigh', 20), setting('accessRemoval', 3)], 'conflict', 'values.1.revision'],
      [[setting('accessRemoval', 2, 1)], 'already_done', 'values'],
      [[setting('fixHigh', null)], 'already_done', 'values'],
      [[setting('fixHigh', 0)], 'bad_input', 'values.0.value'],
      [[setting('fixHigh', 1.5)], 'bad_input', 'values.0.value'],
      [[role('ceo', 'CEO'), setting('fixHigh', 3_651)], 'bad_input', 'values.1.value'],
      [[setting('capacityUrgent', 101)], 'bad_input', 'values.0.value'],
      [[role('ceo', ' ')], 'bad_input', 'values.0.value'],
      [[role('ceo', 'Two\nlines')], 'bad_input', 'values.0.value'],
      [[role('ceo', 'The {{roles.coo}}')], 'bad_input', 'values.0.value'],
      [[role('ceo', 'x'.repeat(101))], 'bad_input', 'values.0.value'],
      [[setting('ceo', 4)], 'bad_input', 'values.0.key'],
      [[role('toString', 'x')], 'bad_input', 'values.0.key'],
      [[setting('fixHigh', 3), setting('fixHigh', 4)], 'bad_input', 'values.1.key'],
      [[], 'bad_input', 'values'],
    ] as const)
      assert.deepEqual(await fails(values), [code, field], JSON.stringify(values));
    assert.equal((await house.ok('policies.values', {}, { as: owner })).own, 2, 'nothing of these was kept');
    const writer = await house.member(owner, 'control-owner');
    assert.deepEqual(await fails([setting('fixHigh', 20)], writer), ['not_permitted', undefined]);

    await set(setting('accessRemoval', null, 1));
    const back = await one('settings.accessRemoval');
    assert.deepEqual([back.own, back.words, back.revision], [null, '1 business day', 2]);
    assert.deepEqual(await fails([setting('accessRemoval', 5, 0)]), ['conflict', 'values.0.revision']);
    await set(setting('accessRemoval', 1, 2));
    assert.equal((await one('settings.accessRemoval')).own, 1, 'one’s own number may be the same as the template’s');
    for (const key of Object.keys(policySettings) as PolicySettingId[])
      assert.ok(mostOf(key) >= policySettings[key].value, key);
  });

  test('PO61 what was set is sealed, and the log tells of it in words without the names', async () => {
    await set(setting('accessRemoval', 2));
    await set(role('ciso', 'Secret name'));
    await set(setting('accessRemoval', null, 1), role('ciso', 'Another', 1));
    await sequence(house, owner.organization);
    const { items } = await house.ok('log.changes', { since: 'beginning', limit: 100 }, { as: owner });
    const told = items.filter(({ noun }) => noun === 'policies');
    assert.deepEqual(told.map(({ text }) => text).toSorted(), [
      '2 numbers and names that documents share changed.',
      'A number that documents share changed: “How soon after the last day of a person or a vendor all access has ended and the secrets they knew are changed”.',
      'The name of the CISO in documents changed.',
    ]);
    assert.ok(told.every(({ place }) => place?.kind === 'policy-values'));
    const { items: entries } = await house.ok('log.entries', { sort: '-index', limit: 20 }, { as: owner });
    assert.doesNotMatch(JSON.stringify(entries), /Secret name|Another/);
    const checked = await house.run('log.check', {}, { as: owner });
    assert.deepEqual([checked.state, (checked.result as { faults: { count: number } }).faults.count], ['done', 0]);
  });

  test('PO62 drafts, templates and checks follow at once, and a version that was handed in never changes', async () => {
    const text = 'The {{roles.ciso}} ends access within {{settings.accessRemoval}}.';
    const id = await inForce(text);
    const version = async () => house.ok('policies.version', { id, number: 1 }, { as: owner });
    const before = await version();
    await set(setting('accessRemoval', 2), role('ciso', '*Head* of # security'));
    assert.equal(await drafted(id), 'The *Head* of # security ends access within 2 business days.');
    assert.deepEqual(await version(), before);
    const template = await house.ok('policies.template', { engagementId, id: 'POL-09' }, { as: owner });
    const read = template.blocks.flatMap(linesOf).map(textOf).join('\n');
    assert.match(read, /2 business days/);
    assert.match(read, /\*Head\* of # security/);
    assert.equal(template.settings.find((each) => each.id === 'accessRemoval')?.text, '2 business days');
    // A duty of somebody by their name here is a duty that somebody has.
    const { draft } = await get(id);
    const blocks = readBlocks('The {{roles.it}} must do it. {IAM-04}');
    await house.ok('policies.save', { id, revision: draft.revision, blocks }, { as: owner });
    await set(role('it', 'Fjord keeper'));
    const { items } = await house.ok('policies.check', { id }, { as: owner });
    assert.ok(!items.some(({ code }) => code === 'duty-unowned'));
    await set(role('it', null, 1));
  });

  test('PO63 a document in force is told which of its words would read otherwise now, until a new version holds', async () => {
    const id = await inForce(
      'The {{roles.ciso}} of {{organization}} ends access within {{settings.accessRemoval}}.',
      'Access',
    );
    const other = await inForce('Vulnerabilities are fixed within {{settings.fixHigh}}.', 'Fixes');
    const outdated = async () =>
      Object.fromEntries(
        (await house.ok('policies.list', {}, { as: owner })).items.map((each) => [each.title, each.outdated]),
      );
    assert.deepEqual(await outdated(), { Access: [], Fixes: [] });
    await set(setting('accessRemoval', 2), role('hr', 'People team'));
    assert.deepEqual(await outdated(), { Access: ['settings.accessRemoval'], Fixes: [] });
    assert.deepEqual((await get(id)).outdated, ['settings.accessRemoval']);
    await set(setting('accessRemoval', null, 1));
    assert.deepEqual((await get(id)).outdated, []);
    await set(role('ciso', 'Head of security'), setting('fixHigh', 20));
    assert.deepEqual(await outdated(), { Access: ['roles.ciso'], Fixes: ['settings.fixHigh'] });
    // The draft is as it was, and is handed in all the same: it says something else now.
    await handIn(id);
    assert.deepEqual((await get(id)).outdated, []);
    const { document } = await house.ok('policies.version', { id, number: 2 }, { as: owner });
    assert.match(document.text, /^The Head of security of Northwind ends access within 1 business day\.$/m);
    await house.ok('policies.retire', { id: other, reason: 'Another says it.' }, { as: owner });
    assert.deepEqual((await get(other)).outdated, [], 'what holds no more asks for nothing');
  });

  test('PO63 lists of the scope count as well, and what was written in place of a tag does not', async () => {
    const item = { body: { kind: 'vendor', name: 'Cloud host' } };
    const scope = { engagementId, effectiveFrom: '2025-09-01', reason: 'So it is' };
    await house.ok('scope.put', { ...scope, items: [item] }, { as: owner });
    const id = await inForce('We rely on {{list.vendors}} within 30 days.');
    assert.deepEqual((await get(id)).outdated, []);
    await house.ok('scope.put', { ...scope, items: [{ body: { kind: 'vendor', name: 'Mailer' } }] }, { as: owner });
    await set(setting('fixHigh', 31));
    assert.deepEqual((await get(id)).outdated, ['list.vendors']);
  });

  test('PO63 the list of all documents in force is told in moments', async () => {
    const { items } = await house.ok('policies.templates', { engagementId }, { as: owner });
    const { items: begun } = await house.ok(
      'policies.begin',
      { engagementId, templates: items.map(({ id }) => id) },
      { as: owner },
    );
    const [me, approver] = await Promise.all(
      [owner, manager].map(async (as) => (await house.ok('sessions.current', {}, { as })).user.id),
    );
    const ids = begun.map(({ id }) => id);
    await house.ok('policies.describe-many', { ids, owner: me, approvers: [approver] }, { as: owner });
    for (const id of ids) {
      const { blocks, revision } = await house.ok('policies.draft', { id }, { as: owner });
      const whole = mapLines(blocks, (line) => line.map((piece) => (piece.missing ? { text: 'Kiel' } : piece)));
      await house.ok('policies.save', { id, revision, blocks: whole }, { as: owner });
      const { draft } = await get(id);
      await house.ok('policies.make-own', { id, revision: draft.revision }, { as: owner });
      await handIn(id);
    }
    await set(setting('accessRemoval', 2), role('ciso', 'Head of security'), role('ceo', 'Founder'));
    const took: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const from = performance.now();
      const listed = await house.ok('policies.list', {}, { as: owner });
      took.push(performance.now() - from);
      const outdated = listed.items.filter((each) => each.outdated.length > 0);
      assert.ok(outdated.length > 5 && outdated.every((each) => each.inForce !== null));
    }
    assert.ok(Math.min(...took) < 1_000, `${took.join(', ')} ms`);
  });
});
