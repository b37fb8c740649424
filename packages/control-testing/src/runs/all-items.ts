import { rm } from 'node:fs/promises';
import { identifier, text, type Queries } from '../duckdb/index.ts';
import { attributeColumn, writeParquet } from './files.ts';
import { governedSql, placeSql, scopeOf } from './judgement.ts';
import { scanOf, type RowRange } from './scan.ts';
import type { Prepared } from './sources.ts';

/**
 * Writes every item in scope of one test of `judged`, in the order of the population. Whoever is not in that table passed,
 * so nothing is judged again. Each range is sorted for itself, for all of them would not fit in the memory of a run.
 */
export async function writeAllItems(
  session: Queries,
  prepared: Prepared,
  test: number,
  file: string,
  ranges: readonly (RowRange | undefined)[],
): Promise<void> {
  if (ranges.length === 1) {
    await writeParquet(session, allItemsSql(prepared, test, ranges[0]), file);
    return;
  }
  const parts = ranges.map((_, n) => `${file}.part-${n}`);
  try {
    for (const [n, part] of parts.entries()) await writeParquet(session, allItemsSql(prepared, test, ranges[n]), part);
    await writeParquet(session, `SELECT * FROM read_parquet([${parts.map(text).join(', ')}])`, file);
  } finally {
    await Promise.all(parts.map((part) => rm(part, { force: true })));
  }
}

function allItemsSql(prepared: Prepared, test: number, rows: RowRange | undefined): string {
  const { typed } = prepared;
  const scan = scanOf([scopeOf(prepared)], { rows });
  const { time, within } = placeSql(prepared);
  const governed = governedSql(prepared, scan);
  const columns = typed.attributes.map(({ name }, i) => ({
    name: identifier(attributeColumn(name)),
    judged: `"attribute ${test} ${i}"`,
  }));
  const inRange = rows ? ` AND number >= ${rows.from} AND number < ${rows.to}` : '';
  return `SELECT scope.item, scope."at", CASE WHEN flawed.number IS NULL THEN 'pass' WHEN NOT "holds ${test}" THEN 'deviation' ELSE 'unverified' END AS state${columns
    .map(({ name, judged }) => `, flawed.number IS NULL OR ${judged} AS ${name}`)
    .join('')}
    FROM (${scan.with} SELECT "row number" AS number, item.${identifier(typed.kind.key)} AS item, ${time} AS "at" FROM ${scan.from}
      WHERE (${within}) IS DISTINCT FROM FALSE AND (${governed}) IS DISTINCT FROM FALSE) AS scope
    LEFT JOIN (SELECT number, "holds ${test}"${columns.map(({ judged }) => `, ${judged}`).join('')} FROM judged WHERE "flawed ${test}"${inRange}) AS flawed
      ON flawed.number = scope.number
    ORDER BY scope.number`;
}
