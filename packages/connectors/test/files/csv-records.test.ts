import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { textOf } from '../../src/files/bytes.ts';
import { BrokenRecord, csvRecords, type CsvRecord } from '../../src/files/csv.ts';

const cellText = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '€'), maxLength: 6 });

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Records of a text whose bytes arrive in pieces of a size. */
async function recordsOf(text: string, size: number, delimiter = ','): Promise<CsvRecord[]> {
  const found: CsvRecord[] = [];
  for await (const batch of csvRecords(textOf(pieces(Buffer.from(text), size)), delimiter)) found.push(...batch);
  return found;
}

test('FC1 what is written as quoted CSV is read back the same, however the bytes arrive', async () => {
  const table = fc.array(fc.tuple(cellText, cellText, cellText), { minLength: 1, maxLength: 8 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(table, lineEnd, fc.integer({ min: 1, max: 40 }), async (rows, end, size) => {
      const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(end) + end;
      assert.deepEqual(await recordsOf(text, size), rows);
    }),
    { numRuns: 300 },
  );
});

test('FC1 text without stray quotes is told apart as csv-parse does, with any delimiter', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '€', ' ', '😀'), maxLength: 4 });
  const quoted = cellText.map((text) => `"${text.replaceAll('"', '""')}"`);
  const line = fc.array(fc.oneof(cell, quoted), { minLength: 1, maxLength: 4 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(line, lineEnd), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '::'),
      fc.integer({ min: 1, max: 20 }),
      async (lines, delimiter, size) => {
        const text = lines.map(([cells, end]) => cells.join(delimiter) + end).join('');
        const expected: unknown = parse(text, {
          delimiter,
          record_delimiter: ['\r\n', '\n', '\r'],
          relax_column_count: true,
          skip_empty_lines: true,
        });
        assert.deepEqual(await recordsOf(text, size, delimiter), expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('FC5 the line of an open quote counts line ends of every kind, and those inside fields', async () => {
  const text = 'id,x\r\na,"1\n2"\r\n\r\nb,"c\rd"\re,f\n"g';
  for (const size of [1, 2, 3, 5, 100]) {
    await assert.rejects(recordsOf(text, size), { code: 'population_invalid', message: /line 8 is never closed/ });
  }
});

test('FC4 a stray quote leaves the records around it as they are, wherever the bytes are cut', async () => {
  for (const size of [1, 2, 3, 4, 100]) {
    const found = await recordsOf('a,b\nc"c,"d\ne"\nf,g\n', size);
    assert.deepEqual(
      found.map((record) => (record instanceof BrokenRecord ? record.reason : record)),
      [['a', 'b'], 'has a quote in the middle of a field', ['f', 'g']],
    );
  }
});
