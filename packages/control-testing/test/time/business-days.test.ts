import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addBusinessDays,
  addDays,
  businessCalendar,
  businessDaysBetween,
  dateOfDay,
  dayNumber,
} from '../../src/time/index.ts';

const holidays = ['2025-12-25', '2025-12-26', '2026-01-01', '2026-02-14', '2026-04-03', '2026-04-06'];
const calendar = businessCalendar(holidays);

function isBusinessDay(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.includes(date);
}

/** Steps from day to day, as a person counts on a calendar. */
function stepped(date: string, n: number): string {
  let at = date;
  for (let left = Math.abs(n); left > 0;) {
    at = addDays(at, Math.sign(n));
    if (isBusinessDay(at)) left -= 1;
  }
  return at;
}

test('CT57 business days are counted as on a calendar, weekends and holidays left out', () => {
  for (let day = dayNumber('2025-12-10'); day < dayNumber('2026-04-20'); day += 1) {
    for (const n of [-70, -23, -6, -5, -1, 0, 1, 2, 5, 11, 64]) {
      const date = dateOfDay(day);
      assert.equal(dateOfDay(addBusinessDays(calendar, day, n)), stepped(date, n), `${date} and ${n}`);
    }
  }
  assert.equal(dateOfDay(addBusinessDays(calendar, dayNumber('2026-04-02'), 1)), '2026-04-07');
  assert.equal(dateOfDay(addBusinessDays(calendar, dayNumber('2026-04-04'), 0)), '2026-04-04');
});

test('CT57 the business days from one date to another are those after the first up to the second', () => {
  const first = dayNumber('2025-12-10');
  let counted = 0;
  for (let day = first + 1; day < first + 200; day += 1) {
    if (isBusinessDay(dateOfDay(day))) counted += 1;
    assert.equal(businessDaysBetween(calendar, first, day), counted, dateOfDay(day));
    assert.equal(businessDaysBetween(calendar, day, first), -counted || 0, dateOfDay(day));
  }
  assert.equal(businessDaysBetween(businessCalendar([]), dayNumber('0001-01-01'), dayNumber('0001-01-08')), 5);
});
