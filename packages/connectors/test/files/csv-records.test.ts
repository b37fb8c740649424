import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { csvRecords } from '../../src/files/csv.ts';

const cellText = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '€'), maxLength: 6 });

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('FC1 what is written as quoted CSV is read back the same, however the bytes arrive', async () => {
  const table = fc.array(fc.tuple(cellText, cellText, cellText), { minLength: 1, maxLength: 8 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(table, lineEnd, fc.integer({ min: 1, max: 40 }), async (rows, end, size) => {
      const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(end) + end;
      const found: unknown[] = [];
      for await (const batch of csvRecords(pieces(Buffer.from(text), size), ',')) found.push(...batch);
      assert.deepEqual(found, rows);
    }),
    { numRuns: 300 },
  );
});
