import { TickmarkError, type Control } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { testedDays, type TestedDays } from './store.ts';

/**
 * A version can't be ended on or before a day on which it deviated: that would move the deviation to
 * other words, or to none. Errors: `conflict`, with the first day that is possible.
 */
export async function checkEndsAfterDeviations(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  control: Pick<Control, 'code' | 'effectiveFrom'>,
  end: string,
  field: string,
): Promise<void> {
  const days = (await testedDays(tx, organizationId, control.code))
    .flatMap((result) => deviationDays(result).map((day) => ({ day, test: result.code })))
    .filter(({ day }) => day >= control.effectiveFrom && day >= end)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const last = days.at(-1);
  if (last === undefined) return;
  throw new TickmarkError(
    'conflict',
    `${last.test} found a deviation of ${control.code} on ${last.day}, while the present wording was in force. A change of wording does not take it back.`,
    { field, action: `Choose a day after ${last.day}; the result up to then stands.` },
  );
}

/** Days on which a result shows a deviation; one without a day of its own stands on the last day. */
export function deviationDays({ document }: TestedDays): string[] {
  const { items, timeline, occurrences, period } = document;
  const ofItems = timeline.filter((day) => day.deviations > 0).map((day) => day.date);
  const ofSlices = (occurrences?.list ?? []).filter((o) => o.state === 'late' || o.state === 'missed').map((o) => o.to);
  const placed = timeline.reduce((sum, day) => sum + day.deviations, 0);
  return [...ofItems, ...ofSlices, ...(items.deviations > placed ? [period.to] : [])];
}
