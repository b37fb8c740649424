import type { TestResult } from '@tickmark/core';
import type { Session } from '../duckdb/index.ts';
import { countsOf, countsSql, type Prepared } from '../runs/index.ts';
import { occurrencesSoFar } from './cadence.ts';
import { judgedCounts, judgedItems } from './items.ts';
import { subjectsSoFar } from './state.ts';

/** What all increments together found; the same counts as a result over all their rows. */
export interface IncrementTotals {
  /** Items, or what was observed in a state test; null in a cadence. */
  items: Pick<TestResult['items'], 'inScope' | 'pass' | 'deviations' | 'unverified'> | null;
  attributes: TestResult['attributes'];
  /** Of a cadence; what a later increment may still bring is not due. */
  occurrences: TestResult['occurrences'] | null;
}

export async function totalsOf(session: Session, prepared: Prepared): Promise<IncrementTotals> {
  const { typed } = prepared;
  if (typed.definition.kind === 'cadence') {
    return { items: null, attributes: {}, occurrences: await occurrencesSoFar(session, prepared) };
  }
  const [row = {}] = await session.rows(
    typed.definition.kind === 'state' ? countsSql(typed, outcomesSoFar(prepared)) : `FROM ${judgedCounts}`,
  );
  const { states, attributes } = countsOf(typed, row);
  return { items: states, attributes, occurrences: null };
}

/** What is known of each item, in the columns of `items.parquet`. */
export function outcomesSoFar(prepared: Prepared): string {
  return prepared.typed.definition.kind === 'state' ? subjectsSoFar(prepared) : judgedItems;
}
