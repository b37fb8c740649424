import { TickmarkError, type SampleDocument, type SampleMethod, type SampleSizing } from '@tickmark/core';
import { fileSha256 } from '../canonical/index.ts';
import { firstInOrder } from './in-order.ts';
import { drawOverTime } from './over-time.ts';
import { keysOf, withSource, type Source } from './source.ts';
import { drawStrata } from './strata.ts';

/** How to select, where it is not by hash over the whole population. */
export type Selection =
  | {
      by: 'time';
      column: string;
      /** Keys drawn before; else `skip` items drawn at once. */ before?: readonly string[];
    }
  | {
      by: 'strata';
      column: string;
      /** Items from each stratum; in proportion when nothing is said. */
      allocation?: Readonly<Record<string, number>> | undefined;
      /** Items drawn before from each; else `skip` items in proportion. */
      before?: Readonly<Record<string, number>> | undefined;
    };

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
  selection?: Selection | undefined;
  /** Where the size came from; stands in the document as it is. */
  sizing?: SampleSizing | undefined;
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
  return withSource(input.file, input.key, async (source) => {
    const [counted] = await source.session.rows(`SELECT count(*) AS items FROM ${source.from}`);
    const drawn = await select(source, seed, skip, input);
    return {
      seed,
      populationSha256: sha256,
      population: Number(counted?.items ?? 0),
      skip,
      ...drawn,
      ...(input.sizing === undefined ? {} : { sizing: input.sizing }),
    };
  });
}

async function select(
  source: Source,
  seed: string,
  skip: number,
  { size, selection }: DrawInput,
): Promise<{ selected: string[]; method?: SampleMethod }> {
  if (selection === undefined) {
    const taker = firstInOrder(seed, skip, size);
    for await (const { key } of keysOf(source)) taker.add(key);
    return { selected: taker.taken() };
  }
  const { column } = selection;
  if (selection.by === 'time') {
    const before =
      selection.before ?? (skip === 0 ? [] : await drawOverTime(source, { seed, column, size: skip, before: [] }));
    sameNumber(before.length, skip);
    const selected = await drawOverTime(source, { seed, column, size, before });
    return { selected, method: { by: 'time', column, before: [...before] } };
  }
  const { allocation, before } = selection;
  if (before === undefined && allocation !== undefined && skip > 0) {
    throw new TickmarkError('bad_input', 'It is not said how the items drawn before were shared out.', {
      field: 'skip',
      action: 'Extend in proportion, or extend the sample where it is kept.',
    });
  }
  const { selected, strata } = await drawStrata(source, { seed, column, size, before, skip, allocation });
  const earlier = strata.reduce((sum, stratum) => sum + stratum.before, 0);
  sameNumber(earlier, skip);
  const stated = allocation === undefined ? 'proportional' : 'stated';
  return { selected, method: { by: 'strata', column, allocation: stated, strata } };
}

function sameNumber(drawn: number, skip: number): void {
  if (drawn === skip) return;
  throw new TickmarkError('bad_input', `${drawn} items were drawn before, and skip is ${skip}.`, {
    field: 'skip',
    action: 'Give the number of items drawn before.',
  });
}

function whole(field: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new TickmarkError('bad_input', `${field} is ${value}.`, {
    field,
    action: `Give a whole number of at least ${least}.`,
  });
}
