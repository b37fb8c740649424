import { tmpdir } from 'node:os';
import type { Row } from '@tickmark/core';
import { identifier, openDuckDb, text } from '../duckdb/index.ts';
import { fromDuckDb } from './columns.ts';

/** A page of a frozen population in order of its key; `search` finds a text in any column, in any case. */
export async function readRows(
  file: string,
  options: { key: string; offset: number; limit: number; search?: string | undefined },
): Promise<{ items: Row[]; total: number }> {
  const session = await openDuckDb(tmpdir());
  try {
    const source = `read_parquet(${text(file)})`;
    let where = '';
    if (options.search) {
      const columns = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
      const found = columns.map(
        (c) => `contains(lower(${identifier(String(c.column_name))}::VARCHAR), lower(${text(options.search ?? '')}))`,
      );
      where = `WHERE ${found.join(' OR ')}`;
    }
    const [counted] = await session.rows(`SELECT count(*) AS total FROM ${source} ${where}`);
    const rows = await session.rows(
      `SELECT * FROM ${source} ${where} ORDER BY ${identifier(options.key)} LIMIT ${Math.trunc(options.limit)} OFFSET ${Math.trunc(options.offset)}`,
    );
    const items = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fromDuckDb(value)])),
    );
    return { items, total: Number(counted?.total ?? 0) };
  } finally {
    session.close();
  }
}
