import { severityTitles } from '../../readiness/index.ts';
import { quantity } from '../../reasons/index.ts';
import type { ReadinessFacts } from '../facts.ts';
import { gradeStanding, standingTitles } from '../words.ts';
import { heading, listed, nothing, plain, said, tabled, type Block, type Cell } from './blocks.ts';

/** Codes that a cell names; the rest is counted. */
const mostNamed = 6;

export function fewOf(codes: readonly string[]): string {
  if (codes.length === 0) return '–';
  return codes.length <= mostNamed
    ? codes.join(', ')
    : `${codes.slice(0, mostNamed).join(', ')} and ${codes.length - mostNamed} more`;
}

export function severityCell(severity: keyof typeof severityTitles | null): Cell {
  if (severity === null) return plain('Not said', { tone: 'caution' });
  const grave = severity === 'critical' || severity === 'high';
  return plain(severityTitles[severity], { strong: grave, tone: grave ? 'alarm' : 'ink' });
}

/** Why things stand so. */
export function why(facts: ReadinessFacts): Block[] {
  const { gaps, apart, coverage, relevance, criteria, answersAlone } = facts;
  const holding = gaps.filter(({ holds }) => holds.length > 0);
  const bare = coverage.holes.filter(({ codes }) => codes.includes('no-control')).map(({ criterion }) => criterion);
  const holed = coverage.holes.filter(
    ({ codes }) => codes.includes('not-in-force') || codes.includes('days-without-control'),
  );
  const alone = criteria.filter((each) => each.answersAlone);
  return [
    heading(1, 'Why'),
    heading(2, 'Gaps that hold most back'),
    said(
      'A gap holds a criterion back that cannot be designed, or not be graded, as long as the answer stands.',
      'quiet',
    ),
    tabled(
      'Gaps that hold most back',
      [
        ['Gap, and what closes it', 45],
        ['Severity', 11],
        ['Question', 11],
        ['Controls', 13],
        ['Criteria held back', 20],
      ],
      holding,
      (gap) => [
        plain(`${gap.gap} – ${gap.remediation}`),
        severityCell(gap.severity),
        plain(gap.question, { about: { kind: 'question', key: gap.question } }),
        plain(fewOf(gap.controls)),
        plain(
          `${gap.holds.length}: ${fewOf(gap.holds)}${gap.alone.length === 0 ? '' : `. Alone: ${fewOf(gap.alone)}`}`,
        ),
      ],
      gaps.length === 0 ? 'No answer tells of a gap.' : 'No known gap keeps a criterion from being designed.',
      12,
    ),
    heading(2, 'Holes in the coverage'),
    said(
      `${coverage.noControl} of ${quantity(coverage.applicable, 'criterion', 'criteria')} ${coverage.noControl === 1 ? 'has' : 'have'} no control, ${coverage.inPart} none on some of the days; ${coverage.unsupported} lack an owner, a test or evidence.`,
    ),
    ...(bare.length === 0 ? [] : [said(`Without a control: ${bare.join(', ')}.`, 'alarm')]),
    tabled(
      'Holes in the coverage',
      [
        ['Criterion', 13],
        ['What is missing', 87],
      ],
      holed,
      ({ criterion, sentences }) => [
        plain(criterion, { strong: true, about: { kind: 'criterion', key: criterion } }),
        plain(sentences.join(' ')),
      ],
      bare.length === 0
        ? 'Every relevant criterion has a control on every day.'
        : 'Every criterion that has a control has one on every day.',
    ),
    heading(2, 'What rests on your own answers alone'),
    alone.length === 0
      ? nothing('No criterion is designed by answers alone.')
      : said(
          `${quantity(alone.length, 'criterion is', 'criteria are')} designed by nothing but your own word: ${alone.map(({ criterion }) => criterion).join(', ')}. So ${answersAlone.length === 1 ? 'is' : 'are'} ${quantity(answersAlone.length, 'control')}.`,
        ),
    heading(2, 'Criteria taken for not relevant'),
    tabled(
      'Criteria taken for not relevant',
      [
        ['Criterion', 32],
        ['Reason', 44],
        ['By', 24],
      ],
      relevance,
      ({ criterion, summary, reason, by, at }) => [
        plain(`${criterion} ${summary}`, { about: { kind: 'criterion', key: criterion } }),
        plain(reason),
        plain(`${by ?? 'somebody not known here'}, ${at.slice(0, 10)}`),
      ],
      'None was.',
    ),
    ...(apart.length === 0
      ? []
      : [
          said(
            `${quantity(apart.length, 'gap speaks', 'gaps speak')} of these criteria alone and ${apart.length === 1 ? 'is' : 'are'} in no count: ${apart.map(({ question, gap }) => `${question} ${gap}`).join('; ')}.`,
          ),
        ]),
  ];
}

/** Every criterion with its grade and the first reason for it. */
export function everyCriterion({ criteria }: ReadinessFacts): Block[] {
  return [
    heading(1, 'Every criterion'),
    tabled(
      'Every criterion',
      [
        ['Criterion', 33],
        ['Grade', 15],
        ['Why', 35],
        ['Lowest controls', 17],
      ],
      criteria,
      (each) => [
        plain(`${each.criterion} ${each.summary}`, { about: { kind: 'criterion', key: each.criterion } }),
        plain(standingTitles[gradeStanding(each)], {
          strong: true,
          tone: each.grade === 0 ? 'alarm' : each.grade === null ? 'caution' : 'ink',
        }),
        plain(each.why[0] ?? ''),
        plain(fewOf(each.lowest)),
      ],
      'No criterion applies.',
      criteria.length,
    ),
  ];
}

/** What was not looked at, so that nobody takes it for looked at. */
export function notChecked(facts: ReadinessFacts): Block[] {
  const { answers, coverage } = facts;
  return [
    heading(1, 'What this report does not say'),
    listed('What this report does not say', [
      'Whether a control works: only a test over a whole population shows that, and only an auditor concludes on it.',
      'Whether the answers are true. They are the organization’s own word until somebody else has seen what they speak of.',
      ...(answers.unanswered + answers.unknown > 0
        ? [`What ${quantity(answers.unanswered + answers.unknown, 'question')} without a known answer would have told.`]
        : []),
      ...(answers.notApplicable > 0
        ? [
            `Whether ${quantity(answers.notApplicable, 'question')} said not to apply indeed ${answers.notApplicable === 1 ? 'does' : 'do'} not.`,
          ]
        : []),
      ...(coverage.notRelevant > 0 ? ['Whether an auditor agrees that a criterion is not relevant.'] : []),
      'That the dates of the roadmap will be kept. They follow from efforts and the time of people, as these were said.',
    ]),
  ];
}
