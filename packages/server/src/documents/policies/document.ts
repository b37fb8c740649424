import type { Inline, TextBlock } from '@tickmark/core';

/** One document with its text, as it is set. */
export interface SetPolicy {
  code: string;
  title: string;
  /** What stands above the text, each with its name. */
  rows: readonly (readonly [name: string, words: string])[];
  blocks: readonly TextBlock[];
}

/** How an organization's documents look; null for how the product sets them. */
export interface Brand {
  /** `#1d3b5f`, of headings and rules. */
  colour: string | null;
  /** On the first page; its width and height in pixels. */
  logo: { bytes: Uint8Array; mediaType: 'image/png' | 'image/jpeg'; width: number; height: number } | null;
}

/** Documents to be set as one file: one of them, or a pack with a page of contents. */
export interface PolicyPack {
  organization: { name: string; example: boolean };
  /** The day it is made, in the organization's time zone. */
  today: string;
  /** Behind each page; empty where all of them are in force. */
  mark: string;
  /** In the head of each page: `In force`. */
  status: string;
  /** A sentence more on it at the beginning; empty where there is nothing to say. */
  note: string;
  brand: Brand;
  documents: readonly SetPolicy[];
}

/** What PDF and DOCX alike say around the texts, in words. */
export function packFacts({ organization, today, mark, status, note, brand, documents }: PolicyPack) {
  const [only] = documents;
  const title = documents.length === 1 && only !== undefined ? only.title : 'Policies and procedures';
  const [year, month, day] = today.split('-').map(Number);
  return {
    organization: organization.name,
    example: organization.example,
    title,
    accent: brand.colour,
    logo:
      brand.logo === null
        ? null
        : { bytes: [...brand.logo.bytes], format: brand.logo.mediaType === 'image/png' ? 'png' : 'jpg' },
    mark,
    status,
    lead: [`${status}.`, note].filter((each) => each !== '').join(' '),
    made: `Made ${today}`,
    date: { year, month, day },
    documents: documents.map(({ title: own, rows, blocks }) => ({
      title: own,
      rows,
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
