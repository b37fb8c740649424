import { categories, categoryTitles } from '../../categories/index.ts';
import { phaseTitles } from '../../phases/index.ts';
import { severities, severityTitles } from '../../readiness/index.ts';
import { joined, quantity } from '../../reasons/index.ts';
import type { ReadinessFacts } from '../facts.ts';
import { gradeStanding, standings, standingTitles, targetTitles } from '../words.ts';
import { heading, listed, named, nothing, plain, said, tabled, type Block } from './blocks.ts';
import { possibleReport } from './possible.ts';
import { gradeBars, severityBars } from './pictures.ts';

/** Steps of the first page. */
const firstSteps = 5;

/** The whole of it in one look: where things stand, and what is next. */
export function inShort(facts: ReadinessFacts): Block[] {
  const { answers, criteria, relevance, gaps, gapCounts, plan, next } = facts;
  const severe = gapCounts.critical + gapCounts.high;
  const { counts } = plan;
  const hidden = answers.unanswered + answers.unknown;
  const possible = possibleReport(facts);
  return [
    heading(1, 'In short'),
    said(facts.verdict, 'ink', true),
    said(
      'These are the organization’s own records and answers, weighed by fixed rules. It is no auditor’s opinion, and no grade here says how an examination will end.',
      'quiet',
    ),
    {
      kind: 'figures',
      items: [
        {
          figure: `${criteria.filter(({ grade }) => grade !== null && grade >= 2).length} of ${criteria.length}`,
          words:
            relevance.length === 0
              ? 'criteria implemented or operating'
              : `relevant criteria implemented or operating; ${relevance.length} taken for not relevant`,
          tone: 'ink',
        },
        {
          figure: `${answers.answered} of ${answers.total}`,
          words: `questions answered; ${answers.unknown} not known, ${answers.unanswered} unanswered`,
          tone: answers.unanswered + answers.unknown > 0 ? 'caution' : 'ink',
        },
        {
          figure: severe === 0 && hidden > 0 ? 'None known' : String(severe),
          words: `critical or high ${severe === 1 ? 'gap' : 'gaps'}${hidden > 0 ? `; ${quantity(hidden, 'question')} may hide more` : ''}`,
          tone: severe > 0 ? 'alarm' : hidden > 0 ? 'caution' : 'ink',
        },
        {
          figure: counts.total === 0 ? 'No plan' : `${counts.verified} of ${counts.total}`,
          words: counts.total === 0 ? 'of action was begun' : `items of the plan verified; ${counts.overdue} overdue`,
          tone: counts.overdue > 0 ? 'alarm' : counts.total === 0 ? 'caution' : 'ink',
        },
        {
          figure: possible ?? 'Not known',
          words: `${possible === null ? 'when a report is possible' : 'a report is possible by the roadmap'}; wished ${facts.roadmap.wished === null ? 'on no date' : `on ${facts.roadmap.wished}`}`,
          tone: dateTone(facts),
        },
      ],
    },
    heading(2, 'Criteria by grade'),
    gradeBars('Grades of criteria by category', byCategory(facts)),
    heading(2, 'Gaps by severity'),
    gaps.length === 0
      ? nothing(
          answers.unanswered === answers.total
            ? 'No gap is known, for nothing is answered.'
            : `No answer tells of a gap${answers.unanswered + answers.unknown > 0 ? '; questions without a known answer may hide some' : ''}.`,
        )
      : severityBars(facts),
    heading(2, 'What next'),
    next.length === 0
      ? nothing('Nothing is left to do by what is on record.')
      : listed(
          'What next',
          [
            ...next.slice(0, firstSteps).map(({ words }) => words),
            ...(next.length > firstSteps ? [`${next.length - firstSteps} more: see “What next”.`] : []),
          ],
          true,
        ),
  ];
}

function dateTone(facts: ReadinessFacts): 'ink' | 'caution' | 'alarm' {
  const possible = possibleReport(facts);
  if (possible === null) return 'caution';
  const { wished } = facts.roadmap;
  return wished !== null && possible > wished ? 'alarm' : 'ink';
}

function byCategory({ criteria }: ReadinessFacts) {
  return categories.flatMap((category) => {
    const own = criteria.filter((each) => each.category === category);
    return own.length === 0 ? [] : [{ title: categoryTitles[category], criteria: own }];
  });
}

function bySeries({ criteria }: ReadinessFacts) {
  return [...new Set(criteria.map(({ series }) => series))].map((series) => {
    const own = criteria.filter((each) => each.series === series);
    return { title: `${series} ${own[0]?.seriesName ?? ''}`, criteria: own };
  });
}

/** Where things stand, in full. */
export function whereWeStand(facts: ReadinessFacts): Block[] {
  const { answers, criteria, controls, gapCounts, engagement } = facts;
  const total = severities.reduce((sum, severity) => sum + gapCounts[severity], 0);
  return [
    heading(1, 'Where we stand'),
    named('Where we stand', [
      ['Phase', engagement.phase === null ? 'Every gate was passed' : phaseTitles[engagement.phase.id]],
      [
        'Questions',
        `${answers.answered} of ${answers.total} answered, ${answers.partly} of these only in part; ${answers.unknown} not known, ${answers.notApplicable} said not to apply, ${answers.unanswered} unanswered`,
      ],
      [
        'Controls',
        controls.total === 0
          ? 'None is adopted'
          : `${controls.total} adopted: ${controls.operating} operating, ${controls.implemented} implemented, ${controls.designed} designed, ${controls.notDesigned} not designed; ${controls.unknown + controls.notAssessed + controls.notApplicable} without a grade`,
      ],
      [
        'Known gaps',
        total === 0
          ? 'None'
          : `${total}: ${joined(severities.filter((each) => gapCounts[each] > 0).map((each) => `${gapCounts[each]} ${severityTitles[each].toLowerCase()}`))}`,
      ],
    ]),
    heading(2, 'What the engagement is ready for'),
    tabled(
      'What the engagement is ready for',
      [
        ['For', 26],
        ['By what is on record', 20],
        ['Criteria that stand too low', 27, 'figures'],
        ['Critical or high gaps against it', 27, 'figures'],
      ],
      facts.readyFor,
      ({ what, met, criteria: low, of, gaps: against }) => [
        plain(targetTitles[what], { strong: true }),
        met ? plain('Nothing against it') : plain('Not yet', { tone: 'caution', strong: true }),
        plain(`${low} of ${of}`),
        plain(what === 'type1' ? 'do not count' : String(against)),
      ],
      'It cannot be told.',
    ),
    heading(2, 'Grades of criteria'),
    said(
      'A criterion takes the lowest grade among the controls it needs. Answers alone give “designed” at most; “implemented” takes evidence that somebody else accepted, “operating” a test passed over the whole period.',
      'quiet',
    ),
    gradeBars('Grades of criteria by series', bySeries(facts)),
    tabled(
      'Criteria by grade',
      [
        ['Grade', 28],
        ['Criteria', 14, 'figures'],
        ['Which', 58],
      ],
      standings
        .map((standing) => ({ standing, own: criteria.filter((each) => gradeStanding(each) === standing) }))
        .filter(({ own }) => own.length > 0),
      ({ standing, own }) => [
        plain(standingTitles[standing], { strong: true }),
        plain(`${own.length} of ${criteria.length}`),
        plain(own.map(({ criterion }) => criterion).join(', ')),
      ],
      'No criterion applies.',
    ),
  ];
}

/** What is examined, in a few lines. */
export function whatIsInScope({ scope, engagement }: ReadinessFacts): Block[] {
  const services = scope.services.filter((each) => each.in).map(({ name }) => name);
  const out = scope.services.filter((each) => !each.in).map(({ name }) => name);
  const { vendors } = scope;
  return [
    heading(1, 'Scope'),
    ...(scope.items === 0 ? [nothing('Nothing is written down of what is in scope.')] : []),
    named('Scope', [
      ['Service', engagement.service],
      ...(services.length === 0 ? [] : [['Services examined', joined(services)] as const]),
      ...(out.length === 0 ? [] : [['Left out', joined(out)] as const]),
      ['Categories', joined(engagement.categories.map((each) => categoryTitles[each]))],
      ['Boundaries', scope.boundaries.length === 0 ? 'None is written down' : joined(scope.boundaries)],
      [
        'Vendors',
        vendors.total === 0
          ? 'None is written down, and that there is none is not known'
          : `${vendors.total} in scope: ${quantity(vendors.subservice, 'subservice organization')}, ${quantity(vendors.plain, 'plain vendor')}, ${vendors.undecided} not told apart yet`,
      ],
      [
        'Items and holes',
        `${quantity(scope.items, 'item')} written down, ${scope.holes === 0 ? 'no hole known' : quantity(scope.holes, 'hole')}`,
      ],
    ]),
  ];
}
