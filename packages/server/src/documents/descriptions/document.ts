import {
  categoryTitles,
  daysDescribed,
  joined,
  type DescriptionDocument,
  type DescriptionVersion,
  type TextBlock,
} from '@tickmark/core';
import type { Brand, TextPack, SetText } from '../policies/document.ts';

/** A description to be set: a frozen version, or what it would say now. */
export interface DescribedSystem {
  document: DescriptionDocument;
  /** Of whom it is; null for what is frozen nowhere. */
  version: Pick<DescriptionVersion, 'number' | 'sha256' | 'frozenAt' | 'frozenBy' | 'approvals'> | null;
  /** The day it is made, in the time zone of the engagement. */
  today: string;
  brand: Brand;
  /** Whether the organization is an invented one. */
  example: boolean;
}

export const title = 'Description of the system';

/** Set as texts of an organization are, each part under a heading of its own. */
export function descriptionPack(system: DescribedSystem): TextPack {
  const { document, today, brand, example } = system;
  return {
    organization: { name: document.organization, example },
    today,
    ...standing(system),
    note: '',
    brand,
    classification: 'Confidential',
    contents: true,
    documents: [descriptionText(system)],
  };
}

/** What stands on each page: nothing behind what management took as its own. */
export function standing({ version }: DescribedSystem): { mark: string; status: string } {
  if (version === null) return { mark: 'DRAFT', status: 'Draft, not frozen' };
  if (version.approvals.length === 0)
    return { mark: 'NOT APPROVED', status: `Version ${version.number}, frozen and not approved` };
  return { mark: '', status: `Version ${version.number}, approved by management` };
}

/** Head and text alike in every form. */
export function descriptionText(system: DescribedSystem): SetText {
  const { document, version } = system;
  const { engagement, parts } = document;
  const { terms, categories } = engagement;
  const days = daysDescribed(terms);
  return {
    title,
    rows: [
      ['Organization', document.organization],
      ['Engagement', engagement.title],
      ['Type', terms.type === 'type1' ? 'SOC 2 Type 1' : 'SOC 2 Type 2'],
      ['Days described', `${days.charAt(0).toUpperCase()}${days.slice(1)}`],
      ['Categories', joined(categories.map((each) => categoryTitles[each]))],
      ...versionRows(version),
      ['Open points', openWords(document.points)],
    ],
    blocks: [
      ...parts.flatMap(({ title: part, blocks }) => [
        heading(part),
        ...(blocks.length === 0 ? [nothingWritten] : blocks),
      ]),
      // Who approves sees what is open; what is approved says it in its head.
      ...(standing(system).mark === '' ? [] : openBlocks(document.points)),
    ],
  };
}

const nothingWritten: TextBlock = {
  kind: 'paragraph',
  line: [{ text: 'Nothing is written here yet.', missing: true }],
};

const day = (instant: string): string => instant.slice(0, 10);

function versionRows(version: DescribedSystem['version']): [string, string][] {
  if (version === null) return [['Version', 'Draft: what it would say today, frozen nowhere']];
  const { number, sha256, frozenAt, frozenBy, approvals } = version;
  return [
    ['Version', `${number}, frozen by ${frozenBy.name ?? 'somebody who has left'} on ${day(frozenAt)}`],
    [
      'Approved by',
      approvals.length === 0
        ? 'Nobody yet'
        : approvals.map(({ name, position, at }) => `${name}, ${position}, on ${day(at)}`).join('; '),
    ],
    ['Hash', sha256],
  ];
}

type Points = DescriptionDocument['points'];

function openWords(points: Points): string {
  const must = points.filter(({ severity }) => severity === 'must').length;
  const rest = points.length - must;
  const words = [
    ...(must === 0 ? [] : [`${must} without which the description would not hold`]),
    ...(rest === 0 ? [] : [`${rest} that would make it better`]),
  ];
  return words.length === 0 ? 'None found' : joined(words);
}

/** What is open, first that without which it would not hold. */
function openBlocks(points: Points): TextBlock[] {
  if (points.length === 0) return [];
  const kinds = [
    { severity: 'must', words: 'Without these the description would not hold' },
    { severity: 'should', words: 'These would make it better' },
  ] as const;
  return [
    heading('What is not complete yet'),
    ...kinds.flatMap(({ severity, words }): TextBlock[] => {
      const items = points
        .filter((each) => each.severity === severity)
        .map(({ text }) => ({ line: [{ text }], below: null }));
      return items.length === 0
        ? []
        : [
            { kind: 'heading', level: 3, line: [{ text: words }] },
            { kind: 'list', ordered: false, items },
          ];
    }),
  ];
}

function heading(text: string): TextBlock {
  return { kind: 'heading', level: 2, line: [{ text }] };
}
