import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { drawSample, freezePopulation, populationKind, selectKeys } from '@tickmark/control-testing';
import { sampleSizeTable, type Row } from '@tickmark/core';
import { populationManifest } from '../bundles/example.ts';
import { sha256 } from '../bundles/builder.ts';
import { runLine } from '../run-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-test-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'changes.parquet');
const ids = Array.from({ length: 300 }, (_, i) => `c${i}`);

before(async () => {
  const stated = populationManifest('code-changes', 'events', '2027-01-10T09:00:00.000Z');
  async function* rows(): AsyncGenerator<Row> {
    for (const [i, id] of ids.entries()) {
      const merged_at = new Date(Date.UTC(2026, 0, 1 + i)).toISOString();
      yield { id, merged_at, target: i < 30 ? 'billing' : 'web' };
    }
  }
  await freezePopulation({
    rows: rows(),
    kind: { ...populationKind('code-changes'), columns: columns() },
    file,
    facts: { ...stated, extractedAt: new Date(stated.extractedAt) },
  });
});

function columns() {
  const of = (name: string, type: 'string' | 'instant') => ({ name, type, required: false });
  return [of('id', 'string'), of('merged_at', 'instant'), of('target', 'string')];
}

const sample = (...more: string[]) =>
  runLine('sample', '--population', file, '--key', 'id', '--engagement', '2026', '--control', 'CHG-02', ...more);
const asked = { file, key: 'id', engagement: '2026', control: 'CHG-02' };

test('CT83 selection A prints seed, hash, number of items and keys, and nothing else', async () => {
  const { stdout, code } = await sample('--size', '5', '--json');
  const populationSha256 = sha256(await readFile(file));
  const seed = `2026|CHG-02|${populationSha256}`;
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `${JSON.stringify({ seed, populationSha256, population: 300, selected: selectKeys(seed, ids, 5) })}\n`,
  );
  const more = JSON.parse((await sample('--size', '3', '--skip', '5', '--nonce', 'n1', '--json')).stdout);
  assert.deepEqual(more.selected, selectKeys(`${seed}|n1`, ids, 3, 5));
  assert.match((await sample('--size', '5')).stdout, /^5 of 300 items of changes\.parquet\n {2}seed 2026\|CHG-02\|/);
});

test('CT83 over time and in strata the method is printed with the keys, and extensions draw on', async () => {
  const time = JSON.parse((await sample('--size', '6', '--over-time', 'merged_at', '--json')).stdout);
  const selection = { by: 'time', column: 'merged_at' } as const;
  const first = await drawSample({ ...asked, size: 6, selection });
  assert.deepEqual([time.selected, time.method], [first.selected, first.method]);
  const second = await drawSample({ ...asked, size: 4, skip: 6, selection });
  const third = await sample('--size', '3', '--skip', '6,4', '--over-time', 'merged_at', '--json');
  const before = [...first.selected, ...second.selected];
  const { selected } = await drawSample({ ...asked, size: 3, skip: 10, selection: { ...selection, before } });
  assert.deepEqual(JSON.parse(third.stdout).selected, selected);

  const strata = JSON.parse((await sample('--size', '10', '--by', 'target', '--json')).stdout);
  assert.deepEqual(
    strata.method.strata.map(({ value, items, drawn }: Record<string, unknown>) => [value, items, drawn]),
    [
      ['billing', 30, 1],
      ['web', 270, 9],
    ],
  );
  const stated = await sample('--size', '10', '--by', 'target', '--allocation', '{"billing":6,"web":4}');
  assert.match(stated.stdout, /billing: 6 of 30\n {2}web: 4 of 270\n/);
});

test('CT83 a table gives the size, and is named by its hash', async () => {
  const own = JSON.parse((await sample('--frequency', 'per_occurrence', '--json')).stdout);
  assert.deepEqual([own.selected.length, own.sizing.asked, own.sizing.risk], [25, 25, 'low']);
  const table = join(folder, 'table.json');
  const firm = sampleSizeTable.parse({ periodic: [], perOccurrence: [{ minN: 0, maxN: null, low: 30, high: 60 }] });
  await writeFile(table, JSON.stringify(firm));
  const theirs = await sample('--table', table, '--frequency', 'daily', '--risk', 'higher', '--json');
  assert.deepEqual(JSON.parse(theirs.stdout).sizing.asked, 60);
  assert.notEqual(JSON.parse(theirs.stdout).sizing.tableSha256, own.sizing.tableSha256);
  const fewer = await sample(
    '--size',
    '3',
    '--frequency',
    'per_occurrence',
    '--reason',
    'The rest is tested',
    '--json',
  );
  assert.equal(JSON.parse(fewer.stdout).sizing.reason, 'The rest is tested');
});

test('CT83 a plain file of a kind is frozen on the way: the same file gives the same items, again and from its Parquet', async () => {
  const csv = join(folder, 'grants.csv');
  const grants = ids.map((id, i) => `${id},mail,${new Date(Date.UTC(2026, 0, 1 + i)).toISOString()}`);
  await writeFile(csv, ['id,system,granted_at', ...grants].join('\n'));
  const draw = (population: string) =>
    runLine(
      'sample',
      '--population',
      population,
      '--key',
      'id',
      '--engagement',
      '2026',
      '--control',
      'IAM-03',
      '--size',
      '4',
      '--json',
    );
  const drawn = await draw(`access-grants=${csv}`);
  assert.equal(drawn.code, 0, drawn.stderr);
  assert.equal((await draw(`access-grants=${csv}`)).stdout, drawn.stdout);
  const frozen = join(folder, 'grants.parquet');
  const imported = await runLine('import', csv, '--kind', 'access-grants', '--out', frozen);
  assert.equal(imported.code, 0, imported.stderr);
  assert.equal((await draw(frozen)).stdout, drawn.stdout);
  const without = await draw(csv);
  assert.equal(without.code, 2);
  assert.match(without.stderr, /^error: .*grants\.csv is not a Parquet file .*KIND=FILE/);
  const unknown = await draw(`access-grant=${csv}`);
  assert.match(unknown.stderr, /access-grants\?/);
});

test('CT83 what cannot be drawn is refused in one line, and prints nothing', async () => {
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"periodic":[],"perOccurrence":[]}');
  const cases: [string[], RegExp][] = [
    [[], /--size/],
    [['--size', 'many'], /size/],
    [['--size', '3', '--skip', 'x'], /skip/],
    [['--size', '3', '--skip', '1,2'], /over time/],
    [['--size', '3', '--by', 'target', '--over-time', 'merged_at'], /Choose one/],
    [['--size', '3', '--by', 'targt'], /target/],
    [['--size', '3', '--over-time', 'target'], /no time/],
    [['--size', '3', '--allocation', '{"web":3}'], /--by/],
    [['--size', '3', '--by', 'target', '--allocation', 'web=3'], /allocation/],
    [['--size', '3', '--nonce', 'a|b'], /nonce/],
    [['--size', '3', '--frequency', 'per_occurrence'], /fewer than the 25/],
    [['--frequency', 'weekly', '--risk', 'none'], /low or higher/],
    [['--size', '3', '--table', broken], /--frequency/],
    [['--frequency', 'weekly', '--table', broken], /perOccurrence/],
    [['--frequency', 'weekly', '--table', `${broken}.missing`], /cannot be read/],
  ];
  for (const [options, message] of cases) {
    const { code, stdout, stderr } = await sample(...options, '--json');
    assert.equal(code, 2, options.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, message, options.join(' '));
    assert.match(stderr, /^error: /);
  }
});
