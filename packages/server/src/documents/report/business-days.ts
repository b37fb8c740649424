import { quantity, type Holiday, type TestResult } from '@tickmark/core';

/** Holidays that some tests left out, with the names the organization lists them under today. */
export interface HolidayList {
  /** Codes of the tests. */
  tests: string[];
  /** By date; the name is empty where the date is no longer listed. */
  holidays: { date: string; name: string }[];
}

/** Each list of holidays once, in the order of the results. */
export function holidayLists(
  results: readonly { document: Pick<TestResult, 'definition' | 'holidays'> }[],
  listed: readonly Pick<Holiday, 'date' | 'name'>[],
): HolidayList[] {
  const names = new Map(listed.map(({ date, name }) => [date, name]));
  const lists = new Map<string, HolidayList>();
  for (const { definition, holidays = [] } of results.map(({ document }) => document)) {
    if (holidays.length === 0) continue;
    const dates = holidays.join();
    const list = lists.get(dates) ?? {
      tests: [],
      holidays: holidays.map((date) => ({ date, name: names.get(date) ?? '' })),
    };
    lists.set(dates, list);
    if (!list.tests.includes(definition.id)) list.tests.push(definition.id);
  }
  return [...lists.values()];
}

/** Which days a test counted as business days; empty where it counted none. */
export function businessDaysText(holidays: readonly string[] | undefined, lists: readonly HolidayList[]): string {
  if (holidays === undefined) return '';
  if (holidays.length === 0) return 'Monday to Friday. No holidays were listed, so only weekends were left out.';
  const dates = holidays.join();
  const place = lists.findIndex((list) => list.holidays.map(({ date }) => date).join() === dates) + 1;
  const which = lists.length === 1 ? '' : `, list ${place}`;
  return `Monday to Friday, without ${quantity(holidays.length, 'holiday')}: see “Holidays left out”${which}.`;
}
