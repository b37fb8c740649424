import { z } from 'zod';
import { categoryTitles } from '../categories/index.ts';
import { date, id } from '../operations/shapes.ts';
import { dayAfter, joined, quantity } from '../reasons/index.ts';
import { sourced } from '../sources/index.ts';
import { engagementPeriod, type Engagement, type EngagementTerms, type Warning } from './engagements.ts';

/** What of an engagement its place among the others follows from. */
export type Chained = Pick<Engagement, 'id' | 'title' | 'terms' | 'categories' | 'previousId'>;

const dayMs = 86_400_000;
const bridgeDays = 92;

/** How two periods meet: the days in both, or those between them; `adjacent` has none of either. */
export const meeting = z.object({
  earlier: id,
  later: id,
  kind: z.enum(['adjacent', 'gap', 'overlap']),
  from: date.nullable(),
  to: date.nullable(),
  days: z.number().int(),
});
export type Meeting = z.infer<typeof meeting>;

/** Of a later and an earlier engagement. A Type 1 has no days of operation, so nothing lies between it and another. */
export function meetingOf(earlier: Chained, later: Chained): Meeting | null {
  if (earlier.terms.type !== 'type2' || later.terms.type !== 'type2') return null;
  const [a, b] = [earlier.terms.period, later.terms.period];
  const named = { earlier: earlier.id, later: later.id };
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  if (from <= to) return { ...named, kind: 'overlap', from, to, days: daysIn(from, to) };
  const [begin, end] =
    a.to < b.from ? [dayAfter(a.to, 1), dayAfter(b.from, -1)] : [dayAfter(b.to, 1), dayAfter(a.from, -1)];
  return begin > end
    ? { ...named, kind: 'adjacent', from: null, to: null, days: 0 }
    : { ...named, kind: 'gap', from: begin, to: end, days: daysIn(begin, end) };
}

function daysIn(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

/**
 * What practice would question about an engagement's days and its place after others. `today` is a date in its time zone.
 */
export function chainWarnings(engagement: Chained, all: readonly Chained[], today: string): Warning[] {
  const { terms, previousId } = engagement;
  const found: Warning[] = [];
  if (terms.type === 'type1' && terms.asOf > today) {
    found.push({
      code: 'as-of-ahead',
      message: `The as-of date, ${terms.asOf}, lies ahead. What is shown before that day is a forecast; an auditor reports after it.`,
      source: sourced('management'),
    });
  }
  const previous = all.find((each) => each.id === previousId);
  const met = previous === undefined ? null : meetingOf(previous, engagement);
  if (previous !== undefined && met?.kind === 'gap') {
    const bridge =
      met.days > bridgeDays
        ? 'That is more than the three months a bridge letter usually covers.'
        : 'A bridge letter of your management can speak of them; it gives no assurance.';
    found.push({
      code: 'gap-to-previous',
      message: `${quantity(met.days, 'day')}, ${met.from} to ${met.to}, lie between “${previous.title}” and this one and are in no report. ${bridge}`,
      source: sourced('practice'),
    });
  }
  for (const other of all) {
    if (other.id === engagement.id) continue;
    const both = meetingOf(other, engagement);
    if (both?.kind !== 'overlap') continue;
    found.push({
      code: 'overlapping',
      message: `${quantity(both.days, 'day')}, ${both.from} to ${both.to}, are in “${other.title}” as well. Readers get two reports on the same days, and a deviation on them stands in both.`,
      source: sourced('practice'),
    });
  }
  const dropped = (previous?.categories ?? []).filter((each) => !engagement.categories.includes(each));
  if (previous !== undefined && dropped.length > 0) {
    found.push({
      code: 'category-dropped',
      message: `${joined(dropped.map((each) => categoryTitles[each]))} ${dropped.length === 1 ? 'was' : 'were'} in “${previous.title}” and ${dropped.length === 1 ? 'is' : 'are'} left out now. Readers will ask why; leaving something out to avoid a qualified opinion is not accepted.`,
      source: sourced('management'),
    });
  }
  return found;
}

/** Why an engagement cannot follow another, as a sentence; null where it can. */
export function followingFault(engagement: Chained, all: readonly Chained[]): string | null {
  const previous = all.find((each) => each.id === engagement.previousId);
  if (previous === undefined) return null;
  if (previous.id === engagement.id) return 'An engagement cannot follow itself.';
  const taken = all.find((each) => each.id !== engagement.id && each.previousId === previous.id);
  if (taken !== undefined) return `“${previous.title}” is followed by “${taken.title}” already.`;
  for (let at: Chained | undefined = previous; at !== undefined; at = all.find((each) => each.id === at?.previousId)) {
    if (at.id === engagement.id) return `“${previous.title}” follows this one, directly or through others.`;
  }
  const [before, own] = [engagementPeriod(previous.terms), engagementPeriod(engagement.terms)];
  return before.from > own.from
    ? `“${previous.title}” begins on ${before.from}, after this one does, on ${own.from}.`
    : null;
}

/**
 * Terms that would follow without a gap: twelve months from the day after a period, and six after the date of a Type 1, which
 * are usual lengths of a recurring and of a first period.
 */
export function followingTerms(terms: EngagementTerms): EngagementTerms {
  const from = dayAfter(engagementPeriod(terms).to, 1);
  const months = terms.type === 'type1' ? 6 : 12;
  return { type: 'type2', period: { from, to: dayAfter(monthsLater(from, months), -1) } };
}

/** The same day of a later month, or its last day where it has fewer. */
function monthsLater(day: string, months: number): string {
  const at = new Date(day);
  const wanted = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  // Where the month has no such day, the period ends with the month: the day after its last is meant.
  if (wanted > last) return dayAfter(`${at.toISOString().slice(0, 8)}${String(last).padStart(2, '0')}`, 1);
  at.setUTCDate(wanted);
  return at.toISOString().slice(0, 10);
}

/** Engagements by their first day, and how each that follows another meets it. */
export function engagementChain<Each extends Chained>(all: readonly Each[]): { items: Each[]; meetings: Meeting[] } {
  const first = (each: Each): string => engagementPeriod(each.terms).from;
  const items = all.toSorted((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a.id < b.id ? -1 : 1));
  const meetings = items.flatMap((later) => {
    const earlier = items.find((each) => each.id === later.previousId);
    const met = earlier === undefined ? null : meetingOf(earlier, later);
    return met === null ? [] : [met];
  });
  return { items, meetings };
}
