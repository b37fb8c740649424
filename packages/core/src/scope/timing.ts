import { engagementPeriod, type EngagementTerms } from '../engagements/index.ts';

/** Whether the first day of what is examined has passed: from then on a change says since when it is so, and why. */
export function hasBegun(terms: EngagementTerms, today: string): boolean {
  return today > engagementPeriod(terms).from;
}

/**
 * Why what is said of the day and the reason of a change cannot be, with its field; null where it can. Before the period has
 * begun what is written is how it will be from the first day on; after that a change is dated, within the days that
 * have come.
 */
export function timingFault(
  terms: EngagementTerms,
  today: string,
  { effectiveFrom, reason }: { effectiveFrom?: string | undefined; reason?: string | undefined },
): { field: string; message: string; action: string } | null {
  const { from, to } = engagementPeriod(terms);
  if (!hasBegun(terms, today)) {
    return effectiveFrom === undefined
      ? null
      : {
          field: 'effectiveFrom',
          message: `The first day, ${from}, has not passed, and what is written holds from it on.`,
          action: 'Leave the day out.',
        };
  }
  const last = to < today ? to : today;
  if (effectiveFrom === undefined) {
    return {
      field: 'effectiveFrom',
      message: `The first day, ${from}, has passed, and it is not said since when this is so.`,
      action: `Say the day on which it changed, or ${from} where it was so from the beginning and is only written down now.`,
    };
  }
  if (effectiveFrom < from) {
    return {
      field: 'effectiveFrom',
      message: `${effectiveFrom} lies before the first day, ${from}.`,
      action: `Say ${from} where it was so from the beginning.`,
    };
  }
  if (effectiveFrom > last) {
    return {
      field: 'effectiveFrom',
      message: `${effectiveFrom} lies after ${last === to ? 'the last day' : 'today'}, ${last}.`,
      action:
        last === to
          ? 'What changed after the last day belongs to the next engagement.'
          : 'Write a change down once it has happened.',
    };
  }
  if (reason === undefined) {
    return {
      field: 'reason',
      message: 'It is not said why.',
      action: 'Give the reason: a description of the system tells significant changes of the period.',
    };
  }
  return null;
}

/**
 * What was so of one item on a day, of all that is written of it: the last thing written that holds from that day or an
 * earlier one. Versions come in the order in which they were written; what has no day of its own holds from the beginning.
 */
export function versionOn<Version extends { effectiveFrom: string | null }>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  return versions.findLast(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day);
}
