import type { Inline, PolicyFront, TextBlock } from '@tickmark/core';

/** One document with its text, as it is set. */
export interface SetPolicy {
  front: PolicyFront;
  blocks: readonly TextBlock[];
}

/** Documents to be set as one file: one of them, or a pack with a page of contents. */
export interface PolicyPack {
  organization: { name: string; example: boolean };
  /** The day it is made, in the organization's time zone. */
  today: string;
  documents: readonly SetPolicy[];
}

/** What PDF and DOCX alike say around the texts, in words. */
export function packFacts({ organization, today, documents }: PolicyPack) {
  const [only] = documents;
  const title = documents.length === 1 && only !== undefined ? only.front.title : 'Policies and procedures';
  const [year, month, day] = today.split('-').map(Number);
  return {
    organization: organization.name,
    example: organization.example,
    title,
    mark: 'TEMPLATE',
    status: 'Template text, not approved by anybody',
    made: `Made ${today}`,
    date: { year, month, day },
    documents: documents.map(({ front, blocks }) => ({
      id: front.id,
      title: front.title,
      rows: [
        ['Document', `${front.id}, ${front.kind}`],
        ['Purpose', front.purpose],
        ['Owner', front.owner],
        ['Reviewed', front.reviewCadence.replace('_', ' ')],
        ['Accepted by', front.acknowledgement ? 'Everybody' : 'Nobody has to accept it'],
        ['Criteria', front.satisfies.join(', ')],
      ] as [string, string][],
      blocks: blocks.map((block) => (block.kind === 'table' ? { ...block, shares: sharesOf(block) } : block)),
    })),
  };
}

export type PackFacts = ReturnType<typeof packFacts>;

/** How wide columns are to one another: by their longest cells, none below a sixth of the widest. */
function sharesOf({ head, rows }: Extract<TextBlock, { kind: 'table' }>): number[] {
  const length = (cell: readonly Inline[] = []): number => cell.reduce((sum, { text }) => sum + text.length, 0);
  const longest = head.map((cell, place) => Math.max(length(cell), ...rows.map((row) => length(row[place]))));
  // A cell of twice the length has lines of its own; its column need not be twice as wide.
  const shares = longest.map((each) => Math.round(10 * Math.sqrt(Math.max(4, each))));
  return shares.map((each) => Math.max(each, Math.round(Math.max(...shares) / 6)));
}
