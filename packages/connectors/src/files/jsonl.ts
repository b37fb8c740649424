import { TickmarkError } from '@tickmark/core';
import { BrokenRecord } from './csv.ts';

export type JsonRecord = Record<string, unknown> | BrokenRecord;

const maxLine = 16 * 1024 * 1024;

/**
 * Objects of a JSON Lines file, a batch for each chunk of input. Empty lines are no records; a line
 * that is no JSON object is broken. A line over 16 MiB is a fault of the whole file
 * (`population_invalid`): then it is no JSON Lines file.
 */
export async function* jsonLines(chunks: AsyncIterable<string>): AsyncGenerator<JsonRecord[]> {
  let rest: string[] = [];
  let restLength = 0;
  let line = 0;
  for await (const chunk of chunks) {
    const batch: JsonRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      const text = rest.length === 0 ? chunk.slice(start, end) : [...rest, chunk.slice(start, end)].join('');
      rest = [];
      restLength = 0;
      line += 1;
      const record = parseLine(text);
      if (record !== null) batch.push(record);
      start = end + 1;
    }
    if (start < chunk.length) {
      rest.push(chunk.slice(start));
      restLength += chunk.length - start;
    }
    if (restLength > maxLine) {
      throw new TickmarkError(
        'population_invalid',
        `Line ${line + 1} is longer than 16 MiB, so this is no JSON Lines file.`,
        {
          field: 'file',
          action: 'Write one JSON object on each line, or choose the format json for one JSON document.',
        },
      );
    }
    yield batch;
  }
  const last = rest.length === 0 ? null : parseLine(rest.join(''));
  if (last !== null) yield [last];
}

function parseLine(line: string): JsonRecord | null {
  const text = line.trim();
  return text === '' ? null : parseObject(text);
}

/** A JSON text as an object; broken, with the reason, when it is none. */
export function parseObject(text: string): JsonRecord {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return new BrokenRecord('is not a JSON object');
  } catch (error) {
    return new BrokenRecord(`is not JSON: ${(error as Error).message}`);
  }
}
