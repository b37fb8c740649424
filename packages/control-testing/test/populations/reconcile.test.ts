import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { reconciliationTerms, TickmarkError, type Row } from '@tickmark/core';
import { populationKind, readDifferences, reconcilePopulations, runTest } from '../../src/index.ts';
import { firstHalf, folder, frozen, type Frozen } from '../builders.ts';

const dir = await folder();
let runs = 0;

function reconcile(
  here: Frozen,
  there: Frozen,
  terms: object,
  more: { threads?: number; holidays?: readonly string[] } = {},
) {
  const outDir = join(dir, `reconciliation-${(runs += 1)}`);
  return reconcilePopulations({
    here,
    there,
    terms: reconciliationTerms.parse(terms),
    outDir,
    ...more,
  });
}

const people = (rows: Row[]) => frozen(dir, populationKind('people'), rows);
const accounts = (rows: Row[]) =>
  frozen(
    dir,
    populationKind('accounts'),
    rows.map((row) => ({ account: row['id'] ?? null, observed_at: '2026-03-01T08:00:00Z', ...row })),
  );
const byEmail = { on: [{ here: 'email', there: 'email', ignoreCase: true }] };

const staff = await people([
  { id: 'p1', email: 'Ann@northwind.example', employment: 'employee', ended_on: null },
  { id: 'p2', email: 'bob@northwind.example', employment: 'employee', ended_on: null },
  { id: 'p3', email: 'cy@northwind.example', employment: 'contractor', ended_on: '2026-02-01' },
  { id: 'p4', email: null, employment: null, ended_on: null },
  { id: 'p5', email: '', employment: 'employee', ended_on: null },
]);
const roster = await accounts([
  { id: 'a1', email: 'ann@northwind.example', status: 'active' },
  { id: 'a2', email: 'ANN@northwind.example', status: 'disabled' },
  { id: 'a3', email: 'cy@northwind.example', status: 'active' },
  { id: 'a4', email: 'dee@northwind.example', status: 'active' },
  { id: 'a5', email: 'dee@northwind.example', status: 'active' },
  { id: 'a6', email: null, status: 'active' },
]);

test('CT95 a key counts once on each side; what only one side has, what repeats and what has no key are told apart', async () => {
  const { document } = await reconcile(staff, roster, byEmail);
  const { here, there, matched, differing } = document;
  assert.deepEqual([here.rows, here.keys, here.repeated, here.withoutKey], [5, 3, 0, 2]);
  assert.deepEqual([there.rows, there.keys, there.repeated, there.withoutKey], [6, 3, 2, 1]);
  assert.equal(matched, 2);
  assert.deepEqual(differing, {
    'only-here': 1,
    'only-there': 1,
    'no-key-here': 2,
    'no-key-there': 1,
    repeats: 0,
    differs: 0,
  });
  assert.deepEqual(
    document.differences.map(({ number, kind, key, here: h, there: t }) => [
      number,
      kind,
      key,
      h.rows,
      h.item,
      t.rows,
      t.item,
    ]),
    [
      [1, 'only-here', 'bob@northwind.example', 1, 'p2', 0, null],
      [2, 'only-there', 'dee@northwind.example', 0, null, 2, 'a4'],
      [3, 'no-key-here', null, 1, 'p4', 0, null],
      [4, 'no-key-here', null, 1, 'p5', 0, null],
      [5, 'no-key-there', null, 0, null, 1, 'a6'],
    ],
  );
});

test('CT95 case is kept unless it is to be ignored', async () => {
  const { document } = await reconcile(staff, roster, { on: [{ here: 'email', there: 'email' }] });
  assert.deepEqual([document.matched, document.there.keys], [1, 4]);
});

test('CT95 keys of several columns never meet by how they are written', async () => {
  const a = await people([
    { id: 'p1', name: 'a | b', email: 'c' },
    { id: 'p2', name: 'x', email: 'y' },
  ]);
  const b = await accounts([
    { id: 'a1', system: 'a', email: 'b | c' },
    { id: 'a2', system: 'x', email: 'y' },
  ]);
  const on = [
    { here: 'name', there: 'system' },
    { here: 'email', there: 'email' },
  ];
  const { document } = await reconcile(a, b, { on });
  assert.equal(document.matched, 1);
  assert.deepEqual(
    document.differences.map(({ key }) => key),
    ['a \\| b | c', 'a | b \\| c'],
  );
});

test('CT95 a key that repeats is a difference where a key should name one row', async () => {
  const { document } = await reconcile(staff, roster, { ...byEmail, unique: true });
  assert.equal(document.differing.repeats, 2);
  assert.deepEqual(
    document.differences
      .filter(({ kind }) => kind === 'repeats')
      .map(({ key, here, there }) => [key, here.rows, there.rows]),
    [
      ['ann@northwind.example', 1, 2],
      ['dee@northwind.example', 0, 2],
    ],
  );
});

test('CT96 a filter leaves rows out and counts them; a row of which it cannot be told stays in', async () => {
  const { document } = await reconcile(staff, roster, {
    ...byEmail,
    where: 'item.employment == "employee"',
    otherWhere: 'item.status == "active"',
  });
  assert.deepEqual([document.here.leftOut, document.here.undecided, document.here.withoutKey], [1, 1, 2]);
  assert.deepEqual([document.there.leftOut, document.there.keys, document.there.repeated], [1, 3, 1]);
  assert.deepEqual([document.differing['only-here'], document.differing['only-there']], [1, 2]);
});

test('CT96 unknown columns, columns of two types, a filter that is none and a population against itself are refused by field', async () => {
  const cases: [object, string, RegExp][] = [
    [{ on: [{ here: 'emial', there: 'email' }] }, 'on.0.here', /Did you mean email/],
    [{ on: [{ here: 'started_on', there: 'created_at' }] }, 'on.0.there', /type date.*type instant/],
    [{ ...byEmail, agree: [{ here: 'name', there: 'accuont' }] }, 'agree.0.there', /Did you mean account/],
    [{ ...byEmail, where: 'item.employmnt == "employee"' }, 'where', /employment/],
    [{ ...byEmail, where: 'item.email' }, 'where', /true or false/],
    [{ ...byEmail, otherWhere: 'date(item.created_at) <= period.to' }, 'otherWhere', /speaks for no period/],
    [{ ...byEmail, otherWhere: 'item.status == ' }, 'otherWhere', /cannot be read/],
  ];
  for (const [terms, field, words] of cases) {
    await assert.rejects(reconcile(staff, roster, terms), (error) => {
      assert.ok(error instanceof TickmarkError);
      assert.deepEqual([error.code, error.field], ['bad_input', field]);
      assert.match(`${error.message} ${error.action}`, words);
      return true;
    });
  }
  await assert.rejects(reconcile(staff, staff, byEmail), { code: 'bad_input', field: 'secondId' });
  const changes = await frozen(dir, populationKind('code-changes'), [{ id: 'c1', reviewers: ['ann'] }]);
  await assert.rejects(reconcile(changes, roster, { on: [{ here: 'reviewers', there: 'email' }] }), {
    field: 'on.0.here',
  });
});

test('CT116 a filter that asks of business days leaves out the holidays it was given, and the document names them', async () => {
  const easter = ['2026-04-03', '2026-04-06'];
  const deployed = await frozen(dir, populationKind('deployments'), [
    { id: 'd1', change_id: 'c1', deployed_at: '2026-04-07T10:00:00Z' },
  ]);
  const merged = await frozen(dir, populationKind('code-changes'), [
    { id: 'c1', merged_at: '2026-04-02T10:00:00Z' },
    { id: 'c2', merged_at: '2026-04-02T10:00:00Z' },
  ]);
  const soon = 'businessDaysBetween(date("2026-04-02"), item.deployed_at) <= 1';
  const on = [{ here: 'change_id', there: 'id' }];
  for (const [here, there, terms] of [
    [deployed, merged, { on, where: soon }],
    [merged, deployed, { on: [{ here: 'id', there: 'change_id' }], otherWhere: soon }],
  ] as const) {
    const given = await reconcile(here, there, terms, { holidays: easter });
    assert.deepEqual([given.document.holidays, given.document.matched], [easter, 1]);
    const none = await reconcile(here, there, terms, { holidays: [] });
    assert.deepEqual(['holidays' in none.document, none.document.matched], [false, 0]);
    assert.equal(none.sha256, (await reconcile(here, there, terms)).sha256);
  }
  const plain = { on, where: 'item.id != "" ' };
  const bytes = (await reconcile(deployed, merged, plain, { holidays: easter })).sha256;
  assert.equal(bytes, (await reconcile(deployed, merged, plain)).sha256);
  for (const holidays of [['2026-04-06', '2026-04-03'], ['2026-02-30']])
    await assert.rejects(reconcile(deployed, merged, plain, { holidays }), { code: 'bad_input', field: 'holidays' });
});

test('CT96 a file that is not the one its manifest describes is refused', async () => {
  const changed = await people([{ id: 'p1', email: 'ann@northwind.example' }]);
  await appendFile(changed.file, ' ');
  await assert.rejects(reconcile(changed, roster, byEmail), { code: 'population_invalid' });
  await assert.rejects(reconcile(staff, { ...roster, file: join(dir, 'nowhere.parquet') }, byEmail), {
    code: 'population_invalid',
  });
});

test('CT97 values agree when both sides have the same of them; a value that one side lacks differs', async () => {
  const hr = await people([
    { id: 'p1', email: 'a', name: 'Ann', manager: 'm', started_on: '2026-01-05' },
    { id: 'p2', email: 'b', name: 'Bob', manager: null },
    { id: 'p3', email: 'c', name: null, manager: 'm' },
    { id: 'p4', email: 'd', name: 'Dee', manager: null },
    { id: 'p5', email: 'only here', name: 'Eve', manager: 'm' },
  ]);
  const leavers = await frozen(dir, populationKind('leavers'), [
    { id: 'l1', email: 'a', name: 'Ann', manager: 'm' },
    { id: 'l2', email: 'b', name: 'Bobby', manager: null },
    { id: 'l3', email: 'c', name: 'Cy', manager: 'm' },
    { id: 'l4', email: 'd', name: 'Dee', manager: null },
    { id: 'l5', email: 'd', name: 'Dora', manager: null },
  ]);
  const { document } = await reconcile(hr, leavers, {
    on: [{ here: 'email', there: 'email' }],
    agree: [
      { here: 'name', there: 'name' },
      { here: 'manager', there: 'manager' },
    ],
  });
  assert.deepEqual(
    document.agreement.map(({ here, same, differ, neither }) => [here, same, differ, neither]),
    [
      ['name', 1, 3, 0],
      ['manager', 2, 0, 2],
    ],
  );
  assert.deepEqual(
    document.differences
      .filter(({ kind }) => kind === 'differs')
      .map(({ key, column, here, there }) => [key, column, here.value, here.item, there.value, there.item]),
    [
      ['b', 'name=name', 'Bob', 'p2', 'Bobby', 'l2'],
      ['c', 'name=name', null, 'p3', 'Cy', 'l3'],
      ['d', 'name=name', null, 'p4', 'Dora', 'l4'],
    ],
  );
});

test('CT97 dates, instants, numbers and truths are matched by and told as ISO text', async () => {
  const a = await frozen(dir, populationKind('deployments'), [
    { id: 'd1', deployed_at: '2026-02-01T10:00:00.250Z', emergency: true },
  ]);
  const b = await frozen(dir, populationKind('code-changes'), [
    { id: 'c1', merged_at: '2026-02-01T11:00:00.250+01:00' },
  ]);
  const matched = await reconcile(a, b, { on: [{ here: 'deployed_at', there: 'merged_at' }] });
  assert.deepEqual([matched.document.matched, matched.document.differencesFile.rows], [1, 0]);
  const c = await frozen(dir, populationKind('code-changes'), [{ id: 'c1', authored_at: '2026-02-02T11:00:00Z' }]);
  const { document } = await reconcile(a, c, { on: [{ here: 'deployed_at', there: 'authored_at' }] });
  assert.deepEqual(
    document.differences.map(({ key }) => key),
    ['2026-02-01T10:00:00.250Z', '2026-02-02T11:00:00.000Z'],
  );
});

test('CT98 two empty populations reconcile, and one without the other does not', async () => {
  const none = await people([]);
  const nobody = await accounts([]);
  const { document } = await reconcile(none, nobody, byEmail);
  assert.deepEqual([document.matched, document.here.rows, document.differencesFile.rows], [0, 0, 0]);
  const { document: other } = await reconcile(none, roster, byEmail);
  assert.deepEqual([other.differing['only-there'], other.differing['no-key-there']], [3, 1]);
});

test('CT98 rows that agree on both sides are counted as they are beside rows that repeat or differ', async () => {
  const here = await people([
    { id: 'p1', email: 'a', name: 'Ann' },
    { id: 'p2', email: 'b', name: null },
    { id: 'p3', email: 'c', name: 'Cy' },
    { id: 'p4', email: 'd', name: 'Dee' },
    { id: 'p5', email: 'd', name: 'Dee' },
  ]);
  const there = await frozen(dir, populationKind('leavers'), [
    { id: 'l1', email: 'a', name: 'Ann' },
    { id: 'l2', email: 'b', name: null },
    { id: 'l3', email: 'c', name: 'Cyril' },
    { id: 'l4', email: 'd', name: 'Dee' },
  ]);
  const on = [{ here: 'email', there: 'email' }];
  const { document } = await reconcile(here, there, { on, agree: [{ here: 'name', there: 'name' }] });
  const [pair] = document.agreement;
  assert.deepEqual([document.here.keys, document.here.repeated, document.there.keys, document.matched], [4, 1, 4, 4]);
  assert.deepEqual([pair?.same, pair?.differ, pair?.neither], [2, 1, 1]);
});

test('CT98 the same inputs give the same bytes on any number of threads; all differences are in the file', async () => {
  const many = (prefix: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      id: `${prefix}${from + i}`,
      email: `e${from + i}`,
      name: `n${(from + i) % 7}`,
    }));
  const here = await people(many('p', 0, 30_000));
  const there = await frozen(
    dir,
    populationKind('leavers'),
    many('l', 1500, 31_000).map((row, i) => (i % 100 === 0 ? { ...row, name: 'changed' } : row)),
  );
  const terms = { ...byEmail, agree: [{ here: 'name', there: 'name' }] };
  const [one, four] = [
    await reconcile(here, there, terms, { threads: 1 }),
    await reconcile(here, there, terms, { threads: 4 }),
  ];
  assert.equal(one.sha256, four.sha256);
  assert.deepEqual(await readFile(one.differencesFile), await readFile(four.differencesFile));
  const { document } = one;
  assert.deepEqual(
    [document.differing['only-here'], document.differing['only-there'], document.differing.differs],
    [1500, 1000, 285],
  );
  assert.equal(document.differences.length, 1000);
  assert.equal(document.differencesFile.rows, 2785);

  const page = await readDifferences(one.differencesFile, { kind: 'differs', offset: 0, limit: 2 });
  assert.deepEqual([page.total, page.items.map(({ number }) => number)], [285, [2501, 2502]]);
  const found = await readDifferences(one.differencesFile, { search: 'E30999', offset: 0, limit: 10 });
  assert.deepEqual(
    found.items.map(({ there: side }) => side.item),
    ['l30999'],
  );
  const open = await readDifferences(one.differencesFile, {
    among: { numbers: [1, 3], inverted: true },
    offset: 0,
    limit: 2,
  });
  assert.deepEqual([open.total, open.items.map(({ number }) => number)], [2783, [2, 4]]);
});

const yaml = `id: PPL-01.mail
control: PPL-01
title: Everyone has an e-mail
kind: items
population: people
attributes:
  A: { title: It is there, pass: 'has(item.id)' }
`;

test('CT99 a result says what its populations were reconciled with, and is the same as ever when nothing was', async () => {
  const whole = await people([{ id: 'p1', email: 'dee@northwind.example' }]);
  const { document, sha256 } = await reconcile(whole, roster, byEmail);
  const run = async (reconciliations?: Parameters<typeof runTest>[0]['reconciliations']) => {
    const outDir = join(dir, `run-${(runs += 1)}`);
    await mkdir(outDir);
    return runTest({
      yaml,
      populations: { people: whole },
      period: firstHalf,
      timeZone: 'UTC',
      outDir,
      reconciliations,
    });
  };
  const plain = await run();
  assert.equal('reconciliations' in plain.result, false);
  assert.equal((await run([])).sha256, plain.sha256);
  const stands = (resolved: number) => ({
    population: 'people',
    method: 'second-source' as const,
    second: { kind: 'accounts', rows: document.there.rows, sha256: document.there.sha256 },
    sha256,
    matched: document.matched,
    differences: 2,
    resolved,
  });
  const { result } = await run([stands(2), { ...stands(0), population: 'vendors' }]);
  assert.deepEqual(result.reconciliations, [stands(2)]);
  assert.equal(result.proposal.kind, plain.result.proposal.kind);
  const open = await run([stands(1)]);
  assert.equal(open.result.proposal.kind, 'cannot-say');
  assert.match(
    open.result.proposal.reasons.join(' '),
    /not reconciled with accounts: 1 of 2 differences are unresolved/,
  );
});
