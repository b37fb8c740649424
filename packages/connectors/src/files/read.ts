import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import type { FileReading, PopulationKind, RejectedRow, Row } from '@tickmark/core';
import { missingColumn, resolveMapping, type Resolved } from './mapping.ts';
import { rowReader, type RowReader } from './rows.ts';
import { openSource, type FileRecord, type FileSource } from './source.ts';

export interface ReadFileInput {
  path: string;
  reading: FileReading;
  kind: PopulationKind;
}

/** What came of a file: rows read, rows rejected (the first hundred with reasons), rows left out. */
export interface FileOutcome {
  rows: number;
  rejected: { count: number; first: RejectedRow[] };
  excluded: number;
  /** SHA-256 of the raw bytes, lowercase hex. */
  inputSha256: string;
  /** Columns that may be absent and are, nothing in the file being mapped to them; none when the file states that it holds no row. */
  absent: string[];
}

export interface FileRows {
  /** To be drained once. Throws a TickmarkError for a fault of the whole file. */
  rows: AsyncIterable<Row>;
  /** Known once the rows are drained; throws before. */
  outcome(): FileOutcome;
}

const rejectionsKept = 100;

/** What whoever scans a file wants to hear, and how strict the scan is. */
interface Scan {
  /** Refuse what only a preview may pass over. */
  strict: boolean;
  /** Hears of the columns before the first row, and may refuse them. */
  opened(source: FileSource, resolved: Resolved): void;
  /** Hears of each record, in full; without it only the columns in use are read. */
  record?(record: FileRecord): void;
}

/**
 * Rows of a file as a kind of population. Streams: memory does not grow with the file. Throws
 * `unsupported_media` when its content is of another format, `population_invalid` for a fault of the
 * whole file and for a required column that nothing is mapped to, `too_large` for what would burst.
 */
export function readFile(input: ReadFileInput): FileRows {
  return scanFile(input, {
    strict: true,
    opened(source, resolved) {
      if (resolved.missing.length > 0) throw missingColumn(input.kind, resolved.missing, source.columns);
    },
  });
}

/** Reads a file row by row. */
export function scanFile({ path, reading, kind }: ReadFileInput, scan: Scan): FileRows {
  // Else V8 comes to place what rows are read into among what lasts, and all it points at stays for long.
  setFlagsFromString('--no-allocation-site-pretenuring');
  const hash = createHash('sha256');
  const first: RejectedRow[] = [];
  let [rows, rejected, excluded] = [0, 0, 0];
  let absent: string[] = [];
  let finished: FileOutcome | undefined;

  async function* drain(): AsyncGenerator<Row> {
    const source = await openSource(path, reading, hash, scan.strict);
    try {
      const reader = columnsOf(source);
      const all = scan.record !== undefined && source.types === undefined;
      const batches = source.batches(all ? new Set(source.columns.keys()) : reader.used);
      let number = 0;
      for await (const batch of batches) {
        for (const record of batch) {
          number += 1;
          scan.record?.(record);
          const fate = reader.read(record);
          if (fate === 'excluded') {
            excluded += 1;
          } else if ('rejected' in fate) {
            rejected += 1;
            if (first.length < rejectionsKept) first.push({ row: number, ...fate.rejected });
          } else {
            rows += 1;
            yield fate.row;
          }
        }
      }
      finished = { rows, rejected: { count: rejected, first }, excluded, inputSha256: hash.digest('hex'), absent };
    } finally {
      source.close?.();
    }
  }

  function columnsOf(source: FileSource): RowReader {
    // A file that states that it holds nothing has no columns to map.
    const empty = source.empty === true;
    const resolved = resolveMapping(kind, source.columns, empty ? {} : reading.mapping);
    absent = empty ? [] : resolved.absent;
    scan.opened(source, empty ? { ...resolved, missing: [] } : resolved);
    return rowReader(empty ? { ...reading, only: {} } : reading, source.columns, resolved.columns);
  }

  return {
    rows: drain(),
    outcome() {
      if (finished === undefined) throw new Error('The outcome of a file is known once all its rows are read.');
      return finished;
    },
  };
}
