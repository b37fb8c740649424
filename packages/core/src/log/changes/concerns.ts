import { sealedFacts } from '../facts.ts';
import type { LogStatement } from '../log.ts';

/** What an entry is held against. */
export interface ConcernedEngagement {
  id: string;
  period: { from: string; to: string };
  /** Engagement of each test, result, sample and dry run of the organization, by its id. */
  engagementOf: ReadonlyMap<string, string>;
}

/** Facts that name something of one engagement. */
const naming = ['testId', 'resultId', 'dryRunId', 'sampleId'] as const;

/**
 * Whether an entry concerns an engagement. It does where it names it or something of it, and evidence does where it
 * speaks for a day of the period. What holds for the whole organization, such as controls, members, holidays, witnesses
 * and timestamp authorities, concerns each of its engagements; logs of others that it watches, and asking for a check of all
 * records, none. What can't be told counts as concerning, so that nobody overlooks it.
 */
export function concernsEngagement(
  { op, facts }: Pick<LogStatement, 'op' | 'facts'>,
  { id, period, engagementOf }: ConcernedEngagement,
): boolean {
  if (op === 'evidence.upload' || op === 'evidence.accept' || op === 'capture-links.give') {
    const read = sealedFacts[op].safeParse(facts);
    return !read.success || (read.data.periodFrom <= period.to && read.data.periodTo >= period.from);
  }
  if (op === 'log.check' || op.startsWith('watched-logs.')) return false;
  const named = [facts['engagementId'], ...naming.map((name) => engagementOf.get(String(facts[name])))].find(
    (found) => typeof found === 'string',
  );
  return named === undefined || named === id;
}
