import { TickmarkError, type Period, type PopulationKind } from '@tickmark/core';
import { addDays, dateAt, startOfDay, zoneOf } from '../time/index.ts';

/**
 * When a population may speak for a period. Events taken before the period has closed are interim;
 * state can be taken only while the period is open. Throws `not_yet_possible` or
 * `no_longer_possible` with the date that decides. Returns whether the population is interim.
 */
export function checkTiming(input: {
  kind: Pick<PopulationKind, 'shape' | 'title'>;
  period: Period | null;
  timeZone: string;
  extractedAt: Date;
}): boolean {
  const { kind, period, extractedAt } = input;
  if (!period) return false;
  const zone = zoneOf(input.timeZone);
  const at = extractedAt.getTime();
  const closed = at >= startOfDay(zone, addDays(period.to, 1));
  if (kind.shape === 'events') return !closed;
  const today = dateAt(zone, at);
  if (closed) {
    throw new TickmarkError(
      'no_longer_possible',
      `${kind.title} can be observed only while the period is open; it closed on ${period.to} and this was taken on ${today}.`,
      { field: 'period', action: `This was possible until ${period.to}. Take it for a period that is still open.` },
    );
  }
  if (at < startOfDay(zone, period.from)) {
    throw new TickmarkError(
      'not_yet_possible',
      `${kind.title} can be observed only while the period is open; it opens on ${period.from} and this was taken on ${today}.`,
      { field: 'period', action: `This becomes possible on ${period.from}.` },
    );
  }
  return false;
}
