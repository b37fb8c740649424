import { categoryTitles } from '../../categories/index.ts';
import type { TextBlock } from '../../policies/index.ts';
import { joined } from '../../reasons/index.ts';
import { deliveryTitles, promiseSourceTitles } from '../../scope/index.ts';
import { heading, named, paragraph, table } from './blocks.ts';
import { leftOut, type Found } from './found.ts';
import type { DescribedRecords } from './records.ts';

/** DC 1. */
export function services({ engagement: { service, categories } }: DescribedRecords, found: Found): TextBlock[] {
  const boundaries = found.in('boundary');
  return [
    paragraph(service),
    paragraph(`Categories examined: ${joined(categories.map((each) => categoryTitles[each]))}.`),
    ...table(
      ['Service', 'Who uses it', 'How it is delivered'],
      found
        .in('service')
        .map(({ name, description, users, delivery }) => [
          named(name, description),
          users ?? null,
          delivery === undefined ? null : deliveryTitles[delivery],
        ]),
    ),
    ...leftOut('are these services', found.out('service')),
    ...(boundaries.length === 0
      ? []
      : [
          heading('Boundaries of the system'),
          ...table(
            ['What is left out, and where the line runs', 'Why'],
            boundaries.map(({ name, description, why }) => [named(name, description), why ?? null]),
          ),
        ]),
  ];
}

/** DC 2. */
export function promises(found: Found): TextBlock[] {
  const commitments = found.in('commitment');
  const requirements = found.in('requirement');
  return [
    ...(commitments.length === 0 ? [] : [heading('Service commitments')]),
    ...table(
      ['Commitment', 'Categories', 'Services', 'Source'],
      commitments.map((body) => [
        named(body.name, body.description),
        body.categories.length === 0 ? null : joined(body.categories.map((each) => categoryTitles[each])),
        found.named(body.services),
        sourceOf(body),
      ]),
    ),
    ...(requirements.length === 0 ? [] : [heading('System requirements')]),
    ...table(
      ['Requirement', 'Serves', 'Criteria', 'Controls'],
      requirements.map((body) => [
        named(body.name, body.description),
        found.named(body.commitments),
        body.criteria.length === 0 ? null : body.criteria.join(', '),
        body.controls.length === 0 ? null : body.controls.join(', '),
      ]),
    ),
  ];
}

function sourceOf({ sourceKind, source }: { sourceKind?: keyof typeof promiseSourceTitles; source?: string }) {
  const parts = [...(sourceKind === undefined ? [] : [promiseSourceTitles[sourceKind]]), ...(source ? [source] : [])];
  return parts.length === 0 ? null : parts.join(': ');
}
