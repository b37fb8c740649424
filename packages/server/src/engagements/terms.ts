import { createHash } from 'node:crypto';
import type { Engagement } from '@tickmark/core';
import canonicalize from 'canonicalize';

/** Hash of what an engagement examines, for the log: SHA-256 of the canonical JSON of its terms. */
export function termsSha256(engagement: Pick<Engagement, 'categories' | 'terms' | 'timeZone'>): string {
  const { categories, terms, timeZone } = engagement;
  return createHash('sha256')
    .update(String(canonicalize({ categories: [...categories].sort(), terms, timeZone })))
    .digest('hex');
}

/** By time zone; to make one takes a hundred times as long as to use it. */
const dates = new Map<string, Intl.DateTimeFormat>();

/** Calendar date of an instant in a time zone: `2026-11-23`. */
export function localDate(at: Date, timeZone: string): string {
  let format = dates.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dates.set(timeZone, format);
  }
  return format.format(at);
}
