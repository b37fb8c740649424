import type { TextBlock } from '../../policies/index.ts';
import type { DescriptionBody } from '../descriptions.ts';
import { descriptionPartWords, descriptionParts, type DescriptionPartId } from '../words.ts';
import { components } from './components.ts';
import { controls, environment, notRelevant } from './controls.ts';
export { ofSeries } from './controls.ts';
import { Found } from './found.ts';
import { promises, services } from './promised.ts';
import type { DescribedRecords } from './records.ts';
import { duties, vendors } from './relied.ts';
import { changes, incidents } from './stated.ts';

export { daysDescribed, type DescribedRecords } from './records.ts';

/**
 * What stands in a part beside somebody's own words: tables and sentences from the records, and what was stated, such as
 * incidents. What is not written down is marked in its place, and nothing is made up.
 */
export function filledBlocks(records: DescribedRecords, body: DescriptionBody): TextBlock[] {
  const found = new Found(records.scope);
  switch (body.part) {
    case 'dc1':
      return services(records, found);
    case 'dc2':
      return promises(found);
    case 'dc3':
      return components(found);
    case 'environment':
      return environment(records);
    case 'dc4':
      return incidents(records, found, body);
    case 'dc5':
      return controls(records);
    case 'dc6':
      return duties(found, body);
    case 'dc7':
      return vendors(found, body);
    case 'dc8':
      return notRelevant(records);
    case 'dc9':
      return changes(records, body);
  }
}

/** All of a description, part by part: somebody's own words first, then what the records hold. */
export function describedParts(
  records: DescribedRecords,
  bodies: ReadonlyMap<DescriptionPartId, DescriptionBody>,
): { id: DescriptionPartId; title: string; blocks: TextBlock[] }[] {
  return descriptionParts
    .filter((id) => id !== 'dc9' || records.engagement.terms.type === 'type2')
    .map((id) => {
      const { criterion, title } = descriptionPartWords[id];
      const body = bodies.get(id);
      const blocks = body === undefined ? [] : [...body.blocks, ...filledBlocks(records, body)];
      return { id, title: criterion === null ? title : `${criterion} – ${title}`, blocks };
    });
}
