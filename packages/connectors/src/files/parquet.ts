import { rmSync } from 'node:fs';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  DuckDBInstance,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import { TickmarkError } from '@tickmark/core';
import { iso } from './calendar.ts';
import { CivilTime } from './civil.ts';
import type { FileRecord, FileSource } from './source.ts';
import { Unreadable } from './values.ts';

/** A few bytes of Parquet can claim any number of equal rows; a population of this size takes minutes. */
const maxRows = 100_000_000;

/** Milliseconds from 1970 to the last instant that a Date holds, and back to the first. */
const lastInstant = 8.64e15;

interface ParquetColumn {
  name: string;
  type: string;
}

type Convert = (value: DuckDBValue) => unknown;

/**
 * Opens a Parquet file of flat columns; a list of texts is the one nested type that is read. Times
 * without a zone stay without one. Only the columns in use are read, a block at a time. Throws
 * `population_invalid` when the file is cut or damaged, when a column in use has another type, and for
 * more than a hundred million rows.
 */
export async function openParquet(path: string): Promise<FileSource> {
  const database = await ParquetDatabase.open(path);
  try {
    const columns = await database.columns();
    const [counted] = await database.rows('SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata($file)');
    if (Number(counted?.[0] ?? 0) > maxRows) throw tooMany(Number(counted?.[0]));
    return {
      columns: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type.toLowerCase()),
      batches: (used) => database.records(columns, used),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw faultOf(error);
  }
}

class ParquetDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** A folder with a link to the file under a name without wildcards; also where DuckDB may spill. */
  readonly #folder: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
  }

  static async open(path: string): Promise<ParquetDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'tickmark-parquet-'));
    try {
      await symlink(resolve(path), join(folder, 'file.parquet'));
      const instance = await DuckDBInstance.create(':memory:', {
        threads: '1',
        memory_limit: '256MB',
        temp_directory: folder,
        // The file is read once: kept in memory beside the rows, it would take as much of it as it has bytes.
        enable_external_file_cache: 'false',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      return new ParquetDatabase(instance, await instance.connect(), folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async rows(sql: string): Promise<DuckDBValue[][]> {
    return (await this.#connection.runAndReadAll(this.#named(sql))).getRows();
  }

  async columns(): Promise<ParquetColumn[]> {
    const described = await this.rows('DESCRIBE SELECT * FROM read_parquet($file)');
    return described.map(([name, type]) => ({ name: String(name), type: String(type) }));
  }

  async *records(columns: ParquetColumn[], used: ReadonlySet<number>): AsyncGenerator<FileRecord[]> {
    const blank: unknown[] = columns.map(() => null);
    const wanted = [...used].toSorted((a, b) => a - b);
    const converts = wanted.map((place) => converter(columns[place]));
    const selected = wanted.map((place) => selection(columns[place]));
    try {
      const sql = `SELECT ${selected.length === 0 ? '1' : selected.join(', ')} FROM read_parquet($file)`;
      const result = await this.#connection.stream(this.#named(sql));
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        const records = Array.from({ length: chunk.rowCount }, () => blank.slice());
        for (const [i, place] of wanted.entries()) {
          const convert = converts[i];
          chunk.visitColumnValues(i, (value, row) => {
            const record = records[row];
            if (record !== undefined && value !== null) record[place] = convert?.(value);
          });
        }
        yield records;
      }
    } catch (error) {
      throw faultOf(error);
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #named(sql: string): string {
    return sql.replace('$file', `'${join(this.#folder, 'file.parquet').replaceAll("'", "''")}'`);
  }
}

/** How a column is asked for: what DuckDB writes exactly as text is taken as text. */
function selection(column: ParquetColumn | undefined): string {
  const name = `"${(column?.name ?? '').replaceAll('"', '""')}"`;
  const type = column?.type ?? '';
  if (/^(TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|DATE|TIME|UUID)$/.test(type)) return `${name}::VARCHAR`;
  if (/^(DECIMAL|ENUM)\(/.test(type)) return `${name}::VARCHAR`;
  return name;
}

function converter(column: ParquetColumn | undefined): Convert {
  const type = column?.type ?? '';
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return civilOf;
  if (type === 'DATE') return (value) => new CivilTime(String(value), null);
  if (type === 'TIME') return (value) => new CivilTime(null, String(value));
  if (type === 'TIMESTAMP WITH TIME ZONE') return instantOf;
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) return wholeOf;
  if (/^(VARCHAR|BOOLEAN|FLOAT|DOUBLE|UUID|DECIMAL\(.*\)|ENUM\(.*\))$/.test(type)) return (value) => value;
  if (type === 'VARCHAR[]') return (value) => (value instanceof DuckDBListValue ? [...value.items] : value);
  throw new TickmarkError(
    'population_invalid',
    `The column "${column?.name ?? ''}" of the file has the type ${type.toLowerCase()}, which is not read: columns must be flat.`,
    { field: 'file', action: 'Leave it out of the mapping, or export its parts as columns of their own.' },
  );
}

function civilOf(value: DuckDBValue): unknown {
  const [day = '', time = ''] = String(value).split(' ');
  return /^\d{4}-\d\d-\d\d$/.test(day) ? new CivilTime(day, time) : new Unreadable(`holds the time ${String(value)}`);
}

function instantOf(value: DuckDBValue): unknown {
  const instant = value instanceof DuckDBTimestampTZValue ? Number(value.micros / 1000n) : Number.NaN;
  return Math.abs(instant) <= lastInstant ? iso(instant) : new Unreadable('holds a time that no calendar has');
}

/** Whole numbers that are not kept exactly stay the digits they are. */
function wholeOf(value: DuckDBValue): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function tooMany(rows: number): TickmarkError {
  return new TickmarkError('too_large', `The file says that it has ${rows} rows; at most ${maxRows} are read.`, {
    field: 'file',
    action: 'Split it, for example by month.',
  });
}

function faultOf(error: unknown): unknown {
  // Faults that DuckDB finds in a file begin with their class; anything else is not the file's.
  if (!(error instanceof Error) || !/^[A-Z][\w ]* (Error|Exception): /.test(error.message)) return error;
  const [first = ''] = error.message.split('\n');
  return new TickmarkError('population_invalid', `The Parquet file can't be read: ${first.replace(/'[^']*'/g, 'it')}`, {
    field: 'file',
    action: 'It is damaged or was cut on its way: export or copy it again.',
    cause: error,
  });
}
