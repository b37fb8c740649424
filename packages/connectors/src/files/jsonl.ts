import { TickmarkError } from '@tickmark/core';
import { BrokenRecord } from './csv.ts';

export type JsonRecord = Record<string, unknown> | BrokenRecord;

const maxLineBytes = 16 * 1024 * 1024;

/**
 * Objects of a JSON Lines file, a batch for each chunk of input. Empty lines are no records; a line
 * that is no JSON object is broken. A line over 16 MiB is a fault of the whole file
 * (`population_invalid`): then it is no JSON Lines file.
 */
export async function* jsonRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonRecord[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 0;
  for await (const chunk of chunks) {
    const batch: JsonRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const bytes =
        rest.length === 0 ? chunk.subarray(start, end) : Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      restBytes = 0;
      line += 1;
      const record = parseLine(bytes);
      if (record !== null) batch.push(record);
      start = end + 1;
    }
    if (start < chunk.length) {
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
    }
    if (restBytes > maxLineBytes) {
      throw new TickmarkError(
        'population_invalid',
        `Line ${line + 1} is longer than 16 MiB, so this is no JSON Lines file.`,
        {
          field: 'file',
          action: 'Write one JSON object on each line (for a JSON array: jq -c ".[]" IN > OUT).',
        },
      );
    }
    yield batch;
  }
  const last = rest.length === 0 ? null : parseLine(Buffer.concat(rest));
  if (last !== null) yield [last];
}

function parseLine(bytes: Buffer): JsonRecord | null {
  const text = bytes.toString('utf8').trim();
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return new BrokenRecord('is not a JSON object');
  } catch (error) {
    return new BrokenRecord(`is not JSON: ${(error as Error).message}`);
  }
}
