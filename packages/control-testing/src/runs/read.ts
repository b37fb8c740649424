import { tmpdir } from 'node:os';
import type { ItemState, ResultItem } from '@tickmark/core';
import { openDuckDb, text } from '../duckdb/index.ts';
import { attributeStates, timeText } from './files.ts';

/** A page of a run's items: deviations first, then what is unverified, then what passes; each by key. */
export async function readItems(
  itemsFile: string,
  options: { state?: ItemState | undefined; search?: string | undefined; offset: number; limit: number },
): Promise<{ items: ResultItem[]; total: number }> {
  const session = await openDuckDb(tmpdir());
  try {
    const conditions = [
      ...(options.state ? [`state = ${text(options.state)}`] : []),
      ...(options.search ? [`contains(lower(item), lower(${text(options.search)}))`] : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const source = `read_parquet(${text(itemsFile)}) ${where}`;
    const [counted] = await session.rows(`SELECT count(*) AS total FROM ${source}`);
    const rows = await session.rows(
      `SELECT * FROM ${source} ORDER BY CASE state WHEN 'deviation' THEN 0 WHEN 'unverified' THEN 1 ELSE 2 END, item
       LIMIT ${Math.trunc(options.limit)} OFFSET ${Math.trunc(options.offset)}`,
    );
    const items = rows.map((row) => ({
      item: String(row.item),
      at: timeText(row),
      state:
        row.state === 'deviation'
          ? ('deviation' as const)
          : row.state === 'pass'
            ? ('pass' as const)
            : ('unverified' as const),
      attributes: attributeStates(row),
    }));
    return { items, total: Number(counted?.total ?? 0) };
  } finally {
    session.close();
  }
}
