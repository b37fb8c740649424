import { dayAfter, reviewAfter, TickmarkError, type PolicyFileFront } from '@tickmark/core';
import { z } from 'zod';
import type { Told } from './check-folder.ts';

/** What a file says of its review, held against a day. */
export interface ReviewTold {
  faults: Told[];
  warnings: Told[];
}

/** A review that is overdue, or that is told of a day to come, is a fault; one that is due within thirty days a warning. */
export async function tellReview(
  name: string,
  { reviewedOn, reviewCadence }: PolicyFileFront,
  on: string,
): Promise<ReviewTold> {
  const told = (code: Told['code'], message: string): Told[] => [
    { files: [name], code, at: 'reviewedOn', passage: '', message },
  ];
  if (reviewedOn === undefined) return { faults: [], warnings: [] };
  // Where it was approved it may be tomorrow by now.
  if (reviewedOn > dayAfter(on)) {
    const message = `It says that it was reviewed on ${reviewedOn}, and it is ${on}. Write the day on which it was approved or confirmed.`;
    return { faults: told('review-ahead', message), warnings: [] };
  }
  const due = reviewAfter(reviewedOn, reviewCadence, on);
  if (due === null) return { faults: [], warnings: [] };
  const { checkReview } = await import('@tickmark/policies');
  const all = checkReview({ last: reviewedOn, ...due }).flatMap(({ code, message, action }) =>
    told(code, `${message} ${action}`),
  );
  return due.state === 'overdue' ? { faults: all, warnings: [] } : { faults: [], warnings: all };
}

/** A day, or today by the clock of the machine. Errors: bad_input for what is no date. */
export function dayOf(given: string | undefined): string {
  if (given === undefined) return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short' }).format(new Date());
  if (z.iso.date().safeParse(given).success) return given;
  throw new TickmarkError('bad_input', `“${given}” is no date.`, { field: 'on', action: 'Write it as 2026-11-30.' });
}
