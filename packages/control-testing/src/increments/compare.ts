import { identifier, text } from '../duckdb/index.ts';
import type { TestRun } from '../runs/index.ts';
import type { IncrementScope } from './increments.ts';
import { openKept } from './store.ts';

/** An item on which the increments and the final run do not agree; null where one of them has it not. */
export interface IncrementDifference {
  item: string;
  increments: string | null;
  final: string | null;
}

export interface IncrementComparison {
  /** Items on which both agree in state and every attribute. */
  equal: number;
  differing: number;
  /** The first thousand, by key. */
  differences: IncrementDifference[];
}

const listed = 1000;

/**
 * Whether the final run over the frozen population equals the sum of the increments, and where it
 * does not: a row that came late, was changed at its source, or is gone. The run must have been
 * asked for its items.
 */
export async function compareWithFinal(scope: IncrementScope, run: TestRun): Promise<IncrementComparison> {
  if (!run.items) throw new TypeError('The final run was not asked for its items.');
  const session = await openKept(scope, run.result.holidays ?? null);
  try {
    const names = Object.keys(run.result.attributes).map((name) => identifier(`attribute_${name}`));
    const differs = ['a.state IS DISTINCT FROM b.state', ...names.map((n) => `a.${n} IS DISTINCT FROM b.${n}`)];
    await session.run(
      `CREATE OR REPLACE TEMP TABLE compared AS
       SELECT coalesce(a.item, b.item) AS item, a.state AS before, b.state AS after, a.item IS NULL OR b.item IS NULL OR ${differs.join(' OR ')} AS differs
       FROM kept.judged AS a FULL JOIN read_parquet(${text(run.items.file)}) AS b ON a.item = b.item`,
    );
    const [counts] = await session.rows(
      'SELECT count(*) FILTER (WHERE NOT differs) AS equal, count(*) FILTER (WHERE differs) AS differing FROM compared',
    );
    const rows = await session.rows(`SELECT * FROM compared WHERE differs ORDER BY item LIMIT ${listed}`);
    const state = (value: unknown) => (value === null || value === undefined ? null : String(value));
    return {
      equal: Number(counts?.equal),
      differing: Number(counts?.differing),
      differences: rows.map((row) => ({
        item: String(row.item),
        increments: state(row.before),
        final: state(row.after),
      })),
    };
  } finally {
    session.close();
  }
}
