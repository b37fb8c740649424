import { TickmarkError, type TextBlock } from '@tickmark/core';

/** PDF comes as the text of its lines, page after page, with form feeds between pages where they are known. */
export type ImportForm = 'docx' | 'markdown' | 'text';

/** What a text of blocks can't hold as it was, and what became of it. */
export const lostKinds = {
  picture: 'pictures, diagrams and embedded files: left out',
  footnote: 'footnotes and endnotes: kept in brackets where they were referred to',
  comment: 'comments: left out',
  inserted: 'tracked insertions: kept as text',
  deleted: 'tracked deletions: left out',
  link: 'links: kept as words with the address in brackets',
  deeperList: 'lists below the second level: brought to the second level',
  deeperHeading: 'headings below the third level: brought to the third level',
  interrupted: 'numbered lists that went on after a text between them: begin again at 1',
  merged: 'merged cells: their text stands in each row that they covered',
  cell: 'cells with several paragraphs, a list or a table: brought to one line',
  textBox: 'text boxes: kept as paragraphs beside the place where they stood',
  struck: 'words that were struck through: kept as words',
  hidden: 'hidden text: left out',
  contents: 'tables of contents: left out',
  formula: 'formulas: kept as their characters',
  quote: 'quotes: kept as paragraphs',
  code: 'blocks of code: kept as paragraphs',
  html: 'HTML: left out, the words between its tags are kept',
  condition: 'conditions around parts of a template: the parts are kept',
  front: 'lines before the text, between --- and ---: left out but for the title',
  page: 'page numbers and lines that each page repeats: left out',
  table: 'tables of a PDF: come as text',
} as const satisfies Record<string, string>;
export type LostKind = keyof typeof lostKinds;

export interface Lost {
  what: LostKind;
  /** How often; null where it can't be told. */
  count: number | null;
  /** Headings under which it was, in their order, each once; an empty one stands for what comes before the first. */
  under: string[];
}

export interface Imported {
  title: string | null;
  blocks: TextBlock[];
  /** What could not be kept, in the order of the text. */
  lost: Lost[];
}

/** `bad_input` of the file. */
export function refusedFile(message: string, action: string, cause?: unknown): TickmarkError {
  return new TickmarkError('bad_input', message, { field: 'file', action, ...(cause === undefined ? {} : { cause }) });
}
