import { TickmarkError, type SampleDocument } from '@tickmark/core';
import { fileSha256 } from '../canonical/index.ts';
import { identifier, openDuckDb, text } from '../duckdb/index.ts';
import { compareDraws, draw } from './select.ts';

export interface DrawInput {
  /** Frozen population, Parquet. */
  file: string;
  /** Column that names an item. */
  key: string;
  size: number;
  /** Items drawn before, to extend a sample. */
  skip?: number | undefined;
  engagement: string;
  control: string;
  /** What the auditor committed to before the freeze. */
  nonce?: string | undefined;
}

/**
 * Draws a sample that follows from the frozen file and the seed
 * `ENGAGEMENT|CONTROL|<sha256 of the file>[|nonce]`. Memory holds the drawn items, not the
 * population. Throws `bad_input` and `population_invalid`.
 */
export async function drawSample(input: DrawInput): Promise<SampleDocument> {
  const skip = input.skip ?? 0;
  whole('size', input.size, 1);
  whole('skip', skip, 0);
  for (const field of ['engagement', 'control', 'nonce'] as const) {
    if (input[field] === '' || input[field]?.includes('|')) {
      throw new TickmarkError('bad_input', `${field} is empty or holds the sign |, which parts the seed.`, {
        field,
        action: 'Leave | out.',
      });
    }
  }
  const { sha256 } = await fileSha256(input.file).catch((cause: unknown) => {
    throw new TickmarkError('bad_input', `The population ${input.file} cannot be read.`, {
      field: 'population',
      action: 'Give a frozen Parquet file.',
      cause,
    });
  });
  const seed = [input.engagement, input.control, sha256, ...(input.nonce === undefined ? [] : [input.nonce])].join('|');
  const keep = skip + input.size;
  let kept: { hash: string; key: string }[] = [];
  let population = 0;
  for await (const key of keysOf(input.file, input.key)) {
    population += 1;
    kept.push(draw(seed, key));
    if (kept.length >= 2 * keep + 10_000) kept = kept.sort(compareDraws).slice(0, keep);
  }
  const selected = kept
    .sort(compareDraws)
    .slice(skip, keep)
    .map((d) => d.key);
  return { seed, populationSha256: sha256, population, skip, selected };
}

function whole(field: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new TickmarkError('bad_input', `${field} is ${value}.`, {
    field,
    action: `Give a whole number of at least ${least}.`,
  });
}

async function* keysOf(file: string, column: string): AsyncGenerator<string> {
  const session = await openDuckDb(`${file}.work`);
  try {
    const source = `read_parquet(${text(file)})`;
    const columns = (await session.rows(`DESCRIBE SELECT * FROM ${source}`)).map((c) => String(c.column_name));
    if (!columns.includes(column)) {
      throw new TickmarkError('bad_input', `The population has no column ${column}.`, {
        field: 'key',
        action: `Its columns: ${columns.join(', ')}.`,
      });
    }
    const name = identifier(column);
    const [flaw] = await session.rows(
      `SELECT count(*) - count(${name}) AS missing, count(${name}) - count(DISTINCT ${name}) AS repeated FROM ${source}`,
    );
    if (Number(flaw?.missing) > 0 || Number(flaw?.repeated) > 0) {
      throw new TickmarkError('population_invalid', `${column} does not name every item once.`, {
        field: 'key',
        action: 'Name the key column of the population.',
      });
    }
    const result = await session.connection.stream(`SELECT ${name}::VARCHAR FROM ${source}`);
    for await (const rows of result.yieldRows()) for (const [key] of rows) yield String(key);
  } finally {
    session.close();
  }
}
