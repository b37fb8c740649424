import { TickmarkError, type SampleMethod } from '@tickmark/core';
import { identifier } from '../duckdb/index.ts';
import { firstInOrder } from './in-order.ts';
import { keysOf, requireColumn, withSource, type Source } from './source.ts';

type Strata = Extract<SampleMethod, { by: 'strata' }>['strata'];

/** More than this is a column that names items, not one that parts them. */
const mostStrata = 200;

/** The seed of selection A in one stratum: `seed|column=value`; value is empty where an item has none. */
export function stratumSeed(seed: string, column: string, value: string): string {
  return `${seed}|${column}=${value}`;
}

/**
 * Shares out `size` draws in proportion, one after the other: a stratum without an item in the sample
 * comes first, the larger ones before; then the one with the greatest items² / (drawn · (drawn + 1)),
 * which is Huntington and Hill's method. Ties go to the value that comes first. What was drawn before
 * counts, so that an extension goes on where a larger sample would have. None gives more than it has.
 */
export function allocate(strata: readonly { value: string; items: number; before: number }[], size: number): number[] {
  const drawn = strata.map(() => 0);
  for (let n = 0; n < size; n += 1) {
    let best = -1;
    strata.forEach((stratum, i) => {
      if (stratum.before + (drawn[i] ?? 0) >= stratum.items) return;
      const leader = strata[best];
      if (leader === undefined || comesBefore(stratum, drawn[i] ?? 0, leader, drawn[best] ?? 0)) best = i;
    });
    if (best < 0) break;
    drawn[best] = (drawn[best] ?? 0) + 1;
  }
  return drawn;
}

function comesBefore(
  a: { items: number; before: number },
  drawnOfA: number,
  b: { items: number; before: number },
  drawnOfB: number,
): boolean {
  const [na, nb] = [a.before + drawnOfA, b.before + drawnOfB];
  if (na === 0 || nb === 0) return na === nb ? a.items > b.items : na === 0;
  const left = BigInt(a.items) ** 2n * BigInt(nb) * BigInt(nb + 1);
  const right = BigInt(b.items) ** 2n * BigInt(na) * BigInt(na + 1);
  return left > right;
}

/** Draws by selection A in every stratum; keys stand stratum by stratum, in order of the values' bytes. */
export async function drawStrata(
  source: Source,
  input: {
    seed: string;
    column: string;
    size: number;
    /** Items drawn before from each stratum; proportional from `skip` when nothing is said. */
    before: Readonly<Record<string, number>> | undefined;
    skip: number;
    allocation: Readonly<Record<string, number>> | undefined;
  },
): Promise<{ selected: string[]; strata: Strata }> {
  const { seed, column, size, allocation } = input;
  const counted = await countStrata(source, column);
  const earlier =
    input.before === undefined
      ? allocate(
          counted.map((each) => ({ ...each, before: 0 })),
          input.skip,
        )
      : counted.map(({ value }) => input.before?.[value] ?? 0);
  const placed = counted.map((each, i) => ({ ...each, before: earlier[i] ?? 0 }));
  const shares = allocation === undefined ? allocate(placed, size) : stated(placed, allocation, size);
  const takers = new Map(
    placed.map(({ value, before }, i) => [
      value,
      firstInOrder(stratumSeed(seed, column, value), before, shares[i] ?? 0),
    ]),
  );
  for await (const { key, stratum } of keysOf(source, column)) takers.get(stratum)?.add(key);
  const taken = placed.map(({ value }) => takers.get(value)?.taken() ?? []);
  return {
    selected: taken.flat(),
    strata: placed.map((each, i) => ({ ...each, drawn: taken[i]?.length ?? 0 })),
  };
}

/**
 * Strata that a column parts a frozen population into, in order of their values' bytes, each with its share of `size` draws in
 * proportion. Throws `bad_input` where the column is not there or has too many values.
 */
export function strataOf(input: {
  /** Frozen population, Parquet. */
  file: string;
  /** Column that names an item. */
  key: string;
  column: string;
  size: number;
}): Promise<{ value: string; items: number; share: number }[]> {
  return withSource(input.file, input.key, async (source) => {
    const counted = await countStrata(source, input.column);
    const shares = allocate(
      counted.map((each) => ({ ...each, before: 0 })),
      input.size,
    );
    return counted.map((each, i) => ({ ...each, share: shares[i] ?? 0 }));
  });
}

async function countStrata(source: Source, column: string): Promise<{ value: string; items: number }[]> {
  requireColumn(source, 'column', column);
  const rows = await source.session.rows(
    `SELECT coalesce(${identifier(column)}::VARCHAR, '') AS value, count(*) AS items FROM ${source.from}
      GROUP BY 1 ORDER BY 1 LIMIT ${mostStrata + 1}`,
  );
  if (rows.length > mostStrata) {
    throw new TickmarkError('bad_input', `The column ${column} has more than ${mostStrata} values.`, {
      field: 'column',
      action: 'Name a column that parts the population into a few strata, such as the system.',
    });
  }
  return rows.map(({ value, items }) => ({ value: String(value), items: Number(items) }));
}

function stated(
  strata: Strata | readonly { value: string; items: number; before: number }[],
  allocation: Readonly<Record<string, number>>,
  size: number,
): number[] {
  const refuse = (message: string, action: string): never => {
    throw new TickmarkError('bad_input', message, { field: 'allocation', action });
  };
  for (const value of Object.keys(allocation)) {
    if (strata.some((stratum) => stratum.value === value)) continue;
    refuse(`No item has the value ${JSON.stringify(value)}.`, `Values: ${strata.map((s) => s.value).join(', ')}.`);
  }
  const shares = strata.map(({ value, items, before }) => {
    const share = allocation[value] ?? 0;
    if (!Number.isSafeInteger(share) || share < 0 || share > items - before) {
      refuse(
        `${share} items of ${JSON.stringify(value)} were asked for; ${items - before} are left.`,
        'Ask for fewer.',
      );
    }
    return share;
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum !== size) refuse(`The allocation gives ${sum} items, and the size is ${size}.`, 'Make both the same.');
  return shares;
}
