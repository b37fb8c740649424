import { z } from 'zod';
import content from '../../../../content/samples/sample-sizes.json' with { type: 'json' };

const formula = /^(?:(max|min)\((\d{1,6}),ceil\((\d+(?:\.\d{1,6})?)\*N\)\)|ceil\((\d+(?:\.\d{1,6})?)\*N\))$/;

/** A number of items, or one that grows with the population: `max(5,ceil(0.10*N))`. */
const amount = z.union([
  z.number().int().min(0).max(1_000_000),
  z.string().regex(formula, 'must be a whole number, ceil(0.10*N), max(5,ceil(0.10*N)) or min(40,ceil(0.15*N))'),
]);
type Amount = z.infer<typeof amount>;

const most = z.number().int().min(0).optional().describe('Where a firm goes beyond `high`; information only');

/**
 * A firm's table of sample sizes: by how often a control operates, and by how many items a population
 * has. Practice, not a standard: the product's own is `content/samples/sample-sizes.json`.
 */
export const sampleSizeTable = z
  .strictObject({
    note: z.string().max(1000).optional(),
    periodic: z
      .array(
        z.strictObject({
          frequency: z.string().min(1).max(40),
          perYear: z.number().int().min(1),
          low: amount,
          high: amount,
          highMax: most,
        }),
      )
      .max(50),
    perOccurrence: z
      .array(
        z.strictObject({
          minN: z.number().int().min(0),
          maxN: z.number().int().min(0).nullable(),
          low: amount,
          high: amount,
          highMax: most,
          cap: z.literal('N').optional(),
          outcome: z.literal('no_occurrence').optional(),
        }),
      )
      .min(1)
      .max(100),
    automated: z.strictObject({ perScenario: z.number().int().min(1), plus: z.string() }).optional(),
  })
  .superRefine((table, context) => {
    const names = table.periodic.map(({ frequency }) => frequency);
    const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
    if (twice >= 0) fault(context, ['periodic', twice, 'frequency'], 'stands in the table twice');
    let next = 0;
    table.perOccurrence.forEach(({ minN, maxN }, i) => {
      if (minN > next || (i > 0 && minN !== next)) {
        fault(context, ['perOccurrence', i, 'minN'], `must be ${next}: every number of items has one row`);
      }
      if (maxN !== null && maxN < minN) fault(context, ['perOccurrence', i, 'maxN'], 'must not be below minN');
      next = maxN === null ? Number.POSITIVE_INFINITY : maxN + 1;
    });
    if (Number.isFinite(next)) {
      fault(context, ['perOccurrence'], 'must end with a row whose maxN is null, for every larger population');
    }
    const above = (row: { low: Amount; high: Amount }, at: readonly number[]): boolean =>
      at.some((n) => amountFor(row.low, n) > amountFor(row.high, n));
    table.periodic.forEach((row, i) => {
      if (above(row, [1, row.perYear])) fault(context, ['periodic', i, 'high'], 'must not be below low');
    });
    table.perOccurrence.forEach((row, i) => {
      if (above(row, [row.minN, row.maxN ?? 10 * row.minN]))
        fault(context, ['perOccurrence', i, 'high'], 'must not be below low');
    });
  });
export type SampleSizeTable = z.infer<typeof sampleSizeTable>;

/** The product's own table. */
export const defaultSampleSizes: SampleSizeTable = sampleSizeTable.parse(content);

export const sampleRisk = z.enum(['low', 'higher']);
export type SampleRisk = z.infer<typeof sampleRisk>;

/** What a table says for one control and population. */
export const sampleSizeAnswer = z.object({
  size: z.number().int().describe('Items to test; all of them when the population is no larger'),
  all: z.boolean(),
  low: z.number().int(),
  high: z.number().int(),
  by: z.enum(['frequency', 'number-of-items', 'no-occurrence']),
  why: z.string(),
});
export type SampleSizeAnswer = z.infer<typeof sampleSizeAnswer>;

/**
 * The size a table gives: by the control's frequency while the population has at most half as many
 * again as that frequency has occurrences in a year; else, and for what happens per occurrence, by the
 * number of items. A population at or below the size is tested whole. `frequency` as in the table.
 */
export function sampleSizeFor(input: {
  table: SampleSizeTable;
  frequency: string;
  /** Items in the frozen population: what actually occurred. */
  items: number;
  risk: SampleRisk;
}): SampleSizeAnswer {
  const { table, frequency, items, risk } = input;
  if (items === 0) {
    const why = 'The population has no items: no occurrence, which is not a pass. There is nothing to draw.';
    return { size: 0, all: false, low: 0, high: 0, by: 'no-occurrence', why };
  }
  const periodic = table.periodic.find((row) => row.frequency === frequency);
  const fits = periodic !== undefined && 2 * items <= 3 * periodic.perYear;
  const row = fits ? periodic : table.perOccurrence.find(({ maxN }) => maxN === null || items <= maxN);
  if (row === undefined) throw new RangeError('A table of sample sizes ends with a row for every larger population.');
  const low = Math.min(amountFor(row.low, items), items);
  const high = Math.min(amountFor(row.high, items), items);
  const size = risk === 'low' ? low : high;
  const all = size >= items;
  const basis = fits
    ? `Frequency ${frequency}, ${items} in the population`
    : periodic === undefined
      ? `${items} in the population, by their number`
      : `${items} in the population are more than a control of the frequency ${frequency} has occurrences, so by their number`;
  const range = low === high ? `${low}` : `${low} at low risk, ${high} at higher risk`;
  const why = all ? `${basis}: the table asks for all of them.` : `${basis}: the table asks for ${range}.`;
  return { size, all, low, high, by: fits ? 'frequency' : 'number-of-items', why };
}

/** Exact: `ceil(0.10*N)` of 70 is 7. */
function amountFor(amount: Amount, items: number): number {
  if (typeof amount === 'number') return amount;
  const parts = formula.exec(amount);
  const rate = parts?.[3] ?? parts?.[4] ?? '0';
  const [whole = '', decimals = ''] = rate.split('.');
  const bottom = 10n ** BigInt(decimals.length);
  const share = Number((BigInt(`${whole}${decimals}`) * BigInt(items) + bottom - 1n) / bottom);
  if (parts?.[1] === undefined) return share;
  return parts[1] === 'max' ? Math.max(Number(parts[2]), share) : Math.min(Number(parts[2]), share);
}

function fault(context: z.core.$RefinementCtx, path: (string | number)[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}
