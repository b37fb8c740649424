import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runLine } from '../run-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'tickmark-cli-import-'));

async function put(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** Lines as dpkg writes them: several kinds, no header, blanks between the fields. */
const dpkgLog = `2026-03-02 10:15:00 startup archives unpack
2026-03-02 10:15:01 install libalpha:amd64 <none> 1.2-3
2026-03-02 10:15:01 status half-installed libalpha:amd64 1.2-3
2026-03-03 11:00:00 upgrade libbeta:amd64 1.0-1 1.0-2
2026-03-03 11:00:05 status installed libbeta:amd64 1.0-2
2026-03-04 09:30:00 remove libgamma:all 2.1-1 <none>
`;

const dpkgReading = [
  '--kind',
  'package-changes',
  '--delimiter',
  ' ',
  '--header',
  'date,time,action,package,version_before,version_after',
  '--only',
  'action=install,upgrade,remove,purge',
  '--map',
  'at=date+time',
  '--map',
  'id=date+time+action+package',
  '--local-time',
  'UTC',
];

test('a Debian package log becomes a population of changes, and the other lines are counted', async () => {
  const log = await put('dpkg.log', dpkgLog);
  const out = join(folder, 'packages.parquet');
  const ran = await runLine(
    'import',
    log,
    ...dpkgReading,
    '--from',
    '2026-03-01',
    '--to',
    '2026-03-31',
    '--out',
    out,
    '--json',
  );
  assert.equal(ran.code, 0, ran.stderr);
  const manifest = JSON.parse(ran.stdout);
  assert.equal(manifest.rows, 3);
  assert.equal(manifest.excluded, 3);
  assert.equal(manifest.interim, false);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'packages.manifest.json'), 'utf8')), manifest);
});

test('without --out a file is only previewed', async () => {
  const log = await put('dpkg-preview.log', dpkgLog);
  const ran = await runLine('import', log, ...dpkgReading);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /3 rows readable, 0 rejected, 3 left out by the filter/);
});

test('a wrong encoding, broken quoting and a missing column are each named, and nothing is written', async () => {
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['latin1.csv', Buffer.from('id,name,email\n1,J\xe9r\xf4me,j@example.com\n', 'latin1'), /UTF-8/],
    ['utf16.csv', Buffer.from('\ufeffid,name,email\n1,a,a@example.com\n', 'utf16le'), /UTF-16/],
    ['quotes.csv', 'id,name,email\n1,"open,a@example.com\n2,b,b@example.com\n', /line|quote/i],
    ['columns.csv', 'name,email\nann,ann@example.com\n', /\bid\b/],
  ];
  for (const [name, bytes, message] of cases) {
    const out = join(folder, name.replace('.csv', '.parquet'));
    const ran = await runLine('import', await put(name, bytes), '--kind', 'people', '--out', out);
    assert.equal(ran.code, 2, `${name}: ${ran.stdout}${ran.stderr}`);
    assert.match(ran.stderr, message);
    assert.equal(ran.stderr.trimEnd().split('\n').length, 1, 'an error is one line');
    assert.equal(existsSync(out), false);
    assert.equal(existsSync(out.replace('.parquet', '.manifest.json')), false);
  }
});

test('columns that the file does not give are named, as what tests cannot verify', async () => {
  const people = await put('few-columns.csv', 'id,name,email\n1,Ann,ann@example.com\n');
  const preview = await runLine('import', people, '--kind', 'people');
  const frozen = await runLine('import', people, '--kind', 'people', '--out', join(folder, 'few-columns.parquet'));
  for (const { code, stdout } of [preview, frozen]) {
    assert.equal(code, 0);
    assert.match(stdout, /^  not in the file: (?!.*\b(id|name|email)\b.*;).*\bended_on\b.*; .*unverified/m);
  }
});

test('rejected rows stop the freeze until exactly their number is accepted', async () => {
  const people = await put(
    'people.csv',
    'id,name,email,ended_on\n1,Ann,ann@example.com,\n2,Bo,bo@example.com,03/04/2026\n',
  );
  const out = join(folder, 'people.parquet');
  const refused = await runLine('import', people, '--kind', 'people', '--out', out);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /1 rows can't be read; row 2/);
  assert.equal(existsSync(out), false);
  const accepted = await runLine(
    'import',
    people,
    '--kind',
    'people',
    '--out',
    out,
    '--accept-rejected',
    '1',
    '--json',
  );
  assert.equal(accepted.code, 0, accepted.stderr);
  const manifest = JSON.parse(accepted.stdout);
  assert.equal(manifest.rows, 1);
  assert.deepEqual(
    { count: manifest.rejected.count, accepted: manifest.rejected.accepted },
    { count: 1, accepted: true },
  );
});
