import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runLine } from '../run-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'tickmark-cli-test-'));
after(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const definition = await put(
  'CHG-02.review.yaml',
  `id: CHG-02.review
control: CHG-02
title: Reviewed by another
kind: items
population: code-changes
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed, pass: 'reviews.exists(r, r.reviewer != item.author)' }
`,
);
const header = 'id,branch,author,merged_at\n';
const first = 'a,main,ann@x.example,2026-02-01T10:00:00Z\nb,main,ann@x.example,2026-02-02T10:00:00Z\n';
const second = 'c,main,bea@x.example,2026-03-01T10:00:00Z\n';
const reviewHeader = 'id,change_id,reviewer,state,at\n';
const firstReviews = 'r1,a,bea@x.example,approved,2026-01-31T10:00:00Z\n';
const secondReviews = 'r2,b,bea@x.example,approved,2026-02-03T10:00:00Z\n';
const period = ['--from', '2026-01-01', '--to', '2026-06-30'];

async function populations(name: string, changes: string, reviews: string): Promise<string[]> {
  return [
    '--population',
    `code-changes=${await put(`${name}.csv`, header + changes)}`,
    '--population',
    `code-reviews=${await put(`${name}-reviews.csv`, reviewHeader + reviews)}`,
  ];
}

test('a definition runs over plain CSV files and says what it found, in the stable form', async () => {
  const given = await populations('run', first + second, firstReviews + secondReviews);
  const out = join(folder, 'out');
  const ran = await runLine('test', 'run', definition, ...given, ...period, '--out', out, '--json');
  assert.equal(ran.code, 1, ran.stderr);
  const answer = JSON.parse(ran.stdout);
  assert.deepEqual(answer.items, { total: 3, inScope: 3, pass: 2, deviations: 1, unverified: 0 });
  assert.deepEqual(answer.attributes, { A: { pass: 2, fail: 1, unverified: 0 } });
  assert.equal(answer.proposal, 'effective-with-isolated-deviations');
  assert.deepEqual(answer.deviations, [{ item: 'c', attributes: { A: 'fail' }, explanation: 'A: no reviews' }]);
  const document = JSON.parse(await readFile(join(out, 'result.json'), 'utf8'));
  assert.deepEqual(document.items, { ...answer.items, notGoverned: 0, outOfPeriod: 0 });
  const deviations = await readFile(join(out, 'deviations.parquet'));
  assert.deepEqual(document.deviationsFile, {
    rows: 1,
    sha256: createHash('sha256').update(deviations).digest('hex'),
  });
});

test('a plain file is what its content says, whatever its name', async () => {
  const changes = JSON.stringify([
    { id: 'a', branch: 'main', author: 'ann@x.example', merged_at: '2026-02-01T10:00:00Z' },
    { id: 'c', branch: 'main', author: 'bea@x.example', merged_at: '2026-03-01T10:00:00Z' },
  ]);
  const reviews = '{"id":"r1","change_id":"a","reviewer":"bea@x.example"}\n';
  const given = [
    '--population',
    `code-changes=${await put('changes.txt', changes)}`,
    '--population',
    `code-reviews=${await put('reviews.txt', reviews)}`,
  ];
  const ran = await runLine('test', 'run', definition, ...given, ...period, '--json');
  assert.equal(ran.code, 1, ran.stderr);
  assert.deepEqual(JSON.parse(ran.stdout).items, { total: 2, inScope: 2, pass: 1, deviations: 1, unverified: 0 });
  const picture = await runLine(
    'test',
    'run',
    definition,
    '--population',
    `code-changes=${await put('a.csv', '\u0089PNG\r\n\u001a\n')}`,
    ...period,
  );
  assert.equal(picture.code, 2);
  assert.match(picture.stderr, /^error: .*file is/);
});

test('increments add up to the final run, and the exit code tells when they do not', async () => {
  const state = ['--state', join(folder, 'state'), ...period];
  const begin = ['test', 'increment', definition] as const;
  const one = await runLine(...begin, ...state, ...(await populations('one', first, firstReviews)), '--json');
  assert.equal(one.code, 0, one.stderr);
  assert.deepEqual(JSON.parse(one.stdout).totals.items, { inScope: 2, pass: 1, deviations: 1, unverified: 0 });
  const two = await runLine(...begin, ...state, ...(await populations('two', second, secondReviews)));
  assert.match(two.stdout, /Increment 2: 2 rows judged\n {2}so far: 3 in scope; 2 pass, 1 deviations/);

  const whole = await populations('whole', first + second, firstReviews + secondReviews);
  const same = await runLine(...begin, ...state, ...whole, '--final');
  assert.equal(same.code, 0, same.stderr + same.stdout);
  assert.match(same.stdout, /equals the sum of the increments: 3 equal/);
  const other = await populations('other', first + second, firstReviews);
  const differs = await runLine(...begin, ...state, ...other, '--final');
  assert.equal(differs.code, 1);
  assert.match(differs.stdout, /b: pass on the way, deviation in the end/);
});

const soon = await put(
  'CHG-02.soon.yaml',
  `id: CHG-02.soon
control: CHG-02
title: Merged soon
kind: items
population: code-changes
attributes:
  A: { title: Within two business days, pass: 'businessDaysBetween(item.authored_at, item.merged_at) <= 2' }
`,
);
/** One change over Easter, and one that took three business days whatever the holidays. */
const slowly = await put(
  'slowly.csv',
  'id,authored_at,merged_at\neaster,2026-04-02T10:00:00Z,2026-04-08T10:00:00Z\nslow,2026-03-02T10:00:00Z,2026-03-05T10:00:00Z\n',
);
const easter = await put(
  'easter.txt',
  '\uFEFF# of 2026\r\n2026-04-06 Easter Monday\r\n\r\n2026-04-03, Good Friday # moves\r\n2027-01-01\r\n',
);
const overEaster = [soon, '--population', `code-changes=${slowly}`, ...period];

test('CT112 CT113 holidays of a file are no business days, and the answer names them', async () => {
  const given = await runLine('test', 'run', ...overEaster, '--holidays', easter, '--json');
  assert.equal(given.code, 1, given.stderr);
  const answer = JSON.parse(given.stdout);
  assert.deepEqual(answer.holidays, ['2026-04-03', '2026-04-06', '2027-01-01']);
  assert.deepEqual(
    answer.deviations.map(({ item }: { item: string }) => item),
    ['slow'],
  );
  const said = await runLine('test', 'run', ...overEaster, '--holidays', easter);
  assert.match(said.stdout, /^ {2}business days: Monday to Friday without 3 holidays$/m);
  const without = await runLine('test', 'run', ...overEaster);
  assert.match(without.stdout, /^ {2}business days: Monday to Friday; no holidays were given$/m);
  assert.match(without.stdout, /2 in scope of 2; 0 pass, 2 deviations/);
  const plain = await populations('plain', first, firstReviews);
  assert.doesNotMatch((await runLine('test', 'run', definition, ...plain, ...period)).stdout, /business days/);
});

test('CT109 CT113 increments are judged with the holidays of a file, and the folder keeps to them', async () => {
  const begin = ['test', 'increment', ...overEaster, '--state', join(folder, 'easter')];
  const one = await runLine(...begin, '--holidays', easter, '--json');
  assert.equal(one.code, 0, one.stderr);
  assert.deepEqual(JSON.parse(one.stdout).totals.items, { inScope: 2, pass: 1, deviations: 1, unverified: 0 });
  const same = await runLine(...begin, '--holidays', easter, '--final');
  assert.equal(same.code, 0, same.stderr + same.stdout);
  const without = await runLine(...begin, '--final');
  assert.notEqual(without.code, 0);
  assert.match(without.stderr, /another definition, period, time zone, list of holidays/);
});

test('CT113 a line of a list of holidays that cannot be used is named by its number', async () => {
  for (const [text, message] of [
    [
      '2026-04-03\n2026-04-31 No such day\n',
      /^error: Line 2 of .*"2026-04-31" is no date; write dates as 2026-12-25\./,
    ],
    ['# x\n\n06.04.2026 Easter\nSunday', /^error: Line 3 of .*"06\.04\.2026" is no date.* 1 more can't be used\./],
    ['2026-04-03 A\n2026-04-06 B\n2026-04-03 C', /^error: Line 3 of .*2026-04-03 stands on line 1 already\./],
  ] as const) {
    const { code, stderr } = await runLine('test', 'run', ...overEaster, '--holidays', await put('bad.txt', text));
    assert.equal(code, 2, text);
    assert.match(stderr, message);
    assert.match(stderr, /\(--holidays\)/);
  }
  const { code, stderr } = await runLine('test', 'run', ...overEaster, '--holidays', join(folder, 'none.txt'));
  assert.equal(code, 2);
  assert.match(stderr, /none\.txt can't be read/);
});

test('a definition that cannot be read, a missing population and half a period are bad input', async () => {
  const given = await populations('bad', first, firstReviews);
  for (const args of [
    ['test', 'run', join(folder, 'none.yaml'), ...given, ...period],
    ['test', 'run', definition, ...given.slice(2), ...period],
    ['test', 'run', definition, ...given, '--from', '2026-01-01'],
    ['test', 'run', definition, '--population', 'code-changes', ...period],
  ]) {
    const { code, stderr } = await runLine(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, /^error: /);
  }
});
