import { z } from 'zod';
import { date, instant, line } from '../operations/shapes.ts';
import { isHolidayDate } from './list.ts';

export const holidayDate = date.refine(isHolidayDate, 'lies before 1970 or after 2199');

/** A day that is no business day in this organization, besides Saturdays and Sundays. */
export const holiday = z.object({
  date,
  name: line,
  addedAt: instant,
  entryIndex: z.number().int(),
});
export type Holiday = z.infer<typeof holiday>;
