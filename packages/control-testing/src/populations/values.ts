import { tmpdir } from 'node:os';
import { identifier, openDuckDb, text } from '../duckdb/index.ts';

/** Rows looked through and values given. */
const limits = { rows: 100_000, values: 50 } as const;

/**
 * Values that occur in a text column of a frozen population, most frequent first: at most fifty, of
 * the first hundred thousand rows. A list of texts gives its elements.
 */
export async function commonValues(file: string, column: string, type: 'string' | 'strings'): Promise<string[]> {
  const session = await openDuckDb(tmpdir());
  try {
    const value = type === 'strings' ? `unnest(${identifier(column)})` : identifier(column);
    const rows = await session.rows(
      `SELECT value, count(*) AS times FROM (SELECT ${value} AS value FROM (SELECT ${identifier(column)} FROM read_parquet(${text(file)}) LIMIT ${limits.rows}))
       WHERE value IS NOT NULL AND length(value) <= 100 GROUP BY value ORDER BY times DESC, value LIMIT ${limits.values}`,
    );
    return rows.map((row) => String(row.value));
  } finally {
    session.close();
  }
}

/** Different values of a text column of a frozen population, in all of its rows, with how many rows each has; the first by name. */
export async function columnCounts(
  file: string,
  column: string,
  most: number,
): Promise<{ value: string; rows: number }[]> {
  const session = await openDuckDb(tmpdir());
  try {
    const rows = await session.rows(
      `SELECT trim(${identifier(column)}) AS value, count(*)::INTEGER AS times FROM read_parquet(${text(file)})
       WHERE length(trim(${identifier(column)})) BETWEEN 1 AND 200 GROUP BY 1 ORDER BY 1 LIMIT ${most}`,
    );
    return rows.map(({ value, times }) => ({ value: String(value), rows: Number(times) }));
  } finally {
    session.close();
  }
}
