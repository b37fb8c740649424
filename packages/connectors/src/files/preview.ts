import type { ImportPreview, Row } from '@tickmark/core';
import type { Resolved } from './mapping.ts';
import { scanFile, type ReadFileInput } from './read.ts';

const rowsShown = 20;

/**
 * What a file would become, keeping nothing: counts of the whole file, the first rows, the first
 * rejections. Required columns that nothing is mapped to are listed and not judged row by row.
 * Throws for faults of the whole file, like `readFile`.
 */
export async function previewFile(input: ReadFileInput): Promise<ImportPreview> {
  let found: { resolved: Resolved; columns: string[] } | undefined;
  const scan = scanFile(input, (resolved, columns) => {
    found = { resolved, columns };
  });
  const sample: Row[] = [];
  for await (const row of scan.rows) if (sample.length < rowsShown) sample.push(row);
  const { rows, rejected, excluded } = scan.outcome();
  return {
    fileColumns: found?.columns ?? [],
    mapping: found?.resolved.mapping ?? {},
    missing: found?.resolved.missing ?? [],
    rows,
    rejected,
    excluded,
    sample,
  };
}
