import { planStateTitles } from '../../plan/index.ts';
import { severities, severityTitles } from '../../readiness/index.ts';
import { joined, quantity } from '../../reasons/index.ts';
import type { ReportComparison } from '../compare.ts';
import { goneTitles, newTitles, standingTitles, targetTitles } from '../words.ts';
import { heading, named, nothing, plain, said, tabled, type Block, type Cell } from './blocks.ts';
import { severityCell } from './why.ts';

/** The report that this one is held against. */
export interface EarlierReport {
  number: number;
  engagement: string;
  /** The day it speaks of. */
  today: string;
}

const dateTitles: Record<ReportComparison['dates'][number]['what'], string> = {
  ready: 'Examined days can begin after',
  earliest: 'Report at the earliest',
  wished: 'Wished report',
  'first-day': 'First examined day',
  'last-day': 'Last examined day',
};

function apart(days: number): string {
  if (days === 0) return 'of the same day';
  return `${quantity(Math.abs(days), 'day')} ${days < 0 ? 'later' : 'earlier'}`;
}

/** What is different from an earlier report. */
export function sinceLastTime(earlier: EarlierReport | null, compared: ReportComparison | null): Block[] {
  const title = heading(1, 'Since last time');
  if (earlier === null || compared === null) {
    return [title, nothing('There is no earlier report to hold this one against.')];
  }
  const { criteria, gaps, plan, dates, differences, answers } = compared;
  const closed = gaps.gone.filter(({ other }) => other === 'answered');
  const otherwise = gaps.gone.filter(({ other }) => other !== 'answered');
  const total = (of: ReportComparison['gaps']['counts']['earlier']): number =>
    severities.reduce((sum, each) => sum + of[each], 0);
  const moves = [
    ...criteria.fell.map((each) => ({ ...each, what: 'Fell', tone: 'alarm' as const })),
    ...criteria.lost.map((each) => ({ ...each, what: 'Cannot be told any more', tone: 'caution' as const })),
    ...criteria.rose.map((each) => ({ ...each, what: 'Rose', tone: 'ink' as const })),
    ...criteria.told.map((each) => ({ ...each, what: 'Can be told now', tone: 'ink' as const })),
    ...criteria.doubtful.map((each) => ({ ...each, what: 'Still without a grade', tone: 'caution' as const })),
  ];
  return [
    title,
    said(
      `Held against report ${earlier.number} of ${earlier.today}${earlier.engagement === '' ? '' : ` of “${earlier.engagement}”`}, ${apart(compared.days)}.`,
    ),
    ...differences.map(({ words }) => said(words, 'caution', true)),
    named('In short', [
      [
        'Grades',
        `${criteria.rose.length} rose, ${criteria.fell.length} fell, ${criteria.told.length} can be told now, ${criteria.lost.length} cannot any more, ${criteria.same + criteria.doubtful.length} are as they were`,
      ],
      [
        'Questions answered',
        `${answers.earlier.answered} of ${answers.earlier.total} then, ${answers.later.answered} of ${answers.later.total} now`,
      ],
      [
        'Known gaps',
        `${total(gaps.counts.earlier)} then, ${total(gaps.counts.later)} now: ${closed.length} closed, ${otherwise.length} not told any more for another reason, ${gaps.fresh.length} new, ${gaps.changed.length} changed, ${gaps.stayed.length} as they were`,
      ],
      ...compared.readyFor.map(
        ({ what, earlier: before, later: now }) =>
          [
            targetTitles[what],
            `${before.criteria} of ${quantity(before.of, 'criterion', 'criteria')} too low then, ${now.criteria} of ${now.of} now${what === 'type1' ? '' : `; critical or high gaps ${before.gaps} then, ${now.gaps} now`}`,
          ] as const,
      ),
    ]),
    ...(criteria.onlyEarlier.length + criteria.onlyLater.length === 0
      ? []
      : [
          said(
            `Not comparable: ${joined([
              ...(criteria.onlyEarlier.length === 0 ? [] : [`${criteria.onlyEarlier.join(', ')} applied only then`]),
              ...(criteria.onlyLater.length === 0 ? [] : [`${criteria.onlyLater.join(', ')} only now`]),
            ])}.`,
            'caution',
          ),
        ]),
    ...(criteria.takenForNotRelevant.length + criteria.relevantAgain.length === 0
      ? []
      : [
          said(
            `${joined([
              ...(criteria.takenForNotRelevant.length === 0
                ? []
                : [`Taken for not relevant since: ${criteria.takenForNotRelevant.join(', ')}`]),
              ...(criteria.relevantAgain.length === 0 ? [] : [`relevant again: ${criteria.relevantAgain.join(', ')}`]),
            ])}.`,
          ),
        ]),
    heading(2, 'Grades that moved'),
    tabled(
      'Grades that moved',
      [
        ['Criterion', 44],
        ['Change', 20],
        ['Then', 18],
        ['Now', 18],
      ],
      moves,
      ({ criterion, summary, what, tone, from, to }): Cell[] => [
        plain(`${criterion} ${summary}`, { about: { kind: 'criterion', key: criterion } }),
        plain(what, { tone, strong: true }),
        plain(standingTitles[from]),
        plain(standingTitles[to]),
      ],
      'Every grade is as it was.',
    ),
    heading(2, 'Gaps that came and went'),
    tabled(
      'Gaps that came and went',
      [
        ['Gap', 50],
        ['Severity', 13],
        ['Change', 12],
        ['Why', 25],
      ],
      [
        ...gaps.fresh.map((each) => ({ ...each, what: 'New', why: newTitles[each.other] })),
        ...gaps.changed.map(({ question, from, to }) => ({
          question,
          gap: to.gap,
          severity: to.severity,
          what: 'Changed',
          why: `Was ${severityTitles[from.severity].toLowerCase()}: ${from.gap}`,
        })),
        ...otherwise.map((each) => ({ ...each, what: 'Not told', why: goneTitles[each.other] })),
        ...closed.map((each) => ({ ...each, what: 'Closed', why: goneTitles[each.other] })),
      ],
      ({ question, gap, severity, what, why }) => [
        plain(`${question} ${gap}`, { about: { kind: 'question', key: question } }),
        severityCell(severity),
        plain(what, { strong: true }),
        plain(why),
      ],
      'No gap came or went.',
    ),
    heading(2, 'Gaps that stayed'),
    tabled(
      'Gaps that stayed',
      [
        ['Gap', 62],
        ['Severity', 16],
        ['Known for', 22, 'figures'],
      ],
      gaps.stayed.toSorted(
        (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.days - a.days,
      ),
      ({ question, gap, severity, days }) => [
        plain(`${question} ${gap}`, { about: { kind: 'question', key: question } }),
        severityCell(severity),
        plain(quantity(days, 'day')),
      ],
      'None of the gaps of then is still there.',
      10,
    ),
    heading(2, 'Plan and dates'),
    ...(plan === null
      ? [nothing('The plans are of different engagements, and are not compared.')]
      : [
          tabled(
            'Items that moved',
            [
              ['Item', 52],
              ['Then', 24],
              ['Now', 24],
            ],
            [
              ...plan.moved.map(({ id, code, title: of, from, to }) => ({
                id,
                code,
                of,
                from: planStateTitles[from],
                to: planStateTitles[to],
              })),
              ...plan.added.map(({ id, code, title: of, state }) => ({
                id,
                code,
                of,
                from: 'Not in the plan',
                to: planStateTitles[state],
              })),
              ...plan.missing.map(({ id, code, title: of, state }) => ({
                id,
                code,
                of,
                from: planStateTitles[state],
                to: 'Not in the plan',
              })),
            ],
            ({ id, code, of, from, to }) => [
              plain(`${code} ${of}`, { about: { kind: 'item', key: id } }),
              plain(from),
              plain(to, { strong: true }),
            ],
            'No item of the plan moved.',
          ),
        ]),
    tabled(
      'Dates that moved',
      [
        ['What', 46],
        ['Then', 18],
        ['Now', 18],
        ['Moved', 18],
      ],
      [
        ...dates.map((each) => ({ ...each, title: dateTitles[each.what] })),
        ...(plan?.due ?? []).map((each) => ({ ...each, title: `${each.code} ${each.title}: due` })),
        ...(plan?.ends ?? []).map((each) => ({ ...each, title: `${each.code} ${each.title}: ends by the roadmap` })),
      ],
      ({ title: of, earlier: before, later: now, days }) => [
        plain(of),
        plain(before ?? 'None'),
        plain(now ?? 'None'),
        days === null
          ? plain('Cannot be told', { tone: 'caution' })
          : plain(days > 0 ? `${quantity(days, 'day')} later` : `${quantity(-days, 'day')} sooner`, {
              tone: days > 0 ? 'caution' : 'ink',
            }),
      ],
      'No date moved.',
    ),
  ];
}
