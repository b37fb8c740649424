import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { canonicalBytes } from '@tickmark/control-testing';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const yaml = `id: CHG-02.done
control: CHG-02
title: Every deployment names its change
kind: items
population: deployments
attributes:
  A: { title: It names a change, pass: 'has(item.change_id)' }
`;
const changes = (ids: string[]) =>
  ['id,branch,merged_at', ...ids.map((id) => `${id},main,2025-05-20T10:00:00Z`)].join('\n');
const deployments = (ids: string[]) =>
  ['id,environment,change_id,deployed_at', ...ids.map((id) => `d-${id},production,${id},2025-05-21T10:00:00Z`)].join(
    '\n',
  );
const on = [{ here: 'change_id', there: 'id' }];
const unknown = '00000000-0000-4000-8000-000000000000';

onPostgres('reconciliations', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  after(() => house.stop());

  const freeze = async (kind: string, file: string, more: Record<string, unknown> = {}): Promise<string> => {
    const input = { engagementId, kind, name: kind, reading: { format: 'csv' }, ...more };
    const job = await house.run('populations.import', input, { as: owner, file });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    return String(job.result?.['populationId']);
  };
  /** Deployments without c2, with one of a change that nobody knows. */
  const begin = async () => {
    ({ owner, engagementId } = await house.organization());
    await house.ok('tests.publish', { engagementId, yaml }, { as: owner });
    const id = await freeze('deployments', deployments(['c1', 'c3', 'c9']));
    const secondId = await freeze('code-changes', changes(['c1', 'c2', 'c3']));
    return { id, secondId };
  };
  const reconcile = async (input: Record<string, unknown>): Promise<string> => {
    const job = await house.run('populations.reconcile', { on, ...input }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    return String(job.result?.['reconciliationId']);
  };
  const runTests = async () => {
    const job = await house.run('tests.run', { engagementId }, { as: owner });
    return {
      resultIds: job.result?.['resultIds'] as string[],
      notRun: job.result?.['notRun'] as { code: string; reason: string }[],
    };
  };
  const resolve = (id: string, differences: number[], kind = 'timing', reason = 'Deployed after the list was taken') =>
    house.ok('populations.resolve-difference', { id, differences, kind, reason }, { as: owner });
  const entries = async (op: string) => (await house.ok('log.entries', { op }, { as: owner })).items;

  /** A bundle of the engagement as it stands, which holds and re-performs. */
  const verifiedBundle = async () => {
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const job = await house.run('bundles.create', { engagementId }, { as: owner });
    const { bytes } = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
    const file = join(subject.dataFolder, `${engagementId}.tar`);
    await writeFile(file, bytes);
    const verified = await verifyBundle(file, { reperform: true });
    assert.equal(verified.failure, null, JSON.stringify(verified.failure));
    return verified;
  };

  test('CT100 a reconciliation is kept with its differences, and one entry seals both', async () => {
    const { id, secondId } = await begin();
    const reconciliationId = await reconcile({ id, secondId });
    const found = await house.ok('populations.reconciliation', { id: reconciliationId }, { as: owner });
    assert.deepEqual(
      [found.populationId, found.secondId, found.version, found.latest, found.document.matched, found.standing.state],
      [id, secondId, 1, true, 2, 'unresolved'],
    );
    assert.equal(createHash('sha256').update(canonicalBytes(found.document)).digest('hex'), found.sha256);
    const sealed = await entries('populations.reconciled');
    assert.equal(sealed.length, 1);
    assert.equal(sealed[0]?.index, found.entryIndex);
    const { facts } = sealed[0]?.statement ?? { facts: {} };
    assert.equal(facts['sha256'], found.sha256);
    assert.equal(facts['differencesSha256'], found.document.differencesFile.sha256);
    assert.doesNotMatch(JSON.stringify(facts), /\bc9\b/);

    const page = await house.ok('populations.differences', { id: reconciliationId }, { as: owner });
    assert.deepEqual(
      page.items.map(({ number, kind, key, resolution }) => [number, kind, key, resolution]),
      [
        [1, 'only-here', 'c9', null],
        [2, 'only-there', 'c2', null],
      ],
    );
    const list = await house.ok('populations.reconciliations', { populationId: id }, { as: owner });
    assert.deepEqual([list.total, list.items[0]?.standing.unresolved], [1, 2]);
    assert.equal('differences' in (list.items[0]?.document ?? {}), false);
  });

  test('CT101 unresolved differences stop the test of that population; once each has a reason the result says what it stood on', async () => {
    const { id, secondId } = await begin();
    const reconciliationId = await reconcile({ id, secondId });
    const stopped = await runTests();
    assert.deepEqual([stopped.resultIds.length, stopped.notRun.length], [0, 1]);
    assert.match(
      stopped.notRun[0]?.reason ?? '',
      /code-changes: 2 differences are unresolved.*Resolve each with a reason/,
    );

    await resolve(reconciliationId, [2, 2]);
    assert.match((await runTests()).notRun[0]?.reason ?? '', /1 difference is unresolved/);
    await resolve(reconciliationId, [1], 'out-of-scope', 'A change of the build system');
    const { resultIds, notRun } = await runTests();
    assert.deepEqual(notRun, []);
    const { document, sha256 } = await house.ok('results.get', { id: resultIds[0] }, { as: owner });
    const found = await house.ok('populations.reconciliation', { id: reconciliationId }, { as: owner });
    assert.equal(found.standing.state, 'reconciled');
    assert.deepEqual(document.reconciliations, [
      {
        population: 'deployments',
        method: 'second-source',
        second: { kind: 'code-changes', rows: 3, sha256: found.document.there.sha256 },
        sha256: found.sha256,
        matched: 2,
        differences: 2,
        resolved: 2,
      },
    ]);
    assert.equal(createHash('sha256').update(canonicalBytes(document)).digest('hex'), sha256);
  });

  test('EL24 a bundle of the server with a reconciliation holds, and re-performs', async () => {
    const { id, secondId } = await begin();
    const reconciliationId = await reconcile({ id, secondId });
    await resolve(reconciliationId, [1, 2]);
    const { notRun } = await runTests();
    assert.deepEqual(notRun, []);
    const verified = await verifiedBundle();
    assert.deepEqual(verified.reperformed, { results: 1, samples: 0, reconciliations: 1, dryRun: true });
    assert.deepEqual(
      verified.warnings.filter((warning) => warning.includes('not in the bundle')),
      [],
    );
  });

  test('CT116 EL24 filters leave out the holidays listed when the reconciliation began, and the bundle re-performs with them', async () => {
    const { id, secondId } = await begin();
    const where = 'businessDaysBetween(date("2025-12-24"), date("2025-12-29")) <= 1';
    const christmas = [
      { date: '2025-12-25', name: 'Christmas Day' },
      { date: '2025-12-26', name: 'Boxing Day' },
    ];
    await house.ok('holidays.add', { holidays: christmas }, { as: owner });
    const reconciliationId = await reconcile({ id, secondId, where });
    await house.ok('holidays.remove', { dates: ['2025-12-25', '2025-12-26'] }, { as: owner });
    const { document } = await house.ok('populations.reconciliation', { id: reconciliationId }, { as: owner });
    assert.deepEqual([document.holidays, document.here.leftOut], [['2025-12-25', '2025-12-26'], 0]);
    const verified = await verifiedBundle();
    assert.equal(verified.reperformed?.reconciliations, 1);
  });

  test('CT101 a population that was never reconciled is tested as ever', async () => {
    await begin();
    const { resultIds, notRun } = await runTests();
    assert.deepEqual(notRun, []);
    const { document } = await house.ok('results.get', { id: resultIds[0] }, { as: owner });
    assert.equal('reconciliations' in document, false);
  });

  test('CT101 an error in this population demands a new version, and the new version a new reconciliation', async () => {
    const { id, secondId } = await begin();
    const first = await reconcile({ id, secondId });
    await resolve(first, [2], 'error-in-this-population', 'The export was cut off');
    await resolve(first, [1]);
    const found = await house.ok('populations.reconciliation', { id: first }, { as: owner });
    assert.deepEqual([found.standing.state, found.standing.inError, found.standing.unresolved], ['in-error', 1, 0]);
    assert.match((await runTests()).notRun[0]?.reason ?? '', /is an error in deployments.*corrected version/);

    const corrected = await freeze('deployments', deployments(['c1', 'c2', 'c3']), {
      supersedes: { id, reason: 'The export was cut off' },
    });
    assert.match(
      (await runTests()).notRun[0]?.reason ?? '',
      /version 2 was not.*Reconcile deployments with code-changes again/,
    );

    const second = await reconcile({ id: corrected, secondId, supersedes: { id: first, reason: 'Corrected' } });
    const { resultIds, notRun } = await runTests();
    assert.deepEqual(notRun, []);
    const { document } = await house.ok('results.get', { id: resultIds[0] }, { as: owner });
    assert.deepEqual([document.reconciliations?.[0]?.differences, document.reconciliations?.[0]?.matched], [0, 3]);
    const newest = await house.ok('populations.reconciliation', { id: second }, { as: owner });
    assert.deepEqual(newest.document.supersedes, { sha256: found.sha256, reason: 'Corrected' });
  });

  test('CT102 of two reasons for a difference the later stands, both stay, and each leaves one entry without names', async () => {
    const { id, secondId } = await begin();
    const reconciliationId = await reconcile({ id, secondId });
    await resolve(reconciliationId, [1, 2], 'other', 'Ann said so');
    const later = await resolve(reconciliationId, [2], 'recorded-elsewhere', 'In the old pipeline');
    const { items } = await house.ok(
      'populations.differences',
      { id: reconciliationId, resolved: true },
      { as: owner },
    );
    assert.deepEqual(
      items.map(({ number, resolution }) => [number, resolution?.kind, resolution?.reason]),
      [
        [1, 'other', 'Ann said so'],
        [2, 'recorded-elsewhere', 'In the old pipeline'],
      ],
    );
    const { resolutions } = await house.ok('populations.reconciliation', { id: reconciliationId }, { as: owner });
    assert.equal(resolutions.length, 2);
    const sealed = await entries('populations.resolve-difference');
    assert.equal(sealed.length, 2);
    const entry = sealed.find(({ index }) => index === later.entryIndex);
    assert.equal(entry?.statement.facts['sha256'], later.sha256);
    assert.equal(createHash('sha256').update(canonicalBytes(later.document)).digest('hex'), later.sha256);
    assert.doesNotMatch(JSON.stringify(sealed), /Ann|pipeline/);
  });

  test('CT102 a difference that is none, no difference, no reason and a replaced reconciliation are refused and change nothing', async () => {
    const { id, secondId } = await begin();
    const first = await reconcile({ id, secondId });
    const refused = async (input: Record<string, unknown>) => {
      const whole = { id: first, differences: [1], kind: 'timing', reason: 'Late', ...input };
      return (await house.call('populations.resolve-difference', whole, { as: owner })).error;
    };
    const beyond = await refused({ differences: [1, 3] });
    assert.deepEqual([beyond?.code, beyond?.field], ['bad_input', 'differences']);
    assert.match(beyond?.message ?? '', /no difference 3; the last one is 2/);
    assert.equal((await refused({ differences: [] }))?.code, 'bad_input');
    assert.equal((await refused({ differences: [0] }))?.code, 'bad_input');
    assert.equal((await refused({ reason: '  ' }))?.field, 'reason');
    assert.equal((await refused({ kind: 'no matter' }))?.field, 'kind');
    assert.equal((await refused({ id: unknown }))?.code, 'not_found');
    await reconcile({
      id,
      secondId,
      where: 'item.change_id != "c9"',
      supersedes: { id: first, reason: 'A test change' },
    });
    assert.equal((await refused({}))?.code, 'conflict');
    assert.equal((await entries('populations.resolve-difference')).length, 0);
    assert.equal((await house.ok('populations.reconciliation', { id: first }, { as: owner })).standing.resolved, 0);
  });

  test('CT103 reconciling anew names the newest reconciliation and says why', async () => {
    const { id, secondId } = await begin();
    const first = await reconcile({ id, secondId });
    const refused = async (input: Record<string, unknown>) =>
      (await house.call('populations.reconcile', { id, secondId, on, ...input }, { as: owner })).error;
    const silent = await refused({ where: 'item.change_id == "c1"' });
    assert.deepEqual([silent?.code, silent?.field], ['conflict', 'supersedes']);
    assert.match(silent?.action ?? '', new RegExp(first));
    assert.equal((await refused({ supersedes: { id: unknown, reason: 'No' } }))?.field, 'supersedes.id');
    const other = { id: secondId, secondId: id, on: [{ here: 'id', there: 'change_id' }] };
    assert.equal((await refused({ ...other, supersedes: { id: first, reason: 'No' } }))?.code, 'not_found');
    await reconcile(other);
    const list = await house.ok('populations.reconciliations', { engagementId, latest: true }, { as: owner });
    assert.equal(list.total, 2);
  });

  test('CT103 two reconciliations of the same kinds at once give one and one conflict', async () => {
    const { id, secondId } = await begin();
    const input = { id, secondId, on };
    const jobs = await Promise.all([
      house.run('populations.reconcile', input, { as: owner }),
      house.run('populations.reconcile', input, { as: owner }),
    ]);
    assert.deepEqual(jobs.map((job) => job.error?.code ?? job.state).sort(), ['conflict', 'done']);
    assert.equal((await entries('populations.reconciled')).length, 1);
  });

  test('CT103 terms that do not fit are refused before any work begins', async () => {
    const { id, secondId } = await begin();
    const refused = async (input: Record<string, unknown>) =>
      (await house.call('populations.reconcile', { id, secondId, on, ...input }, { as: owner })).error;
    assert.equal((await refused({ on: [] }))?.field, 'on');
    assert.equal((await refused({ on: [{ here: 'chnage_id', there: 'id' }] }))?.field, 'on.0.here');
    assert.match((await refused({ otherWhere: 'item.brnch == "main"' }))?.action ?? '', /branch/);
    assert.equal((await refused({ secondId: unknown }))?.field, 'secondId');
    assert.equal((await refused({ secondId: id }))?.field, 'secondId');
    assert.equal(
      (await house.ok('jobs.list', {}, { as: owner })).items.some((job) => job.kind === 'reconcile-populations'),
      false,
    );
  });

  test('another organization sees no reconciliation and resolves nothing; a reader reads and does not write', async () => {
    const { id, secondId } = await begin();
    const reconciliationId = await reconcile({ id, secondId });
    const { owner: other } = await house.organization('Southwind');
    const said = { differences: [1], kind: 'timing', reason: 'Late' };
    for (const [name, input] of [
      ['populations.reconciliation', {}],
      ['populations.differences', {}],
      ['populations.resolve-difference', said],
    ] as const) {
      const foreign = await house.call(name, { id: reconciliationId, ...input }, { as: other });
      assert.equal(foreign.status, 404, name);
      assert.deepEqual(foreign.error, (await house.call(name, { id: unknown, ...input }, { as: other })).error);
    }
    assert.equal((await house.call('populations.reconcile', { id, secondId, on }, { as: other })).status, 404);
    assert.equal((await house.ok('populations.reconciliations', {}, { as: other })).total, 0);

    const reader = await house.member(owner, 'reader');
    assert.equal((await house.call('populations.differences', { id: reconciliationId }, { as: reader })).status, 200);
    for (const [name, input] of [
      ['populations.reconcile', { id, secondId, on }],
      ['populations.resolve-difference', { id: reconciliationId, ...said }],
    ] as const) {
      assert.equal((await house.call(name, input, { as: reader })).error?.code, 'not_permitted', name);
    }
  });
});
