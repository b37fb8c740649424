import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runLine } from '../run-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'tickmark-cli-reconcile-'));
after(() => rm(folder, { recursive: true }));

async function put(name: string, lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const people = await put('people.csv', [
  'id,email,name',
  'p1,Ann@northwind.example,Ann',
  'p2,bob@northwind.example,Bob',
]);
const accounts = (name: string, emails: string[]) =>
  put(name, [
    'id,account,email,status,observed_at',
    ...emails.map((email, i) => `a${i},${email},${email},active,2026-03-01T08:00:00Z`),
  ]);
const whole = await accounts('whole.csv', ['ann@northwind.example', 'bob@northwind.example']);
const partial = await accounts('partial.csv', ['ann@northwind.example', 'dee@northwind.example']);

const reconcile = (second: string, ...more: string[]) =>
  runLine(
    'reconcile',
    '--population',
    `people=${people}`,
    '--with',
    `accounts=${second}`,
    '--on',
    'email=email',
    ...more,
  );

test('CT104 two files that reconcile exit with 0 and say what was counted', async () => {
  const { code, stdout, stderr } = await reconcile(whole, '--ignore-case');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /people and accounts reconcile/);
  assert.match(stdout, /matched: 2 keys; 0 only in people, 0 only in accounts/);
});

test('CT104 files that differ exit with 1, name the differences, and --out keeps document and file', async () => {
  const out = join(folder, 'out');
  const { code, stdout } = await reconcile(partial, '--ignore-case', '--out', out);
  assert.equal(code, 1);
  assert.match(stdout, /do not reconcile: 2 differences/);
  assert.match(stdout, /bob@northwind\.example: only in people \(p2\)/);
  assert.match(stdout, /dee@northwind\.example: only in accounts \(a1\)/);
  const document = JSON.parse(await readFile(join(out, 'reconciliation.json'), 'utf8'));
  assert.equal(document.differencesFile.rows, 2);
  assert.ok(existsSync(join(out, 'differences.parquet')));
  assert.equal(existsSync(join(out, '.work')), false);
});

test('CT104 a filter on the other side and --json', async () => {
  const { code, stdout } = await reconcile(
    partial,
    '--ignore-case',
    '--json',
    '--where',
    'item.name == "Ann"',
    '--other-where',
    'item.account != "dee@northwind.example"',
  );
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).matched, 1);
});

test('CT116 holidays of a file are no business days to a filter, and the answer names them', async () => {
  const easter = await put('easter.txt', ['2026-04-06 Easter Monday', '2026-04-03 # Good Friday']);
  const soon = [
    '--ignore-case',
    '--where',
    'businessDaysBetween(date("2026-04-02"), date("2026-04-07")) <= 1',
    '--other-where',
    'true',
  ];
  const given = await reconcile(whole, ...soon, '--holidays', easter);
  assert.equal(given.code, 0, given.stderr);
  assert.match(given.stdout, /^ {2}business days: Monday to Friday without 2 holidays$/m);
  const { holidays } = JSON.parse((await reconcile(whole, ...soon, '--holidays', easter, '--json')).stdout);
  assert.deepEqual(holidays, ['2026-04-03', '2026-04-06']);
  const without = await reconcile(whole, ...soon);
  assert.equal(without.code, 1);
  assert.match(without.stdout, /2 rows left out by the filter/);
  assert.doesNotMatch(without.stdout, /business days/);
  const bad = await reconcile(whole, ...soon, '--holidays', await put('bad.txt', ['Easter']));
  assert.equal(bad.code, 2);
  assert.match(bad.stderr, /Line 1 of .*\(--holidays\)/s);
});

test('CT104 frozen files are read with their manifests', async () => {
  const frozen = join(folder, 'people.parquet');
  assert.equal((await runLine('import', people, '--kind', 'people', '--out', frozen)).code, 0);
  const { code, stdout, stderr } = await runLine(
    'reconcile',
    '--population',
    frozen,
    '--with',
    `accounts=${whole}`,
    '--on',
    'email=email',
    '--ignore-case',
    '--json',
  );
  assert.equal(code, 0, stderr);
  const { sha256 } = JSON.parse(await readFile(join(folder, 'people.manifest.json'), 'utf8'));
  assert.equal(JSON.parse(stdout).here.sha256, sha256);
});

test('CT104 what can not be used exits with 2 and says what to do', async () => {
  const cases: [string[], RegExp][] = [
    [['--on', 'emial=email'], /no column emial.*Did you mean email/],
    [['--where', 'item.nmae == "Ann"'], /where.*Did you mean/],
    [['--agree', 'name'], /not COLUMN=COLUMN/],
    [['--with', join(folder, 'whole.csv')], /--with.*accounts=/],
    [['--with', 'acounts=x.csv'], /Did you mean accounts/],
    [['--with', join(folder, 'nowhere.parquet')], /no manifest beside it/],
  ];
  for (const [more, message] of cases) {
    const { code, stderr, stdout } = await reconcile(whole, ...more);
    assert.deepEqual([code, stdout], [2, ''], more.join(' '));
    assert.match(stderr, message);
  }
  assert.equal((await runLine('reconcile', '--population', 'x', '--with', 'y')).code, 2);
});
