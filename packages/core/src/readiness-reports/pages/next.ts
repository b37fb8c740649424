import { findingKindTitles } from '../../plan/index.ts';
import { quantity } from '../../reasons/index.ts';
import type { ReadinessFacts, ReportedItem } from '../facts.ts';
import { heading, listed, named, nothing, plain, said, tabled, type Block, type Cell } from './blocks.ts';
import { gantt, mostBars } from './pictures.ts';
import { possibleReport } from './possible.ts';
import { severityCell } from './why.ts';

const itemCell = ({ id, code, title }: Pick<ReportedItem, 'id' | 'code' | 'title'>): Cell =>
  plain(`${code} ${title}`, { about: { kind: 'item', key: id } });

/** What is to be done, by whom and by when. */
export function whatNext(facts: ReadinessFacts): Block[] {
  const { plan, roadmap, next, gaps } = facts;
  const { counts, items } = plan;
  const overdue = items.filter((item) => item.overdue);
  const done = items.filter(({ state }) => state === 'done');
  const accepted = items.filter(({ acceptance }) => acceptance !== null);
  const without = gaps.filter(({ id }) => plan.without.includes(id));
  const placed = items
    .filter(({ begins }) => begins !== null)
    .toSorted((a, b) => ((a.begins ?? '') < (b.begins ?? '') ? -1 : (a.begins ?? '') > (b.begins ?? '') ? 1 : 0));
  const drawn = placed.toSorted((a, b) => Number(b.critical) - Number(a.critical)).slice(0, mostBars);
  return [
    heading(1, 'What next'),
    next.length === 0
      ? nothing('Nothing is left to do by what is on record.')
      : listed(
          'Next steps in their order',
          next.map(({ words }) => words),
          true,
        ),
    heading(2, 'When the report can be there'),
    named('When the report can be there', [
      ['Wished', roadmap.wished ?? 'No date was said'],
      [
        'Possible by the roadmap',
        roadmap.earliest === null
          ? 'This cannot be told: what the examined days wait for has no place in the roadmap'
          : `${possibleReport(facts) === null ? 'No earlier than ' : ''}${roadmap.earliest.report}, and usually by ${roadmap.earliest.usual}${possibleReport(facts) === null ? '. What has no item in the plan, or is not known yet, is not in the roadmap' : ''}`,
      ],
      [
        'Examined days can begin after',
        roadmap.ready ?? `This cannot be told; no order of work ends before ${roadmap.notBefore}`,
      ],
      ...(roadmap.readyBy === null ? [] : [['Work has to end by', roadmap.readyBy] as const]),
      ['Critical path', roadmap.criticalPath.length === 0 ? 'None' : roadmap.criticalPath.join(' → ')],
    ]),
    tabled(
      'What the roadmap tells',
      [
        ['Kind', 16],
        ['What', 84],
      ],
      roadmap.findings,
      ({ kind, words }) => [
        plain(findingKindTitles[kind], {
          strong: true,
          tone: kind === 'impossible' ? 'alarm' : kind === 'possible' ? 'ink' : 'caution',
        }),
        plain(words),
      ],
      'The roadmap tells nothing: the plan has no item with work left.',
      8,
    ),
    heading(2, 'Roadmap'),
    ...(placed.length === 0
      ? [nothing('No item of the plan has a place in the roadmap.')]
      : [
          gantt(
            facts,
            placed.filter((each) => drawn.includes(each)),
          ),
          ...(placed.length > drawn.length
            ? [
                said(
                  `${placed.length - drawn.length} more items have a place; those on the critical path are drawn first.`,
                  'quiet',
                ),
              ]
            : []),
        ]),
    ...(roadmap.unscheduled.length === 0
      ? []
      : [
          tabled(
            'Without a place in the roadmap',
            [
              ['Item', 14],
              ['Why', 86],
            ],
            roadmap.unscheduled,
            ({ code, reasons }) => [plain(code, { strong: true }), plain(reasons.join(' '))],
            '',
            8,
          ),
        ]),
    heading(2, 'Plan of action'),
    ...(counts.total === 0
      ? [nothing('The plan has no item.')]
      : [
          named('Plan of action', [
            [
              'With work left',
              `${counts.open + counts.inProgress} of ${counts.total}; ${counts.overdue} overdue, ${counts.unowned} without an owner, ${counts.unestimated} whose work nobody said`,
            ],
            ['Said to be done', `${counts.done}, not looked at by anybody else yet`],
            ['Verified', `${counts.verified}, seen by somebody other than the owner`],
            [
              'Risk accepted',
              `${counts.accepted}${counts.expired === 0 ? '' : `; ${quantity(counts.expired, 'acceptance')} expired, and the items are open again`}`,
            ],
            ['Dropped', String(counts.dropped)],
          ]),
        ]),
    heading(2, 'Overdue'),
    tabled(
      'Overdue items',
      [
        ['Item', 46],
        ['Severity', 12],
        ['Owner', 18],
        ['Due', 12],
        ['Ends', 12],
      ],
      overdue,
      (item) => [
        itemCell(item),
        severityCell(item.severity),
        item.owner === null ? plain('Nobody', { tone: 'caution' }) : plain(item.owner),
        plain(item.dueOn ?? ''),
        plain(item.ends ?? 'Not known'),
      ],
      'No item is overdue.',
    ),
    heading(2, 'Said to be done, not verified yet'),
    tabled(
      'Items said to be done',
      [
        ['Item', 60],
        ['Severity', 15],
        ['Owner', 25],
      ],
      done,
      (item) => [itemCell(item), severityCell(item.severity), plain(item.owner ?? 'Nobody')],
      'None is.',
    ),
    heading(2, 'Accepted risks'),
    tabled(
      'Accepted risks',
      [
        ['Item', 36],
        ['Severity', 12],
        ['Until', 18],
        ['By, and why', 34],
      ],
      accepted,
      (item) => [
        itemCell(item),
        severityCell(item.severity),
        item.acceptance?.expired === true
          ? plain(`${item.acceptance.until}, expired`, { tone: 'alarm', strong: true })
          : plain(item.acceptance?.until ?? ''),
        plain(`${item.acceptance?.by ?? 'Somebody not known here'}: ${item.acceptance?.reason ?? ''}`),
      ],
      'No risk was accepted.',
    ),
    heading(2, 'Gaps that are not in the plan'),
    tabled(
      'Gaps that are not in the plan',
      [
        ['Gap', 66],
        ['Severity', 14],
        ['Question', 20],
      ],
      without,
      (gap) => [
        plain(gap.gap),
        severityCell(gap.severity),
        plain(gap.question, { about: { kind: 'question', key: gap.question } }),
      ],
      gaps.length === 0 ? 'No gap is known.' : 'Every known gap has an item, or had one that was dropped.',
      10,
    ),
  ];
}
