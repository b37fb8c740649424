import {
  describedParts,
  quantity,
  type DescribedRecords,
  type DescriptionBody,
  type DescriptionPartId,
  type DescriptionPoint,
} from '@tickmark/core';
import { setBlocks } from '../policies/document.ts';

/** The description of the system as it is when a draft is rendered. */
export interface WrittenDescription {
  records: DescribedRecords;
  bodies: ReadonlyMap<DescriptionPartId, DescriptionBody>;
  points: readonly DescriptionPoint[];
  /** The newest that was frozen; null where none was. `same`: it says what is told here. */
  version: { number: number; approved: boolean; same: boolean } | null;
}

/** Points of one part that are told one by one. */
const mostTold = 8;

/** Where the dry run tells the same more closely, somebody's own words stand alone. */
const toldByDryRun: readonly DescriptionPartId[] = ['dc5', 'dc8'];

/** Section III part by part, with what is missing in each, and the changes on record that nobody decided on. */
export function descriptionFacts({ records, bodies, points, version }: WrittenDescription) {
  const own = bodies.get('dc9');
  const decided = new Set(own?.part === 'dc9' ? own.decisions.map(({ key }) => key) : []);
  return {
    standing: standingWords(version),
    parts: describedParts(records, bodies).map(({ id, title, blocks }) => ({
      id,
      title,
      blocks: setBlocks(toldByDryRun.includes(id) ? (bodies.get(id)?.blocks ?? []) : blocks),
      missing: missingOf(points.filter(({ part }) => part === id)),
    })),
    undecided: records.changes.filter(({ key }) => !decided.has(key)),
  };
}

function standingWords(version: WrittenDescription['version']): string {
  if (version === null) return 'No version of it is frozen yet.';
  const { number, approved, same } = version;
  const frozen = approved
    ? `Management took version ${number} as its own`
    : `Version ${number} is frozen, and management has not taken it as its own`;
  return same ? `${frozen}.` : `${frozen}; what is told here has changed since.`;
}

/** The first ones, those first without which it would not hold, and how many more there are. */
function missingOf(points: readonly DescriptionPoint[]): { lines: string[]; more: string } {
  const all = points.toSorted((a, b) => Number(a.severity === 'should') - Number(b.severity === 'should'));
  const lines = all.slice(0, mostTold).map(({ text }) => text);
  const more = all.length - lines.length;
  return { lines, more: more === 0 ? '' : `${quantity(more, 'more point')}.` };
}
