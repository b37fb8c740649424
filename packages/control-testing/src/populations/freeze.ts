import { mkdir, rm } from 'node:fs/promises';
import { DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import {
  populationManifest,
  TickmarkError,
  type Period,
  type PopulationKind,
  type PopulationManifest,
  type Row,
} from '@tickmark/core';
import { fileSha256 } from '../canonical/index.ts';
import { identifier, openDuckDb, text, type Session } from '../duckdb/index.ts';
import { duckDbType, sqlType, toDuckDb } from './columns.ts';
import { checkTiming } from './timing.ts';

/** What the source says of the rows. */
export interface FreezeFacts {
  name: string;
  source: PopulationManifest['source'];
  extractedAt: Date;
  extractedBy: string;
  /** null for a population that speaks for no period. */
  period: Period | null;
  timeZone: string;
  rejected: PopulationManifest['rejected'];
  excluded: number;
  completeness: PopulationManifest['completeness'];
  supersedes: PopulationManifest['supersedes'];
}

export interface FreezeInput {
  rows: AsyncIterable<Row>;
  kind: PopulationKind;
  /** Parquet file to write. */
  file: string;
  /** As a function: asked once the rows are drained, for facts known only then. */
  facts: FreezeFacts | (() => FreezeFacts);
  onProgress?: (rows: number) => void;
}

const chunkRows = 2048;

/** What rows may take before they spill beside the file; the rest of the process needs room too. */
const memory = '256MB';

/**
 * Writes rows as one Parquet file, sorted by key so that its bytes follow from its content, and
 * says what it is. Zero rows are a population too. Leaves no file when it fails. Throws
 * `population_invalid` (a key missing or twice, a value of the wrong type), `not_yet_possible`,
 * `no_longer_possible` and whatever the rows throw.
 */
export async function freezePopulation(input: FreezeInput): Promise<PopulationManifest> {
  const { kind, file } = input;
  if (typeof input.facts !== 'function') timing(kind, input.facts);
  await mkdir(`${file}.work`, { recursive: true });
  const session = await openDuckDb(`${file}.work`, { memory });
  try {
    const rows = await stage(session, input);
    const facts = typeof input.facts === 'function' ? input.facts() : input.facts;
    const interim = timing(kind, facts);
    const sorted = `SELECT * FROM staged ORDER BY ${identifier(kind.key)}`;
    // The database that read a Parquet file has ended, and with it that memory is given back.
    await session.within(memory, () =>
      session.run(`COPY (${sorted}) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`),
    );
    await refuseDuplicates(session, kind, file);
    const { sha256, bytes } = await fileSha256(file);
    return populationManifest.parse({
      manifest: 1,
      name: facts.name,
      kind: kind.id,
      shape: kind.shape,
      source: facts.source,
      extractedAt: facts.extractedAt.toISOString(),
      extractedBy: facts.extractedBy,
      period: facts.period,
      timeZone: facts.timeZone,
      interim,
      rows,
      rejected: facts.rejected,
      excluded: facts.excluded,
      columns: kind.columns.map(({ name, type }) => ({ name, type })),
      key: kind.key,
      time: kind.time,
      completeness: facts.completeness,
      supersedes: facts.supersedes,
      sha256,
      bytes,
    });
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    session.close();
    await rm(`${file}.work`, { recursive: true, force: true });
  }
}

function timing(kind: PopulationKind, facts: FreezeFacts): boolean {
  return checkTiming({ kind, period: facts.period, timeZone: facts.timeZone, extractedAt: facts.extractedAt });
}

async function stage(session: Session, { rows, kind, onProgress }: FreezeInput): Promise<number> {
  const columns = kind.columns.map(({ name, type }) => `${identifier(name)} ${sqlType[type]}`);
  await session.run(`CREATE TEMP TABLE staged (${columns.join(', ')})`);
  const appender = await session.connection.createAppender('staged', 'main', 'temp');
  const types = kind.columns.map(({ type }) => duckDbType[type]);
  const pending: DuckDBValue[][] = kind.columns.map(() => []);
  // One for all rows: what a chunk holds outside the heap goes only when the chunk is collected.
  const chunk = DuckDBDataChunk.create(types);
  let count = 0;
  const flush = () => {
    const size = pending[0]?.length ?? 0;
    if (size === 0) return;
    chunk.reset();
    chunk.rowCount = size;
    pending.forEach((values, i) => chunk.setColumnValues(i, values));
    appender.appendDataChunk(chunk);
    for (const values of pending) values.length = 0;
  };
  let current: Row = {};
  let column = kind.key;
  const where = () => `Row ${count + 1} (${String(current[kind.key])}), column ${column},`;
  try {
    for await (const row of rows) {
      const key = row[kind.key];
      if (key === null || key === undefined || key === '') {
        throw new TickmarkError('population_invalid', `Row ${count + 1} has no ${kind.key}, which names the item.`, {
          field: kind.key,
          action: `Give every row a ${kind.key}.`,
        });
      }
      current = row;
      for (const [i, { name, type }] of kind.columns.entries()) {
        column = name;
        pending[i]?.push(toDuckDb(type, row[name], where));
      }
      count += 1;
      if (count % chunkRows === 0) {
        flush();
        onProgress?.(count);
      }
    }
    flush();
  } finally {
    appender.closeSync();
  }
  onProgress?.(count);
  return count;
}

/** In the file equal keys are neighbours, so one pass in its order finds them without sorting again. */
async function refuseDuplicates(session: Session, kind: PopulationKind, file: string): Promise<void> {
  const key = identifier(kind.key);
  const source = `read_parquet(${text(file)})`;
  const [twice] = await session.rows(
    `SELECT key::VARCHAR AS key FROM (SELECT ${key} AS key, lag(${key}) OVER () AS before FROM ${source}) WHERE key = before LIMIT 1`,
  );
  if (!twice) return;
  const value = String(twice.key);
  const [counted] = await session.rows(
    `SELECT count(*) AS times FROM ${source} WHERE ${key}::VARCHAR = ${text(value)}`,
  );
  throw new TickmarkError('population_invalid', `${String(counted?.times)} rows have the ${kind.key} ${value}.`, {
    field: kind.key,
    action: `${kind.key} must name one row; remove the repeated rows or choose another key.`,
  });
}
