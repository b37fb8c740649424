import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Control } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, withTestedReviews } from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

/** Twenty days with a review each; the one of 21 August was left open. */
const reviews = accessReviews(
  ...Array.from({ length: 20 }, (_, i) => [`c${i}`, 'completed', `2025-10-${String(i + 1).padStart(2, '0')}`] as const),
  ['r2', 'open', '2025-08-21'],
);

onPostgres('versions of controls', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let first: Control;
  let second: Control;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await withTestedReviews(house, { controls: ['IAM-06'], reviews }));
    const { items } = await house.ok('controls.list', {}, { as: owner });
    assert.ok(items[0]);
    first = items[0];
  });
  after(() => house.stop());

  const revise = (changes: Record<string, unknown> = {}, as = owner) =>
    house.call(
      'controls.revise',
      {
        id: first.id,
        effectiveFrom: '2025-09-01',
        description: 'The lead of each system reviews its accounts every quarter and keeps the list.',
        reason: 'The lead took over from the help desk.',
        ...changes,
      },
      { as },
    );

  test('CN30 a revision that changes nothing, rewrites the past or names no criterion is refused by its field', async () => {
    const faults: [Record<string, unknown>, string][] = [
      [{ description: first.description }, 'description'],
      [{ effectiveFrom: '2025-03-01' }, 'effectiveFrom'],
      [{ effectiveFrom: 'soon' }, 'effectiveFrom'],
      [{ criteria: ['CC6.2', 'CC66.1'] }, 'criteria.1'],
      [{ criteria: [] }, 'criteria'],
      [{ frequency: 'sometimes' }, 'frequency'],
      [{ reason: '  ' }, 'reason'],
    ];
    for (const [changes, field] of faults) {
      const { status, error } = await revise(changes);
      assert.deepEqual([status, error?.field], [400, field], JSON.stringify(changes));
    }
    assert.equal((await revise({ id: '00000000-0000-4000-8000-000000000000' })).error?.code, 'not_found');
    assert.equal((await house.ok('controls.versions', { code: 'IAM-06' }, { as: owner })).items.length, 1);
  });

  test('CN32 new words from before a deviation on are refused, and so is retiring the old ones before it', async () => {
    for (const effectiveFrom of ['2025-06-01', '2025-08-21']) {
      const { error } = await revise({ effectiveFrom });
      assert.deepEqual([error?.code, error?.field], ['conflict', 'effectiveFrom']);
      assert.match(error?.action ?? '', /after 2025-08-21/);
    }
    const retired = await house.call('controls.retire', { id: first.id, retiredOn: '2025-08-21' }, { as: owner });
    assert.deepEqual([retired.error?.code, retired.error?.field], ['conflict', 'retiredOn']);
  });

  test('CN30 CN32 from a later day on there is a second version, the first keeps its days and words, and it is warned', async () => {
    const before = (await house.ok('log.entries', {}, { as: owner })).total;
    const reply = await revise();
    assert.equal(reply.status, 200, reply.bytes.toString());
    const { control, previous, warnings } = reply.body as { control: Control; previous: Control; warnings: string[] };
    second = control;
    assert.deepEqual([control.version, control.supersedes, control.effectiveFrom], [2, first.id, '2025-09-01']);
    assert.deepEqual(previous, { ...first, retiredOn: '2025-09-01' });
    assert.match(warnings.join(' '), /Deviations of IAM-06 before 2025-09-01 stand/);
    assert.match(warnings.join(' '), /Run its tests again/);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, before + 1);
    const { items } = await house.ok('controls.list', {}, { as: owner });
    assert.deepEqual(
      items.map((c) => [c.code, c.version]),
      [['IAM-06', 2]],
      'the list shows what is in force',
    );
    const versions = await house.ok('controls.versions', { code: 'IAM-06' }, { as: owner });
    assert.deepEqual(
      versions.items.map((c) => [c.version, c.description]),
      [
        [1, first.description],
        [2, control.description],
      ],
    );
    assert.equal((await revise()).error?.code, 'already_done');
  });

  test('CN31 until its test was run on each version the control cannot be told, and the deviation stays shown', async () => {
    const { document } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const control = document.controls.find((c) => c.code === 'IAM-06');
    assert.deepEqual([control?.state, control?.deviations], ['cannot-say', 1]);
    const codes = control?.because?.map(({ reason }) => reason.code) ?? [];
    assert.ok(codes.includes('version-not-tested') && codes.includes('other-days'), codes.join());
  });

  test('CN31 a run tests each version over its own days, and the lowest counts', async () => {
    const job = await house.run('tests.run', { engagementId }, { as: owner });
    const made = job.result?.['resultIds'];
    assert.ok(Array.isArray(made) && made.length === 2, JSON.stringify(job.result));
    const { items } = await house.ok('results.list', { latest: true }, { as: owner });
    const spans = await Promise.all(
      items.map(async ({ id }) => {
        const { document } = await house.ok('results.get', { id }, { as: owner });
        return [document.period.from, document.period.to, document.items.inScope, document.items.deviations];
      }),
    );
    assert.deepEqual(
      spans.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
      [
        ['2025-03-01', '2025-08-31', 1, 1],
        ['2025-09-01', '2026-02-28', 20, 0],
      ],
    );
    const { document } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const control = document.controls.find((c) => c.code === 'IAM-06');
    assert.deepEqual([control?.state, control?.deviations], ['effective-with-isolated-deviations', 1]);
    assert.deepEqual(
      control?.results.map((r) => r.version),
      [1, 2],
    );
  });

  test('CN31 the database names the version a result speaks of, and the document does not', async () => {
    const rows = await subject.database.transaction(
      { role: 'app', organizationId: owner.organization, userId: null },
      (tx) => tx.selectFrom('results').select(['controlId', 'document']).orderBy('entryIndex').execute(),
    );
    assert.deepEqual(
      rows.map((row) => row.controlId),
      [first.id, first.id, second.id],
    );
    for (const { document, controlId } of rows) assert.ok(!JSON.stringify(document).includes(String(controlId)));
  });

  test('CN30 a version can be ended in the database and not be rewritten', async () => {
    await assert.rejects(
      subject.database.transaction({ role: 'app', organizationId: owner.organization, userId: null }, (tx) =>
        tx.updateTable('controls').set({ description: 'Better words' }).where('id', '=', first.id).execute(),
      ),
      /permission denied/,
    );
  });

  test('CN30 a retired code that is adopted again is its next version', async () => {
    await house.ok('controls.retire', { id: second.id, retiredOn: '2026-01-01' }, { as: owner });
    const { adopted } = await house.ok(
      'controls.adopt',
      { codes: ['IAM-06'], effectiveFrom: '2026-02-01' },
      { as: owner },
    );
    assert.deepEqual([adopted[0]?.version, adopted[0]?.supersedes], [3, null]);
  });

  test('CN30 two revisions at once make one version', async () => {
    const { items } = await house.ok('controls.list', {}, { as: owner });
    const change = { id: items[0]?.id, effectiveFrom: '2026-02-10' };
    const replies = await Promise.all([revise(change), revise({ ...change, description: 'Other words.' })]);
    assert.deepEqual(replies.map((r) => r.error?.code ?? 'done').sort(), ['already_done', 'done']);
  });

  test('CN30 a control owner reads versions and revises none; another organization finds none', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    assert.equal((await revise({}, controlOwner)).error?.code, 'not_permitted');
    assert.equal((await house.call('controls.versions', { code: 'IAM-06' }, { as: controlOwner })).status, 200);
    const { owner: other } = await house.organization('Southwind');
    assert.equal((await revise({}, other)).error?.code, 'not_found');
    assert.equal((await house.call('controls.versions', { code: 'IAM-06' }, { as: other })).error?.code, 'not_found');
  });
});
