import type { ItemState, Occurrence, TestResult } from '@tickmark/core';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { attributeColumn, prepare, type Prepared } from '../runs/index.ts';
import { occurrencesSoFar } from './cadence.ts';
import type { IncrementInput } from './increments.ts';
import { withKept } from './store.ts';
import { outcomesSoFar } from './totals.ts';

type SeenState = ItemState | Occurrence['state'];

/** An item, or a slice of a cadence, on which the increments and the final run do not agree; null where one of them has it not. */
export interface IncrementDifference {
  item: string;
  increments: SeenState | null;
  final: SeenState | null;
}

/** What a comparison reads of a run: its result and the file of its items. */
export interface FinalRun {
  result: Pick<TestResult, 'attributes' | 'occurrences'>;
  items: { file: string } | null;
}

export interface IncrementComparison {
  /** Items on which both agree in state and every attribute. */
  equal: number;
  differing: number;
  /** Slices of a cadence that were not due when the last increment was taken and are now. */
  notDue: number;
  /** The first thousand, by key. */
  differences: IncrementDifference[];
}

const listed = 1000;

/**
 * Whether the final run over the frozen population equals the sum of the increments, and where it
 * does not: a row that came late, was changed at its source, or is gone. `input` is what was given
 * to the run, which must have been asked for its items.
 */
export async function compareWithFinal(input: IncrementInput, run: FinalRun): Promise<IncrementComparison> {
  const prepared = prepare(input);
  return withKept(input, prepared.holidays, async (session) =>
    prepared.typed.definition.kind === 'cadence'
      ? compareSlices(await occurrencesSoFar(session, prepared), run.result.occurrences)
      : await compareItems(session, prepared, run),
  );
}

async function compareItems(
  session: Session,
  prepared: Prepared,
  { items, result }: FinalRun,
): Promise<IncrementComparison> {
  if (!items) throw new TypeError('The final run was not asked for its items.');
  const names = Object.keys(result.attributes).map((name) => identifier(attributeColumn(name)));
  const differs = ['state', ...names].map((n) => `a.${n} IS DISTINCT FROM b.${n}`).join(' OR ');
  await session.run(
    `CREATE OR REPLACE TEMP TABLE compared AS
     SELECT coalesce(a.item, b.item) AS item, a.state AS before, b.state AS after, a.item IS NULL OR b.item IS NULL OR ${differs} AS differs
     FROM ${outcomesSoFar(prepared)} AS a FULL JOIN read_parquet(${text(items.file)}) AS b ON a.item = b.item`,
  );
  const [counts] = await session.rows(
    'SELECT count(*) FILTER (WHERE NOT differs) AS equal, count(*) FILTER (WHERE differs) AS differing FROM compared',
  );
  const rows = await session.rows(`SELECT * FROM compared WHERE differs ORDER BY item LIMIT ${listed}`);
  const state = (value: unknown) => (value === null || value === undefined ? null : (String(value) as ItemState));
  return {
    equal: Number(counts?.equal),
    differing: Number(counts?.differing),
    notDue: 0,
    differences: rows.map((row) => ({
      item: String(row.item),
      increments: state(row.before),
      final: state(row.after),
    })),
  };
}

type Occurrences = NonNullable<TestResult['occurrences']>;

/** Slices follow from the definition and the period, so both sides have the same ones. */
function compareSlices(before: Occurrences, after: TestResult['occurrences']): IncrementComparison {
  let notDue = 0;
  const differences = before.list.flatMap(({ from, to, state, item }, i): IncrementDifference[] => {
    const final = after?.list[i];
    if (final && final.state === state && final.item === item) return [];
    if (final && state === 'not-due') {
      notDue += 1;
      return [];
    }
    return [{ item: `${from}/${to}`, increments: state, final: final?.state ?? null }];
  });
  return {
    equal: before.list.length - differences.length - notDue,
    differing: differences.length,
    notDue,
    differences: differences.slice(0, listed),
  };
}
