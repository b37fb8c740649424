import { TickmarkError } from '@tickmark/core';
import { Parser, type CsvError } from 'csv-parse';

/** A record that can't be told apart into fields, with the reason. */
export class BrokenRecord {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export type CsvRecord = string[] | BrokenRecord;

/** Longest record, in bytes: a quote that is never closed would otherwise swallow the file. */
const maxRecordBytes = 1024 * 1024;

/** Keeps records as they are parsed, so that a chunk becomes a batch without a stream in between. */
class RecordParser extends Parser {
  batch: CsvRecord[] = [];
  /** Line of the last whole record. */
  line = 0;

  override push(record: unknown): boolean {
    if (Array.isArray(record)) {
      this.batch.push(record as string[]);
      this.line = this.info.lines;
    }
    return true;
  }
}

/**
 * Records of a CSV file (RFC 4180, any delimiter, line ends CRLF, LF or CR), a batch for each
 * chunk of input. Empty lines are no records. A stray quote inside a field breaks only its record;
 * quoting that leaves open where records end is a fault of the whole file and throws
 * `population_invalid` with the line.
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<CsvRecord[]> {
  let fatal: CsvError | undefined;
  let brokenAt = -1;
  const parser = new RecordParser({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maxRecordBytes,
    on_skip: (error) => {
      if (error === undefined) return undefined;
      const stray: string = 'INVALID_OPENING_QUOTE';
      if (String(error.code) !== stray) {
        fatal ??= error;
        return undefined;
      }
      const at = parser.info.lines;
      if (at !== brokenAt) parser.batch.push(new BrokenRecord('has a quote in the middle of a field'));
      brokenAt = at;
      return undefined;
    },
  });
  parser.on('error', () => undefined);
  const drain = (): CsvRecord[] => {
    if (fatal !== undefined) throw brokenQuoting(fatal, parser.line + 1);
    const batch = parser.batch;
    parser.batch = [];
    return batch;
  };
  for await (const chunk of chunks) {
    await new Promise<void>((resolve, reject) => {
      parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    yield drain();
  }
  await new Promise<void>((resolve, reject) => {
    parser.once('error', reject);
    parser.end(resolve);
  });
  yield drain();
}

function brokenQuoting(error: CsvError, line: number): TickmarkError {
  const at = Math.max(line, 1);
  const code: string = String(error.code);
  const what =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? `A quote opened in the record that starts at line ${at} is never closed`
      : code === 'CSV_MAX_RECORD_SIZE'
        ? `The record that starts at line ${at} is longer than a mebibyte: a quote in it is probably never closed`
        : `In the record that starts at line ${at} something follows a closing quote`;
  return new TickmarkError('population_invalid', `${what}, so where later records begin can't be told.`, {
    field: 'file',
    action: `Correct the quotes at line ${at} (a quote inside a quoted field is written twice), or check the delimiter.`,
  });
}
