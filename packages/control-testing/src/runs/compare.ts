import type { ComparedItem, ItemChange, Occurrence } from '@tickmark/core';
import { identifier, openDuckDb, text, type Session } from '../duckdb/index.ts';

/** The files a run left. A cadence test's items are its slices, which its document lists. */
export interface RunToCompare {
  items: string;
  deviations: string;
  occurrences?: readonly Occurrence[] | undefined;
}

export interface CompareInput {
  earlier: RunToCompare;
  later: RunToCompare;
  /** Folder below which the analytic engine may spill. */
  folder: string;
  /** Without it, everything but what passed in both. */
  change?: ItemChange | undefined;
  search?: string | undefined;
  offset: number;
  limit: number;
}

export interface Comparison {
  counts: Record<ItemChange, number>;
  /** Of those no longer in scope, how many were deviations. */
  goneDeviations: number;
  items: ComparedItem[];
  total: number;
}

/** In the order they are listed. */
const changes: readonly ItemChange[] = [
  'new-deviation',
  'still-deviation',
  'newly-unverified',
  'still-unverified',
  'fixed-later',
  'now-verified',
  'gone',
  'new',
  'unchanged',
];

/**
 * What differs between two runs of one test, item by item, read from the files of the runs. A
 * deviation of the earlier run is always told: it is there still, was put right later, became
 * unverified, or its item is no longer in scope.
 */
export async function compareRuns(input: CompareInput): Promise<Comparison> {
  const session = await openDuckDb(input.folder);
  try {
    await session.run(`CREATE TEMP VIEW earlier AS ${await sideSql(session, input.earlier)}`);
    await session.run(`CREATE TEMP VIEW later AS ${await sideSql(session, input.later)}`);
    const source = `(SELECT *, ${changeSql} AS change FROM (
      SELECT coalesce(a.item, b.item) AS item, coalesce(b."at", a."at") AS "at", a.state AS before, b.state AS after,
        a.word AS word_before, b.word AS word_after, coalesce(a.failed, []) AS failed_before, coalesce(b.failed, []) AS failed_after
      FROM earlier AS a FULL OUTER JOIN later AS b ON a.item = b.item))`;
    const counted = await session.rows(
      `SELECT change, count(*) AS items, count(*) FILTER (WHERE before = 'deviation') AS deviations FROM ${source} GROUP BY change`,
    );
    const where = [
      input.change ? `change = ${text(input.change)}` : `change <> 'unchanged'`,
      ...(input.search ? [`contains(lower(item), lower(${text(input.search)}))`] : []),
    ].join(' AND ');
    const [matched] = await session.rows(`SELECT count(*) AS total FROM ${source} WHERE ${where}`);
    const position = `list_position([${changes.map(text).join(', ')}], change)`;
    const rows = await session.rows(
      `SELECT * FROM ${source} WHERE ${where} ORDER BY ${position}, item LIMIT ${Math.trunc(input.limit)} OFFSET ${Math.trunc(input.offset)}`,
    );
    const of = (change: ItemChange) => counted.find((row) => row.change === change);
    return {
      counts: Object.fromEntries(
        changes.map((change) => [change, Number(of(change)?.items ?? 0)]),
      ) as Comparison['counts'],
      goneDeviations: Number(of('gone')?.deviations ?? 0),
      items: rows.map((row) => ({
        item: String(row.item),
        at: row.at === null ? null : String(row.at),
        change: String(row.change) as ItemChange,
        before: row.word_before === null ? null : (String(row.word_before) as ComparedItem['before']),
        after: row.word_after === null ? null : (String(row.word_after) as ComparedItem['after']),
        failedBefore: listOf(row.failed_before),
        failedAfter: listOf(row.failed_after),
      })),
      total: Number(matched?.total ?? 0),
    };
  } finally {
    session.close();
  }
}

const changeSql = `CASE
  WHEN after IS NULL THEN 'gone'
  WHEN after = 'deviation' THEN CASE WHEN before = 'deviation' THEN 'still-deviation' ELSE 'new-deviation' END
  WHEN after = 'unverified' THEN CASE WHEN before = 'unverified' THEN 'still-unverified' ELSE 'newly-unverified' END
  WHEN before IS NULL THEN 'new'
  WHEN before = 'deviation' THEN 'fixed-later'
  WHEN before = 'unverified' THEN 'now-verified'
  ELSE 'unchanged' END`;

/** Items in scope of a run. What is wrong comes from the deviations file, which the log seals. */
async function sideSql(session: Session, run: RunToCompare): Promise<string> {
  if (run.occurrences) return slicesSql(run.occurrences);
  const described = await session.rows(`DESCRIBE SELECT * FROM read_parquet(${text(run.deviations)})`);
  const failed = described
    .map((row) => String(row.column_name))
    .filter((column) => column.startsWith('attribute_'))
    .map((column) => `CASE WHEN NOT d.${identifier(column)} THEN ${text(column.slice('attribute_'.length))} END`);
  return `SELECT i.item, strftime(i."at"::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ') AS "at", coalesce(d.state, 'pass') AS state, coalesce(d.state, 'pass') AS word,
      list_filter([${[...failed, 'NULL::VARCHAR'].join(', ')}], lambda name: name IS NOT NULL) AS failed
    FROM read_parquet(${text(run.items)}) AS i LEFT JOIN read_parquet(${text(run.deviations)}) AS d ON i.item = d.item`;
}

/** Slices that were due; one that is not due is not in scope yet. */
function slicesSql(occurrences: readonly Occurrence[]): string {
  const states = { met: 'pass', late: 'deviation', missed: 'deviation', unverified: 'unverified' } as const;
  const rows = occurrences.flatMap(({ from, to, state, at }) =>
    state === 'not-due'
      ? []
      : [`(${text(`${from}/${to}`)}, ${at === null ? 'NULL' : text(at)}, ${text(states[state])}, ${text(state)})`],
  );
  return `SELECT item::VARCHAR AS item, "at"::VARCHAR AS "at", state::VARCHAR AS state, word::VARCHAR AS word, []::VARCHAR[] AS failed
    FROM (VALUES ${['(NULL, NULL, NULL, NULL)', ...rows].join(', ')}) AS slices(item, "at", state, word) WHERE item IS NOT NULL`;
}

function listOf(value: unknown): string[] {
  return value !== null && typeof value === 'object' && 'items' in value ? (value.items as unknown[]).map(String) : [];
}
