import type { ImportPreview, Row } from '@tickmark/core';
import type { Resolved } from './mapping.ts';
import { ObservedTypes } from './observed.ts';
import { scanFile, type ReadFileInput } from './read.ts';
import type { FileSource } from './source.ts';

const rowsShown = 20;

/**
 * What a file would become, keeping nothing: counts of the whole file, the first rows, the first
 * rejections. Required columns that nothing is mapped to are listed and not judged row by row; of a
 * workbook with several sheets the first is shown unless one is named. Throws for faults of the whole
 * file, like `readFile`.
 */
export async function previewFile(input: ReadFileInput): Promise<ImportPreview> {
  let found: { source: FileSource; resolved: Resolved } | undefined;
  let observed = new ObservedTypes(0);
  const scan = scanFile(input, {
    strict: false,
    opened(source, resolved) {
      found = { source, resolved };
      observed = new ObservedTypes(source.columns.length);
    },
    record: (record) => observed.look(record),
  });
  const sample: Row[] = [];
  for await (const row of scan.rows) if (sample.length < rowsShown) sample.push(row);
  const { rows, rejected, excluded, absent } = scan.outcome();
  const source = found?.source;
  return {
    fileColumns: source?.columns ?? [],
    fileTypes: source?.types ?? observed.types(),
    sheets: source?.sheets ?? [],
    sheet: source?.sheet ?? null,
    mapping: found?.resolved.mapping ?? {},
    missing: found?.resolved.missing ?? [],
    absent,
    rows,
    rejected,
    excluded,
    sample,
  };
}
