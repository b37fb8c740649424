import type { EngagementTerms } from '../engagements/index.ts';
import type { ProposalKind, TestResult } from '../results/index.ts';
import { counted, dateIn, joined, quantity, spanned } from '../reasons/index.ts';

/** Deviations a result shows, whatever it concludes: items, and occurrences late or missed. */
export function deviationCount(document: TestResult): number {
  const { items, occurrences } = document;
  return items.deviations + (occurrences ? occurrences.late + occurrences.missed : 0);
}

/**
 * The result in the words reports use: "No exceptions noted", "Exception
 * noted", "No occurrence", "Could not be concluded". Exceptions are named even where nothing can be
 * concluded. `state` is what {@link stateOfResult} found, `reasons` why.
 */
export function resultSentence(
  document: TestResult,
  state: ProposalKind,
  reasons: readonly string[],
  terms: EngagementTerms,
): string {
  const said: string[] = [];
  const exceptions = exceptionText(document);
  if (state === 'cannot-say')
    said.push(`Could not be concluded: ${trimmed(reasons[0] ?? 'the result gives no reason')}.`);
  if (exceptions) said.push(`Exception noted: ${exceptions}.`);
  else if (state === 'not-effective')
    said.push(`Exception noted: ${trimmed(reasons[0] ?? 'the result gives no reason')}.`);
  else if (state === 'no-occurrence') said.push(`No occurrence: ${absence(document)} Operation was not tested.`);
  else if (state !== 'cannot-say') said.push(`No exceptions noted. ${whatWasTested(document, terms)}`);
  if (document.interim) {
    const seen = dateIn(document.extractedThrough, document.timeZone);
    said.push(`Interim: nothing after ${seen} was seen; the period ends on ${document.period.to}.`);
  }
  return said.join(' ');
}

function trimmed(reason: string): string {
  return reason.trim().replace(/\.+$/, '');
}

function whatWasTested(document: TestResult, terms: EngagementTerms): string {
  const when = terms.type === 'type2' ? spanned(document.period) : `as of ${document.period.to}`;
  if (document.occurrences) {
    const { expected, met, notDue } = document.occurrences;
    const due = expected - notDue;
    return `${counted(met)} of ${quantity(due, 'occurrence')} due ${when} ${due === 1 ? 'was' : 'were'} met in time.`;
  }
  const items = `${counted(document.items.pass)} of ${quantity(document.items.inScope, 'item')} tested ${when} met every attribute`;
  if (!document.days) return `${items}.`;
  return `${items}, observed on ${counted(document.days.observed)} of ${quantity(document.days.expected, 'day')}.`;
}

function absence(document: TestResult): string {
  if (document.occurrences) return `nothing was due ${spanned(document.period)}.`;
  const { total, outOfPeriod, notGoverned } = document.items;
  if (total === 0) return `the population was searched and has no items ${spanned(document.period)}.`;
  const why = [
    outOfPeriod > 0 ? `${counted(outOfPeriod)} outside the period` : '',
    notGoverned > 0 ? `${counted(notGoverned)} not governed by the control` : '',
  ].filter(Boolean);
  return `0 of ${quantity(total, 'item')} fell under the control ${spanned(document.period)}${why.length ? ` (${joined(why)})` : ''}.`;
}

function exceptionText(document: TestResult): string {
  const parts: string[] = [];
  const { items, occurrences } = document;
  if (occurrences && occurrences.missed + occurrences.late > 0) {
    const kinds = [
      occurrences.missed > 0 ? `${counted(occurrences.missed)} missed` : '',
      occurrences.late > 0 ? `${counted(occurrences.late)} late` : '',
    ].filter(Boolean);
    const slices = occurrences.list
      .filter((o) => o.state === 'missed' || o.state === 'late')
      .slice(0, 4)
      .map((o) => `${o.state} ${spanned(o)}`);
    const due = quantity(occurrences.expected - occurrences.notDue, 'occurrence');
    parts.push(`${joined(kinds)} of ${due} due${slices.length ? ` (${slices.join(', ')})` : ''}`);
  }
  if (items.deviations > 0) {
    const failed = Object.entries(document.attributes)
      .filter(([, attribute]) => attribute.fail > 0)
      .map(([name, attribute]) => `attribute ${name} (${attribute.title}) ${counted(attribute.fail)}`);
    const rest = items.unverified > 0 ? `; ${counted(items.unverified)} more could not be verified` : '';
    parts.push(
      `${counted(items.deviations)} of ${quantity(items.inScope, 'item')} tested ${items.deviations === 1 ? 'deviates' : 'deviate'}` +
        `${failed.length ? `: ${joined(failed)}` : ''}${deviationDays(document)}${rest}`,
    );
  }
  return parts.join('; ');
}

function deviationDays(document: TestResult): string {
  const days = document.timeline
    .filter((day) => day.deviations > 0)
    .map((day) => day.date)
    .sort();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return '';
  return first === last ? `; on ${first}` : `; first on ${first}, last on ${last}`;
}
