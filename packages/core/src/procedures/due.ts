import { addMonths, daysLater } from '../calendar/index.ts';
import type { Frequency } from '../controls/index.ts';
import type { ProcedureDueState } from './words.ts';

/** Days or months from one run to the next, and how many days before it that is told. */
const rhythms: Partial<Record<Frequency, { days: number } | { months: number }>> = {
  daily: { days: 1 },
  weekly: { days: 7 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  semiannual: { months: 6 },
  annual: { months: 12 },
};
const notice: Partial<Record<Frequency, number>> = {
  daily: 0,
  weekly: 2,
  monthly: 7,
  quarterly: 14,
  semiannual: 30,
  annual: 30,
};

/**
 * When a procedure has to be run next: its rhythm after the day on which a run of it was finished last. Where none ever was,
 * there is no day to count from, and that is told apart from being overdue. null for what has no rhythm of the calendar.
 */
export function dueOf(
  frequency: Frequency,
  lastFinishedOn: string | null,
  today: string,
): { state: ProcedureDueState; on: string | null } | null {
  const rhythm = rhythms[frequency];
  if (rhythm === undefined) return null;
  if (lastFinishedOn === null) return { state: 'never-run', on: null };
  const on = 'days' in rhythm ? daysLater(lastFinishedOn, rhythm.days) : addMonths(lastFinishedOn, rhythm.months);
  if (on < today) return { state: 'overdue', on };
  return { state: daysLater(on, -(notice[frequency] ?? 0)) <= today ? 'due' : 'not-due', on };
}
