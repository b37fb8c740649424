import type { Deviation, Interval, TestResult } from '@tickmark/core';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { addDays, dateAt, daysBetween } from '../time/index.ts';
import { actorsOf, concentrationOf, countsOf, countsSql, timelineOf } from './counts.ts';
import { listed } from './engine.ts';
import { judge, seeItems } from './explanations.ts';
import {
  attributeColumn,
  attributeStates,
  itemsQuery,
  timeText,
  writeDeviations,
  writeParquet,
  type RunFiles,
} from './files.ts';
import type { Findings } from './findings.ts';
import { scanOf } from './scan.ts';
import { localDateSql, withinSql } from './scope.ts';
import { columnSql, type Prepared } from './sources.ts';
import { through } from './through.ts';

/**
 * Runs a state test: was it so throughout? Rows are observations; an item is what the subject names.
 * An item fails on a day when one observation of that day fails. Days on which nothing was observed
 * between an item's first and last observation make it unverified.
 */
export async function runState(session: Session, prepared: Prepared, files: RunFiles): Promise<Findings> {
  const { typed, main, period, zone } = prepared;
  await session.run(`CREATE OR REPLACE TEMP TABLE observation AS ${observationsSql(prepared)}`);
  await session.run(`CREATE OR REPLACE TEMP TABLE item_day AS
    SELECT subject, day, CASE WHEN bool_or(state = 'fail') THEN 'fail' WHEN bool_or(state = 'unverified') THEN 'unverified' ELSE 'pass' END AS state
    FROM observation WHERE in_scope AND day IS NOT NULL GROUP BY subject, day`);
  await writeParquet(session, subjectsSql(prepared), files.items);
  const deviationsFile = await writeDeviations(session, files);
  const [counts = {}] = await session.rows(countsSql(typed, `read_parquet(${text(files.items)})`));
  const { states, attributes } = countsOf(typed, counts);
  const [subjects = {}] = await session.rows(
    `SELECT count(*) AS total, count(*) FILTER (WHERE NOT within) AS outside FROM (SELECT subject, bool_or(within) AS within FROM observation GROUP BY subject)`,
  );
  const total = Number(subjects.total);
  const outOfPeriod = Number(subjects.outside);
  const lastSeen = dateAt(zone, through(prepared).getTime());
  const until = lastSeen < period.to ? lastSeen : period.to;
  const days = await daysOf(session, period.from, until);
  const item = typed.subject ? subjectSql(prepared) : `item.${identifier(typed.kind.key)}`;
  return {
    items: { total, outOfPeriod, notGoverned: total - outOfPeriod - states.inScope, ...states },
    attributes,
    days,
    timeline: await timelineOf(
      session,
      `SELECT day, CASE state WHEN 'fail' THEN 'deviation' ELSE state END AS state FROM item_day`,
    ),
    deviations: await explained(session, prepared, files),
    deviationsFile,
    gaps: [],
    concentration: await concentrationOf(session, {
      typed,
      main,
      deviating: `SELECT ${item} AS item${actorsOf(typed)
        .map((name, i) => `, ${columnSql(main, typed.kind, name)} AS "actor ${i}"`)
        .join('')}
        FROM read_parquet(${text(main.file)}) AS item
        WHERE ${item} IN (SELECT item FROM read_parquet(${text(files.deviations)}) WHERE state = 'deviation')`,
      repeated: true,
      deviations: states.deviations,
    }),
  };
}

/** The subject where it is a plain expression over the item, for statements outside the scan. */
function subjectSql(prepared: Prepared): string {
  const { typed } = prepared;
  const key = `item.${identifier(typed.kind.key)}`;
  return typed.subject ? `coalesce(${scanOf([{ prepared, nodes: [typed.subject] }]).sql(typed.subject)}, ${key})` : key;
}

/** Keys of the observations of one item within the period, in order of time. */
export function observationKeysSql(prepared: Prepared, item: string): string {
  return `SELECT key FROM (${observationsSql(prepared)}) WHERE in_scope AND subject = ${text(item)} ORDER BY "at", key`;
}

/**
 * Rows of the population as observations: `row number`, `key`, `subject`, `at`, its local `day` within the period,
 * whether it may lie `within` that and is `in_scope`, what each attribute says, and the `state` of all of them.
 */
export function observationsSql(prepared: Prepared): string {
  const { typed, period, zone } = prepared;
  const { instant, where, kind, attributes, subject } = typed;
  if (!instant) throw new TypeError('A state test says when it was observed.');
  const isDate = instant.type === 'date';
  const nodes = [instant, ...attributes.map((a) => a.pass), ...(where ? [where] : []), ...(subject ? [subject] : [])];
  const scan = scanOf([{ prepared, nodes }]);
  const key = `item.${identifier(kind.key)}`;
  const at = scan.sql(instant);
  const within = withinSql(at, isDate, period, zone);
  const governed = where ? scan.sql(where) : 'TRUE';
  const sure = `((${at}) IS NOT NULL AND (${governed}) IS NOT NULL)`;
  const columns = attributes.map(
    ({ name, pass }) => `CASE WHEN ${sure} THEN ${scan.sql(pass)} END AS ${identifier(attributeColumn(name))}`,
  );
  const all = attributes.map((a) => identifier(attributeColumn(a.name))).join(' AND ');
  return `SELECT *, CASE WHEN NOT (${all}) THEN 'fail' WHEN (${all}) THEN 'pass' ELSE 'unverified' END AS state FROM (
    ${scan.with} SELECT item."row number", ${key} AS key, ${subject ? `coalesce(${scan.sql(subject)}, ${key})` : key} AS subject, ${at} AS "at",
      CASE WHEN ${within} THEN ${localDateSql(`(${at})`, isDate, period, zone)} END AS day,
      (${within}) IS DISTINCT FROM FALSE AS within,
      (${within}) IS DISTINCT FROM FALSE AND (${governed}) IS DISTINCT FROM FALSE AS in_scope,
      ${columns.join(', ')}
    FROM ${scan.from})`;
}

/** One row an item; an attribute fails when any observation fails it. */
function subjectsSql({ typed }: Prepared): string {
  const attributes = typed.attributes.map(({ name }) => {
    const column = identifier(attributeColumn(name));
    return { name, sql: `CASE WHEN bool_or(NOT ${column}) THEN FALSE WHEN count(${column}) = count(*) THEN TRUE END` };
  });
  return itemsQuery({
    from: 'observation WHERE in_scope GROUP BY subject',
    item: 'subject',
    at: `min("at") FILTER (WHERE state <> 'pass')`,
    order: 'subject',
    attributes,
    unverifiedWhen: `date_diff('day', min(day), max(day)) + 1 > count(DISTINCT day)`,
  });
}

/** Days of the period on which anything was observed, and runs of days on which items did not hold. */
async function daysOf(session: Session, from: string, until: string): Promise<NonNullable<TestResult['days']>> {
  const expected = until < from ? 0 : daysBetween(from, until) + 1;
  const rows = await session.rows(`SELECT DISTINCT day FROM observation WHERE day <= DATE ${text(until)} ORDER BY day`);
  const seen = rows.map((r) => String(fromDuckDb(r.day ?? null)));
  const unobservedList: { from: string; to: string }[] = [];
  let next = from;
  for (const day of [...seen, addDays(until, 1)]) {
    if (day > next) unobservedList.push({ from: next, to: addDays(day, -1) });
    next = addDays(day, 1);
  }
  return {
    expected,
    observed: seen.length,
    unobserved: expected - seen.length,
    unobservedList: expected === 0 ? [] : unobservedList,
    intervals: await intervalsOf(session),
  };
}

async function intervalsOf(session: Session): Promise<Interval[]> {
  const rows = await session.rows(`
    WITH bad AS (
      SELECT subject, state, day, day - row_number() OVER (PARTITION BY subject, state ORDER BY day)::INTEGER AS run
      FROM item_day WHERE state <> 'pass'
    ), gap AS (
      SELECT subject, lag(day) OVER (PARTITION BY subject ORDER BY day) AS before, day FROM item_day
    )
    SELECT subject, min(day) AS first, max(day) AS last, state FROM bad GROUP BY subject, state, run
    UNION ALL
    SELECT subject, before + 1, day - 1, 'unobserved' FROM gap WHERE day > before + 1
    ORDER BY subject, first, state LIMIT ${listed}`);
  return rows.map((r) => ({
    item: String(r.subject),
    from: String(fromDuckDb(r.first ?? null)).slice(0, 10),
    to: String(fromDuckDb(r.last ?? null)).slice(0, 10),
    state: r.state === 'fail' ? 'fail' : r.state === 'unobserved' ? 'unobserved' : 'unverified',
  }));
}

/** The first thousand items that did not hold throughout, with the reason of their first bad observation. */
async function explained(session: Session, prepared: Prepared, files: RunFiles): Promise<Deviation[]> {
  const rows = await session.rows(`
    WITH chosen_item AS (SELECT * FROM read_parquet(${text(files.deviations)}) ORDER BY state = 'unverified', item LIMIT ${listed}),
    first_bad AS (
      SELECT subject, arg_min(key, (CASE state WHEN 'fail' THEN 0 ELSE 1 END, "at", "row number")) AS key, count(DISTINCT day) FILTER (WHERE state = 'fail') AS failed_days
      FROM observation WHERE in_scope AND state <> 'pass' GROUP BY subject
    )
    SELECT chosen_item.*, first_bad.key, first_bad.failed_days FROM chosen_item LEFT JOIN first_bad ON subject = item
    ORDER BY state = 'unverified', item`);
  const keys = rows.flatMap((r) => (r.key === null ? [] : [String(r.key)]));
  const seen = await seeItems(session, prepared, keys);
  return rows.map(({ key, failed_days: failedDays, ...row }) => {
    const found = seen.get(String(key));
    const reason = found
      ? judge(prepared, found).explanation
      : 'it was not observed on every day between its first and its last observation';
    const days = Number(failedDays ?? 0);
    return {
      item: String(row.item),
      at: timeText(row),
      state: row.state === 'deviation' ? 'deviation' : 'unverified',
      attributes: attributeStates(row),
      explanation: days > 1 ? `${reason} (on ${days} days)` : reason,
    };
  });
}
