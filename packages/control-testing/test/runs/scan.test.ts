import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuckDb } from '../../src/duckdb/index.ts';
import { populationKind } from '../../src/index.ts';
import { prepare, type Prepared } from '../../src/runs/index.ts';
import { rangesOf, scanOf, withKeys, type RowRange } from '../../src/runs/scan.ts';
import { firstHalf, folder, frozen } from '../builders.ts';

const dir = await folder();
const [codeChanges, codeReviews] = [populationKind('code-changes'), populationKind('code-reviews')];
const changes = Array.from({ length: 90 }, (_, n) => ({
  id: `c${String(n).padStart(2, '0')}`,
  branch: n % 3 === 0 ? 'Main' : 'topic',
  author: `p${n % 4}@x.example`,
  merged_at: '2026-03-02T10:00:00Z',
}));
const reviews = changes.map(({ id, author }) => ({
  id: `r-${id}`,
  change_id: id,
  reviewer: author,
  state: 'Approved',
}));
const populations = {
  'code-changes': await frozen(dir, codeChanges, changes),
  'code-reviews': await frozen(dir, codeReviews, reviews),
};

function prepared(passes: readonly string[], on = 'reviews.change_id == item.id'): Prepared {
  const yaml = `
id: CHG-02.scan
control: CHG-02
title: A scan
kind: items
population: code-changes
relations:
  reviews: { population: code-reviews, on: ${on} }
attributes:
${passes.map((pass, n) => `  A${n}: { title: An attribute, pass: '${pass}' }`).join('\n')}`;
  return prepare({ yaml, populations, period: firstHalf, timeZone: 'UTC' });
}

function scanned(passes: readonly string[], on?: string, rows?: RowRange) {
  const ready = prepared(passes, on);
  const nodes = ready.typed.attributes.map((attribute) => attribute.pass);
  const scan = scanOf([{ prepared: ready, nodes }], { rows });
  return { with: scan.with, passes: nodes.map((node) => scan.sql(node)), statement: statementOf(scan, nodes) };
}

function statementOf(scan: ReturnType<typeof scanOf>, nodes: Parameters<typeof scan.sql>[0][]): string {
  return `${scan.with} SELECT ${nodes.map((node, n) => `count(*) FILTER (WHERE ${scan.sql(node)})::INT AS "${n}"`).join(', ')} FROM ${scan.from}`;
}

const count = (of: string, part: RegExp) => [...of.matchAll(part)].length;

async function answers(statement: string): Promise<unknown[]> {
  const session = await openDuckDb(dir);
  const [row = {}] = await session.rows(statement);
  session.close();
  return Object.values(row).map(Number);
}

test('CT125 what expressions ask of an item alike is worked out once for it', async () => {
  const twice = scanned(['item.branch.lowerAscii() == "main"', 'item.branch.lowerAscii() != "main"']);
  assert.equal(count(twice.with, /translate\(/g), 1);
  assert.equal(count(twice.with, /AS "shared/g), 1);
  assert.deepEqual(
    twice.passes.map((sql) => count(sql, /translate\(/g)),
    [0, 0],
  );
  assert.deepEqual(await answers(twice.statement), [30, 60]);

  const once = scanned(['item.branch.lowerAscii() == "main"', 'item.branch.upperAscii() == "TOPIC"']);
  assert.equal(count(once.with, /AS "shared/g), 0);
  assert.deepEqual(await answers(once.statement), [30, 60]);
});

test('CT125 a larger part that is asked twice is worked out as one, and its parts no more beside it', async () => {
  const { with: ctes, statement } = scanned([
    'item.branch.lowerAscii() == "main" || item.files == 3',
    'item.branch.lowerAscii() == "main" || item.files == 4',
  ]);
  assert.equal(count(ctes, /AS "shared/g), 1);
  assert.deepEqual(await answers(statement), [30, 30]);
});

test('CT125 columns, constants and what may be left open are asked where they stand', async () => {
  const { with: ctes, statement } = scanned([
    'item.branch == "Main" && item.author != "" && has(item.id)',
    '!(item.author < "p1") && has(item.id) && item.branch < "a"',
    'item.files == 1 || !(item.author < "p1" || item.files == 2)',
    'item.reviewers.exists(e, e.lowerAscii() == "a") || item.reviewers.exists(e, e.lowerAscii() == "b")',
    'item.merged_at >= timestamp(period.from)',
    'item.merged_at <= timestamp(period.from)',
  ]);
  // Only the comparison that two of them make.
  assert.match(ctes, /\(item\."author" < 'p1'\)+::BOOLEAN AS "shared 0"/);
  assert.equal(count(ctes, /AS "shared/g), 1);
  assert.deepEqual(await answers(statement), [30, 30 - 8, 0, 0, 90, 0]);
});

test('CT125 an expression that two tests have is asked by each, and its parts once', async () => {
  const both = '!(item.branch.lowerAscii() == "main" && item.author.lowerAscii() == "p0@x.example")';
  const { with: ctes, statement } = scanned([both, both]);
  assert.equal(count(ctes, /AS "shared/g), 2);
  assert.equal(count(ctes, / AND |NOT /g) - count(ctes, /NOT MATERIALIZED/g), 0);
  assert.deepEqual(await answers(statement), [82, 82]);
});

test('CT125 what is asked of related rows alike is worked out once for each of them', async () => {
  const { with: ctes, statement } = scanned([
    'reviews.exists(r, r.state.lowerAscii() == "approved")',
    'reviews.all(r, r.state.lowerAscii() != "approved")',
    'reviews.exists(r, r.reviewer.lowerAscii() == item.author.lowerAscii())',
    'reviews.all(r, r.reviewer.upperAscii() == item.author.lowerAscii())',
  ]);
  assert.equal(count(ctes, /translate\(related."state"/g), 1);
  assert.equal(count(ctes, /translate\(item."author"/g), 1);
  assert.deepEqual(await answers(statement), [90, 0, 90, 0]);
});

test('CT126 rows of a relation joined by the key are read between the keys of the items that are asked', async () => {
  const passes = ['reviews.exists(r, r.state == "Approved")'];
  const session = await openDuckDb(dir);
  const ranges = await withKeys(session, prepared(passes), rangesOf(90, 40));
  session.close();
  assert.deepEqual(ranges, [
    { from: 0, to: 40, keys: { from: "'c00'", below: "'c40'" } },
    { from: 40, to: 80, keys: { from: "'c40'", below: "'c80'" } },
    { from: 80, to: 120, keys: { from: "'c80'", below: null } },
  ]);
  const found = ranges.map((rows) => scanned(passes, undefined, rows));
  assert.deepEqual(
    found.map(({ with: ctes }) => [count(ctes, /"change_id" >= 'c/g), count(ctes, /"change_id" < 'c/g)]),
    [
      [1, 1],
      [1, 1],
      [1, 0],
    ],
  );
  assert.deepEqual(await Promise.all(found.map(({ statement }) => answers(statement))), [[40], [40], [10]]);

  const [first] = ranges;
  const byAnother = scanned(passes, 'reviews.reviewer == item.author', first);
  assert.equal(count(byAnother.with, />= 'c/g), 0);
  assert.deepEqual(await answers(byAnother.statement), [40]);
});
