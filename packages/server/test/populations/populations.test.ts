import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { forEachDatabase, onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const header = 'id,system,reviewer,status,completed_at,accounts_reviewed,removals';
const reviews = [
  header,
  'r1,mail,bob,completed,2025-05-20T10:00:00Z,12,1',
  'r2,mail,bob,completed,2025-08-21T10:00:00Z,13,0',
].join('\n');

onPostgres('populations', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  after(() => house.stop());

  /** A fresh organization, so that no test sees another's populations. */
  const begin = async (changes: Record<string, unknown> = {}) => {
    ({ owner, engagementId } = await house.organization('Northwind', changes));
  };
  const input = (changes: Record<string, unknown> = {}) => ({
    engagementId,
    kind: 'access-reviews',
    name: 'Access reviews',
    reading: { format: 'csv' },
    ...changes,
  });
  const importing = (file: string | Uint8Array, changes: Record<string, unknown> = {}) =>
    house.run('populations.import', input(changes), { as: owner, file });
  const nothingKept = async () => {
    assert.equal((await house.ok('populations.list', {}, { as: owner })).total, 0);
    assert.equal((await house.ok('log.entries', { op: 'populations.freeze' }, { as: owner })).total, 0);
  };

  test('a file becomes a counted, hashed and logged population', async () => {
    await begin();
    const job = await importing(reviews);
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const population = await house.ok('populations.get', { id: job.result?.['populationId'] }, { as: owner });
    assert.deepEqual([population.version, population.latest, population.manifest.rows], [1, true, 2]);
    const { items } = await house.ok('log.entries', { op: 'populations.freeze' }, { as: owner });
    assert.equal(items[0]?.index, population.entryIndex);
    assert.equal(items[0]?.statement.facts['sha256'], population.manifest.sha256);
  });

  test('a file without rows is a counted zero', async () => {
    await begin();
    const job = await importing(`${header}\n`);
    const { manifest } = await house.ok('populations.get', { id: job.result?.['populationId'] }, { as: owner });
    assert.equal(manifest.rows, 0);
  });

  test('rejected rows keep a file out until exactly their number is accepted', async () => {
    await begin();
    const file = `${reviews}\nr3,mail,bob,completed,yesterday,1,0\n`;
    const refused = await importing(file);
    assert.deepEqual(
      [refused.state, refused.error?.code, refused.error?.field],
      ['failed', 'population_invalid', 'acceptRejected'],
    );
    assert.match(refused.error?.message ?? '', /row 3, completed_at/);
    assert.match(refused.error?.action ?? '', /acceptRejected to 1/);
    assert.equal((await importing(file, { acceptRejected: 2 })).state, 'failed');
    await nothingKept();
    const accepted = await importing(file, { acceptRejected: 1 });
    const { manifest } = await house.ok('populations.get', { id: accepted.result?.['populationId'] }, { as: owner });
    assert.deepEqual([manifest.rows, manifest.rejected.count, manifest.rejected.accepted], [2, 1, true]);
  });

  test('broken quoting, a wrong encoding, a missing column and a key that comes twice each say so and keep nothing', async () => {
    await begin();
    const cases: [string | Uint8Array, string, RegExp][] = [
      [`${header}\nr1,"mail,bob`, 'population_invalid', /quot/i],
      [
        Buffer.from(`${header}\nr1,m\xe4il,bob,completed,2025-05-20T10:00:00Z,1,0\n`, 'latin1'),
        'unsupported_media',
        /UTF-8/,
      ],
      ['system,reviewer\nmail,bob\n', 'population_invalid', /\bid\b/],
      [`${reviews}\nr1,mail,bob,completed,2025-05-20T10:00:00Z,1,0\n`, 'population_invalid', /r1/],
    ];
    for (const [file, code, message] of cases) {
      const job = await importing(file);
      assert.deepEqual([job.state, job.error?.code], ['failed', code], JSON.stringify(job.error));
      assert.match(`${job.error?.message} ${job.error?.action}`, message);
    }
    await nothingKept();
  });

  test('what can be refused at once is refused before any work begins', async () => {
    await begin();
    const refused = async (changes: Record<string, unknown>) =>
      (await house.call('populations.import', input(changes), { as: owner, file: reviews })).error;
    assert.deepEqual(
      [(await refused({ kind: 'acess-reviews' }))?.field, (await refused({ kind: 'acess-reviews' }))?.code],
      ['kind', 'not_found'],
    );
    const mapping = { format: 'csv', mapping: { nosuch: ['id'] } };
    assert.equal((await refused({ reading: mapping }))?.field, 'reading.mapping.nosuch');
    assert.equal((await refused({ engagementId: '00000000-0000-4000-8000-000000000000' }))?.field, 'engagementId');
    assert.equal((await house.ok('jobs.list', {}, { as: owner })).total, 0);
  });

  test('events of a period that is still open are interim', async () => {
    await begin({ terms: { type: 'type2', period: { from: '2026-01-01', to: '2026-12-31' } } });
    const job = await importing(`${header}\nr1,mail,bob,completed,2026-02-20T10:00:00Z,12,1\n`);
    const { manifest } = await house.ok('populations.get', { id: job.result?.['populationId'] }, { as: owner });
    assert.equal(manifest.interim, true);
  });

  test('state counts as taken when it was observed, and only while its period was open', async () => {
    await begin();
    const row = 'a1,ann,ann@northwind.example,mail,true,false,active,2024-01-01T00:00:00Z,';
    const seen = (observed: string) =>
      `id,account,email,system,mfa,admin,status,created_at,disabled_at,observed_at\n${row},${observed}\n`;
    const roster = (file: string) => importing(file, { kind: 'accounts', name: 'Accounts' });
    assert.equal((await roster(seen('2026-03-01T09:00:00Z'))).error?.code, 'no_longer_possible');
    assert.equal((await roster(seen(''))).error?.code, 'population_invalid');
    assert.equal((await roster(seen('2026-03-09T09:00:00Z'))).error?.code, 'population_invalid');
    await nothingKept();
    const job = await roster(seen('2026-02-20T09:00:00Z'));
    const { manifest } = await house.ok('populations.get', { id: job.result?.['populationId'] }, { as: owner });
    assert.equal(manifest.extractedAt, '2026-02-20T09:00:00.000Z');
  });

  test('a folder that is none, one without a repository and a relative path are refused', async () => {
    await begin();
    const folder = await mkdtemp(join(tmpdir(), 'tickmark-no-repository-'));
    await writeFile(join(folder, 'file'), '');
    for (const path of ['repository', join(folder, 'nowhere'), join(folder, 'file')]) {
      const { error } = await house.call('populations.collect-git', { engagementId, path }, { as: owner });
      assert.deepEqual([error?.code, error?.field], ['source_unreadable', 'path'], path);
    }
    const job = await house.run('populations.collect-git', { engagementId, path: folder }, { as: owner });
    assert.equal(job.error?.code, 'source_unreadable');
    await rm(folder, { recursive: true });
    await nothingKept();
  });

  test('another organization can neither read a population nor freeze into an engagement', async () => {
    await begin();
    const id = (await importing(reviews)).result?.['populationId'];
    const { owner: other } = await house.organization('Southwind');
    for (const name of ['populations.get', 'populations.rows', 'populations.download'] as const) {
      const foreign = await house.call(name, { id }, { as: other });
      const unknown = await house.call(name, { id: '00000000-0000-4000-8000-000000000000' }, { as: other });
      assert.equal(foreign.status, 404);
      assert.deepEqual(foreign.error, unknown.error);
    }
    assert.equal((await house.call('populations.import', input(), { as: other, file: reviews })).status, 404);
    assert.equal(
      (await house.call('samples.draw', { engagementId, populationId: id, control: 'IAM-06', size: 1 }, { as: other }))
        .status,
      404,
    );
    assert.equal((await house.ok('populations.list', {}, { as: other })).total, 0);
  });

  test('a reader freezes nothing', async () => {
    await begin();
    const reader = await house.member(owner, 'reader');
    assert.equal(
      (await house.call('populations.import', input(), { as: reader, file: reviews })).error?.code,
      'not_permitted',
    );
    assert.equal((await house.call('populations.list', {}, { as: reader })).status, 200);
  });

  test('two imports of one kind at once give one population and one conflict', async () => {
    await begin();
    const jobs = await Promise.all([importing(reviews), importing(reviews)]);
    assert.deepEqual(jobs.map((job) => job.error?.code ?? job.state).sort(), ['conflict', 'done']);
    assert.equal((await house.ok('populations.list', {}, { as: owner })).total, 1);
  });
});

forEachDatabase('an import that is interrupted after its write', (subject) => {
  test('is found again at the next start, and nothing is frozen twice', async () => {
    let wrote: () => void;
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const first = await startHouse(subject.database, subject.dataFolder, {
      wrap: (handlers) => ({
        ...handlers,
        'import-population': async (job, raw) => {
          await handlers['import-population'](job, raw);
          wrote();
          return new Promise(() => undefined);
        },
      }),
    });
    const { owner, engagementId } = await first.organization();
    const input = { engagementId, kind: 'access-reviews', name: 'Access reviews', reading: { format: 'csv' } };
    const { jobId } = await first.ok('populations.import', input, { as: owner, file: reviews });
    await written;
    const before = await first.ok('jobs.get', { id: jobId }, { as: owner });
    assert.equal(before.state, 'running');
    await first.stop(1);

    const second = await startHouse(subject.database, subject.dataFolder, { after: first });
    const job = await second.finished(jobId, owner);
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    assert.equal((await second.ok('populations.list', {}, { as: owner })).total, 1);
    assert.equal((await second.ok('log.entries', { op: 'populations.freeze' }, { as: owner })).total, 1);
    await second.stop();
  });
});
