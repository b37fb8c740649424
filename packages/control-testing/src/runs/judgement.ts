import type { TestResult } from '@tickmark/core';
import type { Session } from '../duckdb/index.ts';
import { daysFrom } from './counts.ts';
import { scanOf, type Asked, type Scan } from './scan.ts';
import { hasDateTime, localDateSql, timeSql, withinSql } from './scope.ts';
import type { Prepared } from './sources.ts';

/** Rows of one group of `judged`; small enough that the lists of a group stay small, too. */
const rowsAGroup = 1_000_000;

/** What the scan found for one test. */
export interface Judgement {
  items: TestResult['items'];
  attributes: TestResult['attributes'];
  timeline: TestResult['timeline'];
}

/** Row numbers of the items that did not simply pass in one test of `judged`, with `state 0`, `state 1` … of its attributes. */
export function flawsSql(test: number): string {
  return `(SELECT unnest("flawed ${test}", max_depth := 2) FROM judged)`;
}

/**
 * Judges every item of a population by every attribute of every test in one statement. The temporary
 * table `judged` holds counts by day and, for each test, the row number and attributes of the items
 * that did not simply pass; those that pass leave nothing but their count, so that memory follows
 * the deviations and not the population. The tests share population, period and time zone.
 */
export async function judgeItems(session: Session, tests: readonly [Prepared, ...Prepared[]]): Promise<Judgement[]> {
  await session.run(`CREATE OR REPLACE TEMP TABLE judged AS ${judgedSql(tests)}`);
  const [{ main }] = tests;
  const judgements: Judgement[] = [];
  for (const [k, { typed }] of tests.entries()) {
    const sums = ['outside', `total ${k}`, `pass ${k}`, `deviating ${k}`];
    for (const i of typed.attributes.keys()) sums.push(`pass ${k} ${i}`, `fail ${k} ${i}`);
    const [row = {}] = await session.rows(
      `SELECT ${sums.map((name) => `sum("${name}") AS "${name}"`).join(', ')} FROM judged`,
    );
    const sum = (name: string) => Number(row[name] ?? 0);
    const outOfPeriod = sum('outside');
    const inScope = sum(`total ${k}`);
    const pass = sum(`pass ${k}`);
    const deviations = sum(`deviating ${k}`);
    judgements.push({
      items: {
        total: main.manifest.rows,
        outOfPeriod,
        notGoverned: main.manifest.rows - outOfPeriod - inScope,
        inScope,
        pass,
        deviations,
        unverified: inScope - pass - deviations,
      },
      attributes: Object.fromEntries(
        typed.attributes.map(({ name, title }, i) => {
          const passed = sum(`pass ${k} ${i}`);
          const failed = sum(`fail ${k} ${i}`);
          return [name, { title, pass: passed, fail: failed, unverified: inScope - passed - failed }];
        }),
      ),
      timeline: await daysFrom(
        session,
        `SELECT day, sum("pass ${k}") AS passed, sum("deviating ${k}") AS deviating, sum("total ${k}") AS total FROM judged GROUP BY day HAVING total > 0`,
      ),
    });
  }
  return judgements;
}

function judgedSql(tests: readonly [Prepared, ...Prepared[]]): string {
  const [{ typed, period, zone }] = tests;
  const { kind } = typed;
  const isDate = hasDateTime(kind);
  const time = timeSql(kind);
  const within = kind.time === null ? 'TRUE' : withinSql(time, isDate, period, zone);
  const day =
    kind.time === null ? 'NULL::DATE' : `CASE WHEN within THEN ${localDateSql('"at"', isDate, period, zone)} END`;
  const scan = scanOf(tests.map(askedOf) as [Asked, ...Asked[]]);
  const columns = tests.map((test, k) => columnsOf(test, k, scan));
  const each = (part: keyof TestColumns) =>
    columns
      .flatMap((c) => c[part])
      .map((column) => `, ${column}`)
      .join('\n');
  return `SELECT day, count(*) FILTER (WHERE NOT within) AS outside${each('counts')} FROM (
    SELECT *${each('verdicts')} FROM (
      SELECT "row number" AS number, within, ${day} AS day${each('scopes')}${each('answers')} FROM (
        ${scan.with} SELECT *, ${time} AS "at", (${within}) AS within${each('governed')} FROM ${scan.from}) AS item))
    GROUP BY day, number // ${rowsAGroup}`;
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
  counts: string[];
}

/** Columns of one test; their names hold a blank, which no column of a population can. */
function columnsOf({ typed }: Prepared, k: number, scan: Scan): TestColumns {
  const names = typed.attributes.map((_, i) => `"attribute ${k} ${i}"`);
  const states = names.map((name, i) => `'state ${i}': ${name}`);
  return {
    governed: [`${typed.where ? scan.sql(typed.where) : 'TRUE'} AS "governed ${k}"`],
    scopes: [`within IS DISTINCT FROM FALSE AND "governed ${k}" IS DISTINCT FROM FALSE AS "in scope ${k}"`],
    answers: typed.attributes.map(
      ({ pass }, i) => `CASE WHEN within AND "governed ${k}" THEN ${scan.sql(pass)} END AS ${names[i]}`,
    ),
    verdicts: [`${names.join(' AND ')} AS "holds ${k}"`],
    counts: [
      `count(*) FILTER (WHERE "in scope ${k}") AS "total ${k}"`,
      `count(*) FILTER (WHERE "holds ${k}") AS "pass ${k}"`,
      `count(*) FILTER (WHERE NOT "holds ${k}") AS "deviating ${k}"`,
      ...names.flatMap((name, i) => [
        `count(*) FILTER (WHERE ${name}) AS "pass ${k} ${i}"`,
        `count(*) FILTER (WHERE NOT ${name}) AS "fail ${k} ${i}"`,
      ]),
      `list({'number': number, ${states.join(', ')}}) FILTER (WHERE "in scope ${k}" AND "holds ${k}" IS DISTINCT FROM TRUE) AS "flawed ${k}"`,
    ],
  };
}

function askedOf(prepared: Prepared): Asked {
  const { attributes, where } = prepared.typed;
  return { prepared, nodes: [...attributes.map((a) => a.pass), ...(where ? [where] : [])] };
}
