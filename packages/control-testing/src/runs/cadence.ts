import type { Deviation, Occurrence, TestResult } from '@tickmark/core';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { addDays, slicesOf, startOfDay, type Slice } from '../time/index.ts';
import { listed } from './engine.ts';
import { timelineOf } from './counts.ts';
import { itemsQuery, writeNamed, writeParquet, type FileFacts, type RunFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { occurrencesOf, type Happening } from './occurrences.ts';
import { scanOf } from './scan.ts';
import { localDateSql, withinSql } from './scope.ts';
import type { Prepared } from './sources.ts';
import { through } from './through.ts';

/** Runs a cadence test: did it happen each time it was due? */
export async function runCadence(session: Session, prepared: Prepared, files: RunFiles): Promise<Findings> {
  const { main, period } = prepared;
  await session.run(`CREATE OR REPLACE TEMP TABLE governed AS ${governedSql(prepared)}`);
  const list = await occurrencesSeen(session, prepared, through(prepared).getTime());

  const after = list.flatMap((o) => (o.item === null ? [] : [o.item]));
  const counted = `(day IS NULL OR day <= DATE ${text(period.to)}${after.length > 0 ? ` OR item IN (${after.map(text).join(', ')})` : ''})`;
  await writeParquet(
    session,
    itemsQuery({
      from: `happening WHERE ${counted}`,
      item: 'item',
      at: '"at"',
      order: '"row number"',
      attributes: [],
      unverifiedWhen: 'NOT sure',
    }),
    files.items,
  );
  const deviationsFile = await writeSlices(session, list, files.deviations);

  const [states = {}] = await session.rows(
    `SELECT count(*) AS total, count(*) FILTER (WHERE state = 'pass') AS passed FROM read_parquet(${text(files.items)})`,
  );
  const inScope = Number(states.total);
  const [governed] = await session.rows('SELECT count(*) AS items FROM governed');
  const notGoverned = main.manifest.rows - Number(governed?.items ?? 0);
  const items: TestResult['items'] = {
    total: main.manifest.rows,
    outOfPeriod: main.manifest.rows - notGoverned - inScope,
    notGoverned,
    inScope,
    pass: Number(states.passed),
    deviations: 0,
    unverified: inScope - Number(states.passed),
  };
  const timeline = await timelineOf(
    session,
    `SELECT day, CASE WHEN sure THEN 'pass' ELSE 'unverified' END AS state FROM happening WHERE ${counted}`,
  );
  return {
    items,
    attributes: {},
    timeline,
    occurrences: countOccurrences(list),
    deviations: list.flatMap(sliceDeviation).slice(0, listed),
    deviationsFile,
    gaps: [],
    concentration: null,
  };
}

/** Slices of the period, and the last day on which something counts for one of them. */
function spanOf({ typed: { definition }, period }: Prepared): { slices: Slice[]; lastDay: string } {
  if (definition.kind !== 'cadence') throw new TypeError('Only a cadence has slices.');
  const slices = slicesOf(definition.every, definition.grace, period);
  return { slices, lastDay: slices.reduce((last, s) => (s.lateBy > last ? s.lateBy : last), period.to) };
}

/**
 * What became of each slice, by what `governed`, a table or view of `governedSql`, holds of what was seen
 * up to `end`. Leaves what may count for a slice in the temporary table `happening`.
 */
export async function occurrencesSeen(session: Session, prepared: Prepared, end: number): Promise<Occurrence[]> {
  const { slices } = spanOf(prepared);
  await session.run('CREATE OR REPLACE TEMP TABLE happening AS SELECT * FROM governed WHERE placed');
  const happenings = await earliestOfEachDay(session, slices.length);
  const [unplaced] = await session.rows('SELECT count(*) AS items FROM happening WHERE day IS NULL');
  return occurrencesOf(slices, happenings, {
    closed: (date) => end >= startOfDay(prepared.zone, addDays(date, 1)),
    unplaced: Number(unplaced?.items ?? 0),
  });
}

export function countOccurrences(list: Occurrence[]): NonNullable<TestResult['occurrences']> {
  const count = (state: Occurrence['state']) => list.filter((o) => o.state === state).length;
  return {
    expected: list.length,
    met: count('met'),
    late: count('late'),
    missed: count('missed'),
    notDue: count('not-due'),
    unverified: count('unverified'),
    list,
  };
}

/**
 * Everything the control governs: `row number`, `item`, `at`, its local `day`, whether it is `sure` that it
 * counts, and `placed` when it may lie in the period or soon enough after it to count.
 */
export function governedSql(prepared: Prepared): string {
  const { typed, period, zone } = prepared;
  const { instant, where, kind } = typed;
  const { lastDay } = spanOf(prepared);
  if (!instant) throw new TypeError('A cadence test says when it happened.');
  const isDate = instant.type === 'date';
  const scan = scanOf([{ prepared, nodes: [instant, ...(where ? [where] : [])] }]);
  const at = scan.sql(instant);
  const within = withinSql(at, isDate, { from: period.from, to: lastDay }, zone);
  const governed = where ? scan.sql(where) : 'TRUE';
  return `${scan.with} SELECT item."row number", item.${identifier(kind.key)} AS item, ${at} AS "at",
    ${localDateSql(`(${at})`, isDate, { from: period.from, to: lastDay }, zone)} AS day,
    (${at}) IS NOT NULL AND (${governed}) IS NOT NULL AS sure, (${within}) IS DISTINCT FROM FALSE AS placed
    FROM ${scan.from} WHERE (${governed}) IS DISTINCT FROM FALSE`;
}

/** Enough happenings for every slice: of a day with many, no more than could be used. */
async function earliestOfEachDay(session: Session, slices: number): Promise<Happening[]> {
  const rows = await session.rows(
    `SELECT item, day, "at", sure FROM happening WHERE day IS NOT NULL
     QUALIFY row_number() OVER (PARTITION BY day, sure ORDER BY "at", item) <= ${Math.max(3, Math.min(slices, 50))} ORDER BY day, "at", item`,
  );
  return rows.map((row) => {
    const at = fromDuckDb(row.at ?? null);
    return {
      item: String(row.item),
      day: String(fromDuckDb(row.day ?? null)),
      at: typeof at === 'string' && at.includes('T') ? at : null,
      sure: row.sure === true,
    };
  });
}

function sliceDeviation(occurrence: Occurrence): Deviation[] {
  const { from, to, dueBy, state, item, at } = occurrence;
  if (state === 'met' || state === 'not-due') return [];
  const words = {
    missed: `nothing happened from ${from} to ${to}, nor later; it was due by ${dueBy}`,
    late: `${item ?? ''} happened ${at === null ? 'later' : `on ${at}`}; it was due by ${dueBy}`,
    unverified: `whether it happened from ${from} to ${to} could not be told`,
  };
  return [
    {
      item: `${from}/${to}`,
      at,
      state: state === 'unverified' ? 'unverified' : 'deviation',
      attributes: {},
      explanation: words[state],
    },
  ];
}

function writeSlices(session: Session, list: readonly Occurrence[], file: string): Promise<FileFacts> {
  const rows = list.flatMap((o) => sliceDeviation(o).map((d) => ({ ...d, occurrence: o })));
  const values = rows.map(
    ({ item, at, state, occurrence }) =>
      `(${text(item)}, ${at === null ? 'NULL' : `TIMESTAMP ${text(at.slice(0, 23).replace('T', ' '))}`}, ${text(state)}, ${text(occurrence.state)}, ${occurrence.item === null ? 'NULL' : text(occurrence.item)})`,
  );
  const none = `(NULL::VARCHAR, NULL::TIMESTAMP, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR)`;
  return writeNamed(
    session,
    `SELECT item::VARCHAR AS item, moment::TIMESTAMP AS "at", state::VARCHAR AS state, occurrence::VARCHAR AS occurrence, done_by::VARCHAR AS done_by
     FROM (VALUES ${[none, ...values].join(', ')}) AS slices(item, moment, state, occurrence, done_by) WHERE item IS NOT NULL ORDER BY item`,
    file,
  );
}
