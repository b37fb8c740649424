import type { TestResult } from '@tickmark/core';
import { identifier, type Queries, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { actorsOf } from './counts.ts';
import type { Asked } from './aggregates.ts';
import { scanOf, type RowRange, type Scan } from './scan.ts';
import { hasDateTime, localDateSql, timeSql, withinSql } from './scope.ts';
import type { Prepared } from './sources.ts';

/** What the scan found for one test. */
export interface Judgement {
  items: TestResult['items'];
  attributes: TestResult['attributes'];
  timeline: TestResult['timeline'];
}

/**
 * Judges every item of a population by every attribute of every test. The table `judged`
 * holds the items that did not simply pass in some test: `number`, `item`, `at`, `day`, the columns of
 * `actorsOf` as `actor 0` …, and of each test k `flawed k`, `holds k` and its attributes as
 * `attribute k 0` …. Those that pass leave nothing but their count, so that memory follows the
 * deviations and not the population. The tests share population, period and time zone. Each of the `ranges`
 * is judged by a statement of its own; undefined is all rows.
 */
export async function judgeItems(
  session: Session,
  tests: readonly [Prepared, ...Prepared[]],
  ranges: readonly (RowRange | undefined)[],
): Promise<Judgement[]> {
  await inAnyOrder(session, async () => {
    for (const [n, rows] of ranges.entries()) {
      const into = n === 0 ? 'CREATE OR REPLACE TABLE judged AS' : 'INSERT INTO judged';
      await session.run(`${into} ${judgedSql(tests, rows)}`);
    }
  });
  const scopes = await countScopes(session, tests);
  const [judged] = await session.rows('SELECT count(*) AS rows FROM judged');
  return session.each(tests, Number(judged?.rows), (own, test, k) =>
    judgementOf(own, test, k, scopes.outside, scopes.totals[k] ?? new Map()),
  );
}

/** Lets DuckDB write a table as its rows come: in their order one thread makes it. Whoever reads it sorts. */
async function inAnyOrder(session: Session, work: () => Promise<void>): Promise<void> {
  await session.run('SET preserve_insertion_order = false');
  try {
    await work();
  } finally {
    await session.run('SET preserve_insertion_order = true');
  }
}

/** Items in scope by day; those without a day under null. */
type ByDay = Map<string | null, number>;

/**
 * Counts the items outside the period and those in the scope of each test. Items in scope are nearly
 * all of them, and of most nothing but their number is needed: a scan that reads no more than that
 * costs less than as many counters in the other.
 */
async function countScopes(
  session: Session,
  tests: readonly [Prepared, ...Prepared[]],
): Promise<{ outside: number; totals: ByDay[] }> {
  const [first, ...others] = tests;
  const scan = scanOf([scopeOf(first), ...others.map(scopeOf)]);
  const governed = tests.map((test) => governedSql(test, scan));
  // Tests of one control mostly ask the same of an item before they judge it.
  const distinct = [...new Set(governed)];
  const { time, within, day } = placeSql(first);
  const rows = await session.rows(
    `SELECT day, count(*) FILTER (WHERE NOT within) AS outside${distinct.map((_, i) => `, count(*) FILTER (WHERE within IS DISTINCT FROM FALSE AND "governed ${i}" IS DISTINCT FROM FALSE) AS "total ${i}"`).join('')}
     FROM (SELECT *, ${day('"at"', 'within')} AS day FROM (${scan.with} SELECT ${time} AS "at", (${within}) AS within${distinct.map((sql, i) => `, ${sql} AS "governed ${i}"`).join('')} FROM ${scan.from}))
     GROUP BY day`,
  );
  const byScope = distinct.map(
    (_, i): ByDay => new Map(rows.map((row) => [dayOf(row.day ?? null), Number(row[`total ${i}`])])),
  );
  return {
    outside: rows.reduce((sum, row) => sum + Number(row.outside), 0),
    totals: governed.map((sql) => byScope[distinct.indexOf(sql)] ?? new Map()),
  };
}

async function judgementOf(
  session: Queries,
  { typed, main }: Prepared,
  k: number,
  outOfPeriod: number,
  totals: ByDay,
): Promise<Judgement> {
  const states = typed.attributes.map(
    (_, i) =>
      `, count(*) FILTER (WHERE NOT "attribute ${k} ${i}") AS "fail ${i}", count(*) FILTER (WHERE "attribute ${k} ${i}" IS NULL) AS "unverified ${i}"`,
  );
  const rows = await session.rows(
    `SELECT day, count(*) AS flawed, count(*) FILTER (WHERE NOT "holds ${k}") AS deviating${states.join('')}
     FROM judged WHERE "flawed ${k}" GROUP BY day`,
  );
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
  const inScope = [...totals.values()].reduce((all, count) => all + count, 0);
  const deviations = sum('deviating');
  const unverified = sum('flawed') - deviations;
  const found = new Map(
    rows.map((row) => [dayOf(row.day ?? null), { flawed: Number(row.flawed), deviating: Number(row.deviating) }]),
  );
  return {
    items: {
      total: main.manifest.rows,
      outOfPeriod,
      notGoverned: main.manifest.rows - outOfPeriod - inScope,
      inScope,
      pass: inScope - deviations - unverified,
      deviations,
      unverified,
    },
    attributes: Object.fromEntries(
      typed.attributes.map(({ name, title }, i) => {
        const [fail, doubt] = [sum(`fail ${i}`), sum(`unverified ${i}`)];
        return [name, { title, pass: inScope - fail - doubt, fail, unverified: doubt }];
      }),
    ),
    timeline: [...totals]
      .flatMap(([date, total]) => {
        if (date === null || total === 0) return [];
        const { flawed, deviating } = found.get(date) ?? { flawed: 0, deviating: 0 };
        return [{ date, pass: total - flawed, deviations: deviating, unverified: flawed - deviating }];
      })
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

function dayOf(value: Parameters<typeof fromDuckDb>[0]): string | null {
  const day = fromDuckDb(value);
  return day === null ? null : String(day);
}

interface PlaceSql {
  /** When an item was. */
  time: string;
  /** Whether that lies in the period. */
  within: string;
  /** Its local day, from the names that the two were given. */
  day(time: string, within: string): string;
}

export function placeSql({ typed: { kind }, period, zone }: Prepared): PlaceSql {
  const isDate = hasDateTime(kind);
  const time = timeSql(kind);
  if (kind.time === null) return { time, within: 'TRUE', day: () => 'NULL::DATE' };
  return {
    time,
    within: withinSql(time, isDate, period, zone),
    day: (at, placed) => `CASE WHEN ${placed} THEN ${localDateSql(at, isDate, period, zone)} END`,
  };
}

export function scopeOf(prepared: Prepared): Asked {
  const { where } = prepared.typed;
  return { prepared, nodes: where ? [where] : [] };
}

function wholeOf(prepared: Prepared): Asked {
  return { prepared, nodes: [...prepared.typed.attributes.map((a) => a.pass), ...scopeOf(prepared).nodes] };
}

export function governedSql({ typed }: Prepared, scan: Scan): string {
  return typed.where ? scan.sql(typed.where) : 'TRUE';
}

/** Names beside the columns of a population: they hold a blank, which none of those can. */
const placed = { time: '"time of the item"', within: '"within the period"' };

function judgedSql(tests: readonly [Prepared, ...Prepared[]], rows: RowRange | undefined): string {
  const [first, ...others] = tests;
  const { typed } = first;
  const { time, within, day } = placeSql(first);
  const key = `item.${identifier(typed.kind.key)}`;
  const actors = actorsOf(typed);
  const scan = scanOf([wholeOf(first), ...others.map(wholeOf)], { also: actors, rows });
  const columns = tests.map((test, k) => columnsOf(test, k, scan));
  const each = (part: keyof TestColumns) =>
    columns
      .flatMap((c) => c[part])
      .map((column) => `, ${column}`)
      .join('\n');
  const named = ['number', 'item', '"at"', 'day', ...actors.map((_, i) => `"actor ${i}"`)].join(', ');
  return `SELECT ${named}${each('kept')} FROM (
    SELECT *${each('flaws')} FROM (
      SELECT *${each('verdicts')} FROM (
        SELECT "row number" AS number, ${key} AS item, ${placed.time} AS "at", ${day(placed.time, placed.within)} AS day${actors.map((name, i) => `, item.${identifier(name)} AS "actor ${i}"`).join('')}${each('scopes')}${each('answers')} FROM (
          ${scan.with} SELECT *, ${time} AS ${placed.time}, (${within}) AS ${placed.within}${each('governed')} FROM ${scan.from}) AS item
        WHERE ${someFlawSql(tests, scan)})))`;
}

/**
 * Whether an item does not simply pass in some test. Said once for all tests of the same scope:
 * otherwise DuckDB would ask of each item anew, for each test, whether it is in scope.
 */
function someFlawSql(tests: readonly Prepared[], scan: Scan): string {
  const scopes = new Map<string, { governed: string; holds: Set<string> }>();
  for (const [k, test] of tests.entries()) {
    const sql = governedSql(test, scan);
    const scope = scopes.get(sql) ?? { governed: `"governed ${k}"`, holds: new Set() };
    for (const { pass } of test.typed.attributes) scope.holds.add(`(${scan.sql(pass)})`);
    scopes.set(sql, scope);
  }
  const flaws = [...scopes.values()].map(
    ({ governed, holds }) =>
      `(${governed} IS DISTINCT FROM FALSE AND (${[placed.within, governed, ...holds].join(' AND ')}) IS DISTINCT FROM TRUE)`,
  );
  return `${placed.within} IS DISTINCT FROM FALSE AND (${flaws.join(' OR ')})`;
}

/** SQL of one test in each of the layers of `judgedSql`, from the innermost outwards. */
interface TestColumns {
  /** Whether the control governs the item. */
  governed: string[];
  /** Whether the item is in scope. */
  scopes: string[];
  /** What each attribute says of an item that certainly is in scope; of others it stays unknown. */
  answers: string[];
  /** Whether all attributes hold. */
  verdicts: string[];
  /** Whether the item is in scope and does not simply pass. */
  flaws: string[];
  kept: string[];
}

function columnsOf(test: Prepared, k: number, scan: Scan): TestColumns {
  const { attributes } = test.typed;
  const names = attributes.map((_, i) => `"attribute ${k} ${i}"`);
  return {
    governed: [`${governedSql(test, scan)} AS "governed ${k}"`],
    scopes: [`${placed.within} IS DISTINCT FROM FALSE AND "governed ${k}" IS DISTINCT FROM FALSE AS "in scope ${k}"`],
    answers: attributes.map(
      ({ pass }, i) => `CASE WHEN ${placed.within} AND "governed ${k}" THEN ${scan.sql(pass)} END AS ${names[i]}`,
    ),
    verdicts: [`${names.join(' AND ')} AS "holds ${k}"`],
    flaws: [`"in scope ${k}" AND "holds ${k}" IS DISTINCT FROM TRUE AS "flawed ${k}"`],
    kept: [`"flawed ${k}"`, `"holds ${k}"`, ...names],
  };
}
