import type { TestResult } from '@tickmark/core';
import type { TypedDefinition } from '../definitions/index.ts';
import { identifier, type Session } from '../duckdb/index.ts';
import { attributeColumn } from '../runs/index.ts';

/** What all increments together found; the same counts as a result over all their rows. */
export interface IncrementTotals {
  items: Pick<TestResult['items'], 'inScope' | 'pass' | 'deviations' | 'unverified'>;
  attributes: TestResult['attributes'];
}

export async function totalsOf(session: Session, { attributes }: TypedDefinition): Promise<IncrementTotals> {
  const counted = attributes.flatMap(({ name }, i) => {
    const column = identifier(attributeColumn(name));
    return [`count(*) FILTER (WHERE ${column}) AS pass${i}`, `count(*) FILTER (WHERE NOT ${column}) AS fail${i}`];
  });
  const [row = {}] = await session.rows(
    `SELECT ${[
      'count(*) AS total',
      `count(*) FILTER (WHERE state = 'pass') AS pass`,
      `count(*) FILTER (WHERE state = 'deviation') AS deviations`,
      ...counted,
    ].join(', ')} FROM kept.judged`,
  );
  const [inScope, pass, deviations] = [Number(row.total), Number(row.pass), Number(row.deviations)];
  return {
    items: { inScope, pass, deviations, unverified: inScope - pass - deviations },
    attributes: Object.fromEntries(
      attributes.map(({ name, title }, i) => {
        const [passed, failed] = [Number(row[`pass${i}`]), Number(row[`fail${i}`])];
        return [name, { title, pass: passed, fail: failed, unverified: inScope - passed - failed }];
      }),
    ),
  };
}
