import { tmpdir } from 'node:os';
import { TickmarkError } from '@tickmark/core';
import { identifier, openDuckDb, text, type Session } from '../duckdb/index.ts';

/** A population file opened for a draw; its key names every item once. */
export interface Source {
  session: Session;
  /** SQL that reads the file. */
  from: string;
  /** SQL of the key as text. */
  key: string;
  /** Columns of the file and their DuckDB types. */
  types: ReadonlyMap<string, string>;
}

/** Opens a population, works on it and closes it. Throws `bad_input` and `population_invalid`. */
export async function withSource<T>(file: string, key: string, work: (source: Source) => Promise<T>): Promise<T> {
  const session = await openDuckDb(tmpdir());
  try {
    const from = `read_parquet(${text(file)})`;
    const described = await session.rows(`DESCRIBE SELECT * FROM ${from}`).catch((cause: unknown) => {
      throw new TickmarkError('population_invalid', `${file} is not a Parquet file that can be read.`, {
        field: 'population',
        action: 'Give a frozen Parquet file, or name the kind of a CSV, JSON Lines, JSON or Excel file: KIND=FILE.',
        cause,
      });
    });
    const types = new Map(described.map((c) => [String(c.column_name), String(c.column_type)]));
    const name = identifier(key);
    const source = { session, from, key: `${name}::VARCHAR`, types };
    requireColumn(source, 'key', key);
    const [flaw] = await session.rows(
      `SELECT count(*) - count(${name}) AS missing, count(${name}) - count(DISTINCT ${name}) AS repeated FROM ${from}`,
    );
    if (Number(flaw?.missing) > 0 || Number(flaw?.repeated) > 0) {
      throw new TickmarkError('population_invalid', `${key} does not name every item once.`, {
        field: 'key',
        action: 'Name the key column of the population.',
      });
    }
    return await work(source);
  } finally {
    session.close();
  }
}

/** Refuses a column that the population lacks, with those it has. */
export function requireColumn({ types }: Source, field: string, column: string): void {
  if (types.has(column)) return;
  throw new TickmarkError('bad_input', `The population has no column ${column}.`, {
    field,
    action: `Its columns: ${[...types.keys()].join(', ')}.`,
  });
}

/** Keys of the population, with the stratum of each where a column is named; '' where it has none. */
export async function* keysOf(
  { session, from, key }: Source,
  stratum?: string,
): AsyncGenerator<{ key: string; stratum: string }> {
  const value = stratum === undefined ? `''` : `coalesce(${identifier(stratum)}::VARCHAR, '')`;
  const result = await session.connection.stream(`SELECT ${key}, ${value} FROM ${from}`);
  for await (const rows of result.yieldRows()) {
    for (const row of rows) yield { key: String(row[0]), stratum: String(row[1]) };
  }
}

/** Which of these keys the population has. Throws `bad_input` naming the first that it lacks. */
export async function requireKeys(file: string, key: string, keys: readonly string[], field: string): Promise<void> {
  await withSource(file, key, async (source) => {
    const wanted = keys.map((each) => `(${text(each)})`).join(', ');
    const [missing] = await source.session.rows(
      `SELECT wanted.key AS key FROM (VALUES ${wanted}) wanted(key)
        WHERE wanted.key NOT IN (SELECT ${source.key} FROM ${source.from}) LIMIT 1`,
    );
    if (missing === undefined) return;
    throw new TickmarkError('bad_input', `The population has no item ${String(missing.key)}.`, {
      field,
      action: 'Take a key from the rows of the population.',
    });
  });
}
