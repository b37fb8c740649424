import type { Inline, TextBlock } from '@tickmark/core';

/** One text, as it is set. */
export interface SetText {
  title: string;
  /** What stands above the text, each with its name. */
  rows: readonly (readonly [name: string, words: string])[];
  blocks: readonly TextBlock[];
}

/** One document of an organization with its text. */
export interface SetPolicy extends SetText {
  code: string;
}

/** How an organization's documents look; null for how the product sets them. */
export interface Brand {
  /** `#1d3b5f`, of headings and rules. */
  colour: string | null;
  /** On the first page; its width and height in pixels. */
  logo: { bytes: Uint8Array; mediaType: 'image/png' | 'image/jpeg'; width: number; height: number } | null;
}

/** Texts to be set as one file: one of them, or a pack with a page of contents. */
export interface TextPack {
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
  documents: readonly SetText[];
  /** In the head of each page; left out: `Internal`. */
  classification?: string;
  /** Whether one text that stands alone has a list of its headings on its first page. */
  contents?: boolean;
}

/** Policies to be set as one file. */
export interface PolicyPack extends TextPack {
  documents: readonly SetPolicy[];
}

/** What PDF and DOCX alike say around the texts, in words. */
export function packFacts({
  organization,
  today,
  mark,
  status,
  note,
  brand,
  documents,
  classification = 'Internal',
  contents = false,
}: TextPack) {
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
    classification,
    contents,
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

/** Of an upright page between its margins, of a letter of a table's text with some to spare, and of the space in a cell; in points. */
const widths = { text: 476, letter: 6, cell: 11 };
/** Letters of a word that may be cut, because no column is made as wide. */
const longestWhole = 16;

/** How wide columns are, in thousandths: by their longest cells, and none so narrow that words would be cut. */
function sharesOf({ head, rows }: Extract<TextBlock, { kind: 'table' }>): number[] {
  const texts = head.map((cell, place) => [cell, ...rows.map((row) => row[place] ?? [])].map(wordsOf));
  // A cell of twice the length has lines of its own; its column need not be twice as wide.
  const wanted = texts.map((cells) => Math.sqrt(Math.max(4, ...cells.map((text) => text.length))));
  const least = texts.map((cells) => {
    const words = cells.flatMap((text) => text.split(/\s+/)).map(({ length }) => Math.min(length, longestWhole));
    return (Math.max(1, ...words) * widths.letter + widths.cell) / widths.text;
  });
  const needed = least.reduce((sum, each) => sum + each, 0);
  const whole = wanted.reduce((sum, each) => sum + each, 0);
  // What is left when each column has what it needs goes to those that want more.
  const more = wanted.map((each, place) => Math.max(0, each / whole - (least[place] ?? 0)));
  const lacking = more.reduce((sum, each) => sum + each, 0);
  const left = Math.max(0, 1 - needed);
  return least.map((each, place) =>
    Math.round(1000 * (each + (lacking === 0 ? left / least.length : ((more[place] ?? 0) / lacking) * left))),
  );
}

const wordsOf = (cell: readonly Inline[]): string => cell.map(({ text }) => text).join('');
