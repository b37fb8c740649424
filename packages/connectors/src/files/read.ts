import { createHash } from 'node:crypto';
import type { FileReading, PopulationKind, RejectedRow, Row } from '@tickmark/core';
import { missingColumn, resolveMapping, type Resolved } from './mapping.ts';
import { rowReader } from './rows.ts';
import { openSource } from './source.ts';

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
}

export interface FileRows {
  /** To be drained once. Throws a TickmarkError for a fault of the whole file. */
  rows: AsyncIterable<Row>;
  /** Known once the rows are drained; throws before. */
  outcome(): FileOutcome;
}

const rejectionsKept = 100;

/**
 * Rows of a CSV or JSON Lines file as a kind of population. Streams: memory does not grow with the
 * file. Throws `unsupported_media` when it is not UTF-8 text and `population_invalid` for broken
 * quoting and for a required column that nothing is mapped to.
 */
export function readFile(input: ReadFileInput): FileRows {
  const scan = scanFile(input, (resolved, columns) => {
    if (resolved.missing.length > 0) throw missingColumn(input.kind, resolved.missing, columns);
  });
  return { rows: scan.rows, outcome: scan.outcome };
}

/** Reads a file row by row; `opened` hears of its columns first and may refuse them. */
export function scanFile(
  { path, reading, kind }: ReadFileInput,
  opened: (resolved: Resolved, fileColumns: string[]) => void,
): FileRows {
  const hash = createHash('sha256');
  const first: RejectedRow[] = [];
  let [rows, rejected, excluded] = [0, 0, 0];
  let finished: FileOutcome | undefined;

  async function* drain(): AsyncGenerator<Row> {
    const { columns, batches } = await openSource(path, reading, hash);
    const resolved = resolveMapping(kind, columns, reading.mapping);
    const read = rowReader(reading, columns, resolved.columns);
    opened(resolved, columns);
    let number = 0;
    for await (const batch of batches) {
      for (const record of batch) {
        number += 1;
        const fate = read(record);
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
    finished = { rows, rejected: { count: rejected, first }, excluded, inputSha256: hash.digest('hex') };
  }

  return {
    rows: drain(),
    outcome() {
      if (finished === undefined) throw new Error('The outcome of a file is known once all its rows are read.');
      return finished;
    },
  };
}
