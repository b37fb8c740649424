import type { Period, PublishedTest } from '@tickmark/core';
import { populationKind } from '@tickmark/control-testing';
import { derivedId } from '../platform/jobs/index.ts';
import { kindsOf } from '../tests/index.ts';

/** What increments have in common that add up. */
export interface Series {
  id: string;
  yaml: string;
  period: Period;
  timeZone: string;
  /** Dates, where the definition asks of business days, else null. */
  holidays: readonly string[] | null;
}

/**
 * The series of a published test over some days. Its id follows from what its increments must share, so another version,
 * period, zone or list of holidays, or other columns of a kind, begin another one, and none has to be begun or ended.
 */
export function seriesOf(
  { id, yaml, definition }: Pick<PublishedTest, 'id' | 'yaml' | 'definition'>,
  { period, timeZone, holidays }: Pick<Series, 'period' | 'timeZone' | 'holidays'>,
): Series {
  const columns = kindsOf(definition).map((kind) => populationKind(kind).columns.map(({ name, type }) => [name, type]));
  const shared = JSON.stringify([period.from, period.to, timeZone, holidays, columns]);
  return { id: derivedId(id, shared), yaml, period, timeZone, holidays };
}
