import { tmpdir } from 'node:os';
import { TickmarkError, type AttributeState, type Period, type Row } from '@tickmark/core';
import { openDuckDb, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { explainEach, judge, seeItems, type SeenItem } from './explanations.ts';
import { prepare, type PopulationFile, type Prepared } from './sources.ts';
import { observationKeysSql } from './state.ts';

export interface ExplainInput {
  yaml: string;
  populations: Record<string, PopulationFile>;
  /** Key of the item; for a state test, what its subject names. */
  item: string;
  period: Period;
  timeZone: string;
  /** As the run was given them. */
  holidays?: readonly string[];
}

export interface ItemExplanation {
  row: Row;
  attributes: { name: string; title: string; state: AttributeState; explanation: string }[];
}

/** Milliseconds after which an explanation is given up. */
const timeLimit = 60_000;

/**
 * Why one item has the state it has: every attribute with its operands. For a state test, of the
 * observation that decides: the first that fails, else the first that could not be told, else the
 * last. Throws `not_found`.
 */
export async function explainItem(input: ExplainInput): Promise<ItemExplanation> {
  const prepared = prepare(input);
  const session = await openDuckDb(tmpdir(), { timeLimit });
  try {
    const keys = await keysOf(session, prepared, input.item);
    const seen = await seeItems(session, prepared, keys);
    const judged = [...seen.values()].map((item) => ({ item, found: judge(prepared, item) }));
    const worst =
      judged.find((j) => j.found.attributes.some((a) => a.state === 'fail')) ??
      judged.find((j) => j.found.attributes.some((a) => a.state === 'unverified')) ??
      judged.at(-1);
    if (!worst) {
      throw new TickmarkError('not_found', `The population has no item ${input.item}.`, {
        field: 'item',
        action: 'Give the key of an item of the result.',
      });
    }
    return { row: rowOf(worst.item), attributes: explainEach(prepared, worst.item, worst.found) };
  } finally {
    session.close();
  }
}

async function keysOf(session: Session, prepared: Prepared, item: string): Promise<string[]> {
  const { typed } = prepared;
  if (typed.definition.kind !== 'state' || !typed.subject) return [item];
  const rows = await session.rows(observationKeysSql(prepared, item));
  return rows.map((r) => String(r.key));
}

function rowOf({ row }: SeenItem): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fromDuckDb(value)]));
}
