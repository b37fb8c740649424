import type { Period } from '@tickmark/core';
import { identifier, text } from '../duckdb/index.ts';
import type { KindShape } from '../definitions/index.ts';
import { dateSql } from '../expressions/index.ts';
import { addDays, startOfDay, type Zone } from '../time/index.ts';

/** The time column of an item as SQL, NULL when the kind has none. */
export function timeSql(kind: KindShape): string {
  return kind.time === null ? 'NULL::TIMESTAMP' : `item.${identifier(kind.time)}`;
}

/** Whether a time lies in a period, both days included; NULL when the time is missing. */
export function withinSql(time: string, isDate: boolean, period: Period, zone: Zone): string {
  if (isDate) return `${time} BETWEEN DATE ${text(period.from)} AND DATE ${text(period.to)}`;
  const from = BigInt(startOfDay(zone, period.from)) * 1000n;
  const until = BigInt(startOfDay(zone, addDays(period.to, 1))) * 1000n;
  return `(${time} >= make_timestamp(${from}) AND ${time} < make_timestamp(${until}))`;
}

/** Local date of a time that is known to lie near a period; only its own clock changes are written out. */
export function localDateSql(time: string, isDate: boolean, period: Period, zone: Zone): string {
  if (isDate) return time;
  const from = startOfDay(zone, addDays(period.from, -400));
  const until = startOfDay(zone, addDays(period.to, 400));
  const before = zone.transitions.filter((t) => t.at <= from).at(-1) ?? zone.transitions[0];
  const near = zone.transitions.filter((t) => t.at > from && t.at < until);
  return dateSql({ ...zone, transitions: [{ at: Number.NEGATIVE_INFINITY, offset: before.offset }, ...near] }, time);
}

/** Whether the kind places items by a date rather than an instant. */
export function hasDateTime(kind: KindShape): boolean {
  return kind.columns.find((c) => c.name === kind.time)?.type === 'date';
}
