import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { archiveBlockBytes, bundleManifest, isArchiveEnd, parseArchiveHeader, type Job } from '@tickmark/core';
import { verifyLog } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const run = promisify(execFile);

const people = [
  'id,name,email,employment,started_on,ended_on,manager,observed_at',
  'p1,Ann Archer,ann@northwind.example,employee,2024-01-01,,p2,2026-02-27T08:00:00Z',
  'p2,Bob Baker,bob@northwind.example,employee,2024-01-01,,,2026-02-27T08:00:00Z',
  'p3,Cem Cole,cem@northwind.example,employee,2024-01-01,2025-10-15,p2,2026-02-27T08:00:00Z',
].join('\n');

const accounts = [
  'id,account,email,system,mfa,admin,status,created_at,disabled_at,observed_at',
  'a1,ann,ann@northwind.example,mail,true,false,active,2024-01-01T00:00:00Z,,2026-02-27T08:00:00Z',
  'a2,bob,bob@northwind.example,mail,false,true,active,2024-01-01T00:00:00Z,,2026-02-27T08:00:00Z',
  'a3,cem,cem@northwind.example,mail,true,false,disabled,2024-01-01T00:00:00Z,2025-10-15T18:00:00Z,2026-02-27T08:00:00Z',
].join('\n');

/** A repository with one reviewed merge and one direct commit on main, both within the period. */
async function repository(folder: string): Promise<void> {
  await mkdir(folder);
  const git = (args: string[], at: string) =>
    run('git', ['-C', folder, ...args], {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ann Archer',
        GIT_AUTHOR_EMAIL: 'ann@northwind.example',
        GIT_COMMITTER_NAME: 'Ann Archer',
        GIT_COMMITTER_EMAIL: 'ann@northwind.example',
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_DATE: at,
      },
    });
  await git(['init', '--quiet', '--initial-branch=main'], '2025-04-01T10:00:00Z');
  await git(
    ['commit', '--quiet', '--allow-empty', '-m', 'Begin\n\nReviewed-by: Bob <bob@northwind.example>'],
    '2025-04-01T10:00:00Z',
  );
  await git(['checkout', '--quiet', '-b', 'feature'], '2025-05-01T10:00:00Z');
  await git(
    ['commit', '--quiet', '--allow-empty', '-m', 'Work\n\nReviewed-by: Bob <bob@northwind.example>'],
    '2025-05-01T10:00:00Z',
  );
  await git(['checkout', '--quiet', 'main'], '2025-05-02T10:00:00Z');
  await git(['merge', '--quiet', '--no-ff', '-m', 'Merge feature', 'feature'], '2025-05-02T10:00:00Z');
  await git(['commit', '--quiet', '--allow-empty', '-m', 'Straight to main'], '2025-06-01T10:00:00Z');
}

/** Files of a tar in the form every bundle has. */
function unpack(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; !isArchiveEnd(tar.subarray(at, at + archiveBlockBytes));) {
    const { path, size } = parseArchiveHeader(tar.subarray(at, at + archiveBlockBytes));
    at += archiveBlockBytes;
    files.set(path, tar.subarray(at, at + size));
    at += Math.ceil(size / archiveBlockBytes) * archiveBlockBytes;
  }
  return files;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

onPostgres('the newcomer’s path', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let folder: string;
  let tar: Buffer;
  let bundle: Map<string, Buffer>;
  let dryRunId: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickmark-newcomer-'));
    await repository(join(folder, 'repository'));
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(async () => {
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const done = (job: Job): Job => {
    assert.equal(job.state, 'done', JSON.stringify(job.error) + house.logged.join(''));
    return job;
  };
  const importFile = (kind: string, text: string, changes: Record<string, unknown> = {}) =>
    house.run(
      'populations.import',
      { engagementId, kind, name: kind, reading: { format: 'csv' }, ...changes },
      { as: owner, file: text, fileName: `${kind}.csv` },
    );

  test('three controls are adopted', async () => {
    const { adopted } = await house.ok(
      'controls.adopt',
      { codes: ['CHG-02', 'IAM-02', 'IAM-04'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    assert.equal(adopted.length, 3);
  });

  test('a git history becomes two populations, one log entry each', async () => {
    done(await house.run('populations.collect-git', { engagementId, path: join(folder, 'repository') }, { as: owner }));
    const { items } = await house.ok('populations.list', { sort: 'kind' }, { as: owner });
    assert.deepEqual(
      items.map((p) => [p.kind, p.version, p.latest, p.manifest.rows]),
      [
        ['code-changes', 1, true, 3],
        ['code-reviews', 1, true, 2],
      ],
    );
    assert.equal((await house.ok('log.entries', { op: 'populations.freeze' }, { as: owner })).total, 2);
    assert.ok(items.every((p) => !p.manifest.interim));
  });

  test('two files are previewed, imported, and can be read and downloaded as frozen', async () => {
    const preview = await house.ok(
      'populations.preview',
      { engagementId, kind: 'people', reading: { format: 'csv' } },
      { as: owner, file: people },
    );
    assert.deepEqual([preview.rows, preview.rejected.count, preview.missing], [3, 0, []]);
    const { result } = done(await importFile('people', people));
    const observed = done(await importFile('accounts', accounts)).result?.['populationId'];
    const state = await house.ok('populations.get', { id: observed }, { as: owner });
    assert.equal(state.manifest.extractedAt, '2026-02-27T08:00:00.000Z', 'state counts as taken when observed');
    const id = result?.['populationId'];
    const population = await house.ok('populations.get', { id }, { as: owner });
    assert.equal(population.manifest.rows, 3);
    assert.equal(population.manifest.source.inputSha256, sha256(Buffer.from(people)));
    assert.equal(
      population.manifest.extractedAt,
      '2026-03-02T09:00:00.000Z',
      'a register counts as taken when received',
    );
    const rows = await house.ok('populations.rows', { id, search: 'cem' }, { as: owner });
    assert.deepEqual([rows.total, rows.items[0]?.['id']], [1, 'p3']);
    const download = await house.call('populations.download', { id }, { as: owner });
    assert.equal(sha256(download.bytes), population.manifest.sha256);
  });

  test('three tests of the library are published; the same text twice is already done', async () => {
    const { items } = await house.ok('tests.library', {}, { as: owner });
    for (const code of ['CHG-02.review', 'IAM-02.mfa', 'IAM-04.removal']) {
      const found = items.find((item) => item.definition.id === code);
      assert.ok(found, `the library has ${code}`);
      const published = await house.ok('tests.publish', { engagementId, yaml: found.yaml }, { as: owner });
      assert.deepEqual([published.version, published.latest, published.sha256], [1, true, found.sha256]);
      const again = await house.call('tests.publish', { engagementId, yaml: found.yaml }, { as: owner });
      assert.equal(again.error?.code, 'already_done');
    }
  });

  test('they run over every item, and deviations show with their reason', async () => {
    const job = done(await house.run('tests.run', { engagementId }, { as: owner }));
    assert.deepEqual(job.result?.['notRun'], []);
    const { items } = await house.ok('results.list', { sort: 'code' }, { as: owner });
    assert.deepEqual(
      items.map((r) => [r.code, r.latest]),
      [
        ['CHG-02.review', true],
        ['IAM-02.mfa', true],
        ['IAM-04.removal', true],
      ],
    );
    const review = items[0];
    assert.ok(review);
    assert.equal(review.items.total, 3);
    assert.equal(review.items.deviations + review.items.unverified + review.items.pass, review.items.inScope);
    const bad = await house.ok('results.items', { id: review.id, state: 'deviation' }, { as: owner });
    assert.ok(bad.total > 0);
    const why = await house.ok('results.explain', { id: review.id, item: bad.items[0]?.item }, { as: owner });
    assert.ok(why.attributes.some((attribute) => attribute.state === 'fail' && attribute.explanation !== ''));
    const file = await house.call('results.download-deviations', { id: review.id }, { as: owner });
    const { document } = await house.ok('results.get', { id: review.id }, { as: owner });
    assert.equal(sha256(file.bytes), document.deviationsFile.sha256);
  });

  test('a sample is drawn that follows from the frozen population', async () => {
    const { items } = await house.ok('populations.list', { kind: 'code-changes' }, { as: owner });
    const input = { engagementId, populationId: items[0]?.id, control: 'CHG-02', size: 2 };
    const first = await house.ok('samples.draw', input, { as: owner });
    assert.equal(first.document.seed, `${engagementId}|CHG-02|${items[0]?.manifest.sha256}`);
    const more = await house.ok('samples.draw', { ...input, size: 1, skip: 2 }, { as: owner });
    assert.equal(new Set([...first.document.selected, ...more.document.selected]).size, 3);
    const none = await house.call('samples.draw', { ...input, skip: 3 }, { as: owner });
    assert.deepEqual([none.error?.code, none.error?.field], ['population_invalid', 'skip']);
  });

  test('a bundle waits for the first dry run', async () => {
    const reply = await house.call('bundles.create', { engagementId }, { as: owner });
    assert.equal(reply.error?.code, 'not_yet_possible');
  });

  test('one criterion is taken for not relevant, and something of the scope is written down', async () => {
    const reason = 'Olga Owner: no rooms of ours.';
    await house.ok(
      'engagements.mark-criterion',
      { engagementId, criterion: 'CC6.4', relevant: false, reason },
      { as: owner },
    );
    const service = { kind: 'service', name: 'Northwind ledger' };
    const since = { effectiveFrom: '2025-03-01', reason: 'So from the beginning' };
    await house.ok('scope.put', { engagementId, items: [{ body: service }], ...since }, { as: owner });
  });

  test('a dry run says what an auditor would conclude, and not tested where nothing was', async () => {
    const dryRun = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    dryRunId = dryRun.id;
    assert.equal(dryRun.document.counts.controlsTested, 3);
    assert.equal(dryRun.document.criteria.length, 32);
    assert.ok(dryRun.document.criteria.some((criterion) => criterion.state === 'no-control'));
    assert.deepEqual(await house.ok('dry-runs.get', { id: dryRun.id }, { as: owner }), dryRun);
  });

  test('the report draft is a PDF', async () => {
    const job = done(await house.run('reports.render', { dryRunId }, { as: owner }));
    const reply = await house.call('reports.download', { id: job.result?.['reportId'] }, { as: owner });
    assert.equal(reply.bytes.subarray(0, 5).toString(), '%PDF-');
    const { items } = await house.ok('reports.list', {}, { as: owner });
    assert.equal(items[0]?.sha256, sha256(reply.bytes));
  });

  test('evidence and everything else goes into one bundle, sealed by its last entry', async () => {
    await house.ok(
      'evidence.upload',
      { title: 'Minutes', period: { from: '2025-09-01', to: '2025-09-01' }, controls: ['CHG-02'] },
      { as: owner, file: 'minutes', fileName: 'minutes.txt' },
    );
    const job = done(await house.run('bundles.create', { engagementId }, { as: owner }));
    const reply = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
    const { items } = await house.ok('bundles.list', {}, { as: owner });
    assert.equal(items[0]?.sha256, sha256(reply.bytes));
    tar = reply.bytes;
    bundle = unpack(tar);
    assert.equal(items[0]?.files, bundle.size);
    assert.deepEqual([job.done, job.total], [bundle.size, bundle.size]);

    const manifest = bundleManifest.parse(JSON.parse(String(bundle.get('bundle.json'))));
    assert.deepEqual(
      [
        manifest.populations.length,
        manifest.definitions.length,
        manifest.results.length,
        manifest.samples.length,
        manifest.evidence.length,
      ],
      [4, 3, 3, 2, 1],
    );
    const listed = manifest.files.map((file) => file.path);
    assert.deepEqual(
      [...bundle.keys()].filter((path) => path !== 'bundle.json' && !/^(log|operator)\//.test(path)),
      listed,
    );
    for (const { path, sha256: named, size } of manifest.files) {
      const bytes = bundle.get(path) ?? Buffer.alloc(0);
      assert.deepEqual([sha256(bytes), bytes.length], [named, size], path);
    }
  });

  test('the bundled log verifies, and its last entry names bundle.json', async () => {
    const log = await verifyLog(nodeCrypto, {
      checkpoint: String(bundle.get('log/checkpoint')),
      vkeys: [String(bundle.get('log/vkey')).trim()],
      readTile: async (path) => bundle.get(`log/${path}`),
    });
    let last = '';
    for await (const entry of log.entries) last = Buffer.from(entry).toString();
    const statement = JSON.parse(last);
    assert.equal(statement.op, 'bundles.create');
    assert.equal(statement.facts.manifestSha256, sha256(bundle.get('bundle.json') ?? Buffer.alloc(0)));
  });

  test('EL130 EL134 the bundle verifies offline with every test run and the dry run concluded again, and not with one byte changed', async () => {
    const file = join(folder, 'bundle.tar');
    await writeFile(file, tar);
    const verified = await verifyBundle(file, { reperform: true, keys: [String(bundle.get('log/vkey')).trim()] });
    assert.deepEqual(verified.failure, null);
    assert.equal(verified.holds, true);
    assert.deepEqual(verified.warnings, []);
    assert.deepEqual([verified.reperformed?.dryRun, verified.checked.decisions], [true, 1]);
    for (const [path, kind] of [
      ['relevance.json', 'criterion'],
      ['scope.json', 'itemId'],
    ] as const) {
      const { items } = JSON.parse(String(bundle.get(path)));
      assert.deepEqual([items.length, kind in items[0].record], [1, true], path);
    }
    const changed = Buffer.from(tar);
    const at = changed.indexOf('CHG-02', changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(file, changed);
    assert.equal((await verifyBundle(file)).holds, false);
  });

  test('two bundles of the same records differ only in what names their moment', async () => {
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    const job = done(await house.run('bundles.create', { engagementId }, { as: owner }));
    const again = unpack((await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner })).bytes);
    for (const [path, bytes] of bundle) {
      if (path === 'bundle.json' || /^(log|operator)\//.test(path)) continue;
      assert.deepEqual(again.get(path), bytes, path);
    }
  });

  test('no personal data stands in the log', async () => {
    const { items } = await house.ok('log.entries', { limit: 500 }, { as: owner });
    const text = JSON.stringify(items);
    // Longer than what the digits of a random digest or signature may spell.
    for (const personal of ['ann@', 'Ann Archer', 'Olga Owner', 'minutes', 'Northwind'])
      assert.ok(!text.includes(personal), personal);
  });

  test('the same kind is not frozen twice in silence; a new version names the old one and says why', async () => {
    const input = { engagementId, kind: 'people', name: 'people', reading: { format: 'csv' } };
    const reply = await house.call('populations.import', input, { as: owner, file: people });
    assert.deepEqual([reply.error?.code, reply.error?.field], ['conflict', 'supersedes']);
    const { items } = await house.ok('populations.list', { kind: 'people' }, { as: owner });
    const old = items[0]?.id;
    const job = done(await importFile('people', people, { supersedes: { id: old, reason: 'One name was wrong' } }));
    const next = await house.ok('populations.get', { id: job.result?.['populationId'] }, { as: owner });
    assert.deepEqual([next.version, next.latest, next.manifest.supersedes?.reason], [2, true, 'One name was wrong']);
    assert.equal((await house.ok('populations.get', { id: old }, { as: owner })).latest, false);
  });
});
