import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFile } from '@tickmark/connectors';
import { beginning, fileReading, populationKind, type PopulationKind, type Row } from '@tickmark/core';
import { parse } from 'yaml';
import { workedExample, writeExampleFiles } from '../../src/example/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tickmark-example-'));
after(() => rmSync(folder, { recursive: true }));

const input = { seed: 'larkspur', from: '2025-11-01', to: '2026-10-31', timeZone: 'Europe/Berlin' };
const start = Date.parse('2025-10-31T23:00:00Z');
const end = Date.parse('2026-10-31T23:00:00Z');

function content(path: string): unknown {
  const file = readFileSync(new URL(`../../../../content/${path}`, import.meta.url), 'utf8');
  return path.endsWith('.yaml') ? parse(file) : JSON.parse(file);
}

async function collected(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

async function rowsOf(example: ReturnType<typeof workedExample>, kind: string): Promise<Row[]> {
  const population = example.populations.find((p) => p.kind === kind);
  assert.ok(population, kind);
  return collected(population.rows());
}

function kindOf(id: string): PopulationKind {
  return populationKind.parse(content(`populations/${id}.yaml`));
}

test('every population is read back from its CSV without a mapping, row for row', async () => {
  const example = workedExample(input);
  for (const { kind, path } of await writeExampleFiles(example, folder)) {
    const shape = kindOf(kind);
    const file = readFile({ path, reading: fileReading.parse({ format: 'csv' }), kind: shape });
    const read = await collected(file.rows);
    assert.deepEqual(file.outcome().rejected, { count: 0, first: [] }, kind);
    const blank = Object.fromEntries(shape.columns.map((c) => [c.name, c.type === 'strings' ? [] : null]));
    const made = (await rowsOf(example, kind)).map((row) => ({ ...blank, ...row }));
    assert.deepEqual(read, made, kind);
    assert.equal(new Set(read.map((row) => row[shape.key])).size, read.length, `keys of ${kind} are unique`);
  }
});

test('every item lies in the period, and in the numbers the example is known for', async () => {
  const example = workedExample(input);
  const counts: Record<string, number> = {};
  for (const { kind } of example.populations) {
    const { time } = kindOf(kind);
    const rows = await rowsOf(example, kind);
    counts[kind] = rows.length;
    if (time === null) continue;
    for (const row of rows) {
      const at = Date.parse(String(row[time]));
      assert.ok(at >= start && at < end, `${kind} ${String(row['id'])} ${String(row[time])}`);
    }
  }
  assert.deepEqual(counts, {
    people: 240,
    accounts: 21_660,
    'code-changes': 4200,
    'code-reviews': 5881,
    'access-reviews': 3,
    vulnerabilities: 1800,
    backups: 364,
    'training-completions': 440,
    'policy-acknowledgements': 657,
    incidents: 0,
    deployments: 2604,
    'vendor-reviews': 12,
    'periodic-reviews': 13,
    meetings: 4,
    scans: 24,
    'restore-tests': 1,
    'incident-exercises': 1,
  });
});

test('the planted deviations are in the rows, and no others are', async () => {
  const example = workedExample(input);
  const planted = (test: string): string[] => {
    const found = example.planted.find((p) => p.test === test);
    assert.ok(found, `${test} has something planted`);
    return found.items.toSorted();
  };
  const keys = (rows: Row[], fails: (row: Row) => boolean): string[] =>
    rows
      .filter(fails)
      .map((r) => String(r['id']))
      .toSorted();
  const text = (row: Row, name: string): string => String(row[name]);

  const reviews = Map.groupBy(await rowsOf(example, 'code-reviews'), (r) => r['change_id']);
  const unreviewed = keys(await rowsOf(example, 'code-changes'), (change) => {
    const approvals = (reviews.get(change['id'] ?? null) ?? []).filter((r) => r['state'] === 'approved');
    const byAnother = approvals.some((r) => r['reviewer'] !== change['author']);
    return !byAnother || !approvals.some((r) => text(r, 'at') <= text(change, 'merged_at'));
  });
  assert.equal(unreviewed.length, 10);
  assert.deepEqual(unreviewed, planted('CHG-02.review'));

  const accounts = await rowsOf(example, 'accounts');
  assert.deepEqual(
    [...new Set(accounts.filter((row) => row['mfa'] !== true).map((row) => String(row['account'])))],
    planted('IAM-02.mfa'),
  );
  const byEmail = Map.groupBy(accounts, (row) => row['email']);
  const left = (await rowsOf(example, 'people')).filter((p) => p['ended_on'] !== null);
  assert.equal(left.length, 40);
  const open = keys(left, (person) =>
    (byEmail.get(person['email'] ?? null) ?? []).some(
      (a) =>
        a['status'] === 'active' &&
        Date.parse(text(a, 'observed_at')) > Date.parse(text(person, 'ended_on')) + 2 * 86_400_000,
    ),
  );
  assert.deepEqual(open, planted('IAM-04.removal'));

  const late = (done: string) => (row: Row) => !(text(row, done) <= text(row, 'due_at'));
  assert.deepEqual(keys(await rowsOf(example, 'vulnerabilities'), late('fixed_at')), planted('OPS-04.fixed'));
  assert.deepEqual(
    keys(await rowsOf(example, 'training-completions'), late('completed_at')),
    planted('HR-03.training'),
  );
  assert.deepEqual(
    keys(await rowsOf(example, 'policy-acknowledgements'), late('acknowledged_at')),
    planted('GOV-07.acknowledged'),
  );
  assert.deepEqual(
    keys(
      await rowsOf(example, 'policy-acknowledgements'),
      (row) => row['policy'] === 'Code of conduct' && late('acknowledged_at')(row),
    ),
    planted('GOV-01.conduct'),
  );
  assert.deepEqual(
    keys(await rowsOf(example, 'vendor-reviews'), (row) => row['tier'] === 'critical' && late('completed_at')(row)),
    planted('VEN-03.critical'),
  );
  assert.deepEqual(
    keys(await rowsOf(example, 'deployments'), (row) => row['tests_passed'] !== true),
    planted('CHG-03.deployment'),
  );
  assert.deepEqual(
    keys(await rowsOf(example, 'backups'), (row) => row['status'] !== 'succeeded'),
    planted('AVL-03.encrypted'),
  );
  for (const { test: code, items } of example.planted) assert.ok(items.length > 0, `${code} has something planted`);
});

test('accounts are observed on every day but the stated ones', async () => {
  const example = workedExample(input);
  const seen = new Set((await rowsOf(example, 'accounts')).map((row) => String(row['observed_at']).slice(0, 10)));
  const days = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(2025, 10, 1 + i)).toISOString().slice(0, 10));
  assert.deepEqual(
    days.filter((day) => !seen.has(day)),
    example.unobservedDays,
  );
  assert.equal(example.unobservedDays.length, 4);
});

test('the same seed gives the same bytes, another seed does not', async () => {
  const digest = async (seed: string): Promise<string> => {
    const hash = createHash('sha256');
    for (const population of workedExample({ ...input, seed }).populations)
      for await (const piece of population.toCsv()) hash.update(piece);
    return hash.digest('hex');
  };
  assert.equal(await digest('a'), await digest('a'));
  assert.notEqual(await digest('a'), await digest('b'));
});

test('any seed, zone and length of period gives an example without unplanned gaps', async () => {
  for (const [seed, from, to, timeZone] of [
    ['x', '2026-01-01', '2026-03-31', 'America/Los_Angeles'],
    ['y', '2024-07-01', '2025-06-30', 'Pacific/Auckland'],
    ['z', '2026-05-01', '2026-05-31', 'UTC'],
  ] as const) {
    const example = workedExample({ seed, from, to, timeZone });
    for (const population of example.populations) {
      const keys = (await collected(population.rows())).map((row) => row['id']);
      assert.equal(new Set(keys).size, keys.length, population.kind);
    }
  }
});

test('company and controls are ones the product accepts, and marked as fictional', () => {
  const example = workedExample(input);
  beginning.omit({ terms: true, timeZone: true }).parse(example.company);
  assert.match(example.company.name, /fictional/);
  const catalogue = content('controls/controls.json') as { id: string }[];
  const known = new Set(catalogue.map((control) => control.id));
  assert.deepEqual(
    example.controls.filter((code) => !known.has(code)),
    [],
  );
});
