import type { EngagementTerms } from '../../engagements/index.ts';
import { dayAfter } from '../../reasons/index.ts';
import { afterType1, afterType2, preparation, type UsualPhase } from '../../understand/index.ts';
import type { RoadmapPhase, Way } from './shapes.ts';

/** What the way of an engagement to its report is made of. */
export interface Terms {
  terms: EngagementTerms;
  /** Whether time is left for a dry run between the work and the examined days. */
  dryRun: boolean;
}

const rehearsal = preparation.find(({ id }) => id === 'rehearsal');

function weeksOf(phase: UsualPhase): { shortest: number; longest: number } {
  return { shortest: phase.weeks[0] * 7, longest: phase.weeks[1] * 7 };
}

/** Days of the period of a Type 2; one and the same day for a Type 1. */
export function examinedDays(terms: EngagementTerms): number {
  if (terms.type === 'type1') return 1;
  return (Date.parse(terms.period.to) - Date.parse(terms.period.from)) / 86_400_000 + 1;
}

export function firstExamined(terms: EngagementTerms): string {
  return terms.type === 'type1' ? terms.asOf : terms.period.from;
}

/** First and last examined day, moved so that the first is `begin`. */
export function movedTo(terms: EngagementTerms, begin: string): { from: string; to: string } {
  return { from: begin, to: dayAfter(begin, examinedDays(terms) - 1) };
}

/**
 * From the first examined day to the report, by phases. `usual` counts the longest
 * that is usual. What comes after the examined days begins no sooner than `today`, where it is given.
 */
export function wayFrom({ terms, dryRun }: Terms, begin: string, today = ''): Way {
  const { from, to } = movedTo(terms, begin);
  const phases: RoadmapPhase[] = [];
  if (dryRun && rehearsal !== undefined) {
    const { shortest } = weeksOf(rehearsal);
    // It ends with the day before a period, and may end with the day that a Type 1 speaks of.
    const last = terms.type === 'type1' ? from : dayAfter(from, -1);
    phases.push({ id: 'dry-run', title: rehearsal.title, from: dayAfter(last, 1 - shortest), to: last, usualTo: last });
  }
  phases.push(
    terms.type === 'type1'
      ? { id: 'as-of', title: 'As-of date', from, to, usualTo: to }
      : { id: 'period', title: 'Period', from, to, usualTo: to },
  );
  let [last, usual] = [to, to];
  const after: readonly UsualPhase[] = terms.type === 'type1' ? afterType1 : afterType2;
  for (const [place, phase] of after.entries()) {
    const { shortest, longest } = weeksOf(phase);
    const id = place === after.length - 1 ? 'report' : 'fieldwork';
    const begins = later(dayAfter(last), today);
    [last, usual] = [dayAfter(begins, shortest - 1), dayAfter(later(dayAfter(usual), today), longest - 1)];
    phases.push({ id, title: phase.title, from: begins, to: last, usualTo: usual });
  }
  return { phases, report: last, usual };
}

/** The first examined day where the work ends on `ready`: the day itself for a Type 1, the day after for a period. */
export function beginAfter({ terms, dryRun }: Terms, ready: string): string {
  const rest = dryRun && rehearsal !== undefined ? weeksOf(rehearsal).shortest : 0;
  return dayAfter(ready, rest + (terms.type === 'type1' ? 0 : 1));
}

/** By when the work has to end where the first examined day is `begin`. */
export function readyBefore({ terms, dryRun }: Terms, begin: string): string {
  const rest = dryRun && rehearsal !== undefined ? weeksOf(rehearsal).shortest : 0;
  return dayAfter(begin, -rest - (terms.type === 'type1' ? 0 : 1));
}

/** The last first examined day that still leads to a report on `report`, by the shortest that is usual. */
export function beginFor({ terms, dryRun }: Terms, report: string): string {
  const distance =
    (Date.parse(wayFrom({ terms, dryRun }, '2000-01-03').report) - Date.parse('2000-01-03')) / 86_400_000;
  return dayAfter(report, -distance);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
