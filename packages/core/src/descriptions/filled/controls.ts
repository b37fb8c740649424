import { criteria as allCriteria } from '../../criteria/index.ts';
import type { TextBlock } from '../../policies/index.ts';
import { quantity } from '../../reasons/index.ts';
import { heading, list, named, notWritten, paragraph, table } from './blocks.ts';
import { daysDescribed, type DescribedRecords } from './records.ts';

/** What is told beside the criteria, by the series of common criteria that it answers. */
export const ofSeries = [
  { title: 'Control environment', series: 'CC1' },
  { title: 'Communication and information', series: 'CC2' },
  { title: 'Risk assessment', series: 'CC3' },
  { title: 'Monitoring', series: 'CC4' },
  { title: 'Control activities', series: 'CC5' },
] as const;

/** Controls of the criteria that are about the organization itself. */
export function environment({ controls: all }: DescribedRecords): TextBlock[] {
  return ofSeries.flatMap(({ title, series }) => {
    const own = all.filter(({ criteria }) => criteria.some((each) => each.startsWith(`${series}.`)));
    return [
      heading(title),
      ...(own.length === 0
        ? [paragraph([{ ...notWritten, text: `No control is adopted for ${series}.` }])]
        : list(own.map(({ code, title: called, ownerRole }) => `${called} (${code}; ${ownerRole})`))),
    ];
  });
}

/** DC 5. */
export function controls({ controls: all, relevant, engagement: { terms } }: DescribedRecords): TextBlock[] {
  const words = Object.fromEntries(allCriteria.map(({ id, summary }) => [id, summary]));
  const meeting = relevant.map((id) => ({ id, codes: all.filter((c) => c.criteria.includes(id)).map((c) => c.code) }));
  return [
    paragraph(
      `${quantity(relevant.length, 'criterion', 'criteria')} that ${relevant.length === 1 ? 'applies is' : 'apply are'} relevant; ${quantity(all.length, 'control is', 'controls are')} described, ${daysDescribed(terms)}.`,
    ),
    ...(all.length === 0 ? [] : [heading('Controls')]),
    ...table(
      ['Control', 'Wording', 'Frequency', 'Owner', 'Criteria'],
      all.map(({ code, title, description, frequency, ownerRole, criteria }) => [
        code,
        named(title, description),
        frequency.replaceAll('_', ' '),
        ownerRole,
        criteria.join(', '),
      ]),
    ),
    ...(meeting.length === 0 ? [] : [heading('Which controls meet which criteria')]),
    ...table(
      ['Criterion', 'What it asks, in our words', 'Controls'],
      meeting.map(({ id, codes }) => [id, words[id] ?? '', codes.length === 0 ? null : codes.join(', ')]),
    ),
  ];
}

/** DC 8. */
export function notRelevant({ notRelevant: all }: DescribedRecords): TextBlock[] {
  if (all.length === 0) return [paragraph('No criterion that applies was taken for not relevant.')];
  const words = new Map(allCriteria.map(({ id, summary }) => [id, summary]));
  return table(
    ['Criterion', 'What it asks, in our words', 'Why it is not relevant'],
    all.map(({ criterion, reason }) => [criterion, words.get(criterion) ?? '', reason]),
  );
}
