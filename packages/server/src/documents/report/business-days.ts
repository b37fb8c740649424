import { quantity, type Holiday } from '@tickmark/core';

/** What left holidays out: a test, or a reconciliation whose filters count business days. */
export interface LeftOut {
  by: string;
  /** Dates; undefined where it counted no business days. */
  holidays: readonly string[] | undefined;
}

export interface HolidayList {
  by: string[];
  /** By date, under the name the organization lists it by today; empty where it no longer does. */
  holidays: { date: string; name: string }[];
}

/** Each list of holidays once, in the order in which it is first named. */
export function holidayLists(
  leftOut: readonly LeftOut[],
  listed: readonly Pick<Holiday, 'date' | 'name'>[],
): HolidayList[] {
  const names = new Map(listed.map(({ date, name }) => [date, name]));
  const lists = new Map<string, HolidayList>();
  for (const { by, holidays = [] } of leftOut) {
    if (holidays.length === 0) continue;
    const named = holidays.map((date) => ({ date, name: names.get(date) ?? '' }));
    const list = lists.get(holidays.join()) ?? { by: [], holidays: named };
    lists.set(holidays.join(), list);
    if (!list.by.includes(by)) list.by.push(by);
  }
  return [...lists.values()];
}

/** Which days counted as business days; empty where none were counted. */
export function businessDaysText(holidays: LeftOut['holidays'], lists: readonly HolidayList[]): string {
  if (holidays === undefined) return '';
  if (holidays.length === 0) return 'Monday to Friday. No holidays were listed, so only weekends were left out.';
  const place = lists.findIndex((list) => list.holidays.map(({ date }) => date).join() === holidays.join()) + 1;
  const which = lists.length === 1 ? '' : `, list ${place}`;
  return `Monday to Friday, without ${quantity(holidays.length, 'holiday')}: see “Holidays left out”${which}.`;
}
