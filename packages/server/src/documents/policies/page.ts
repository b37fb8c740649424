import { createHash } from 'node:crypto';
import type { Inline, TextBlock } from '@tickmark/core';
import { escaped } from '../files/office.ts';
import type { Brand } from './document.ts';
import { pageStyle } from './page-style.ts';

/** A document as anybody may read it: nobody's name is in it but what its text says. */
export interface PublicPolicy {
  organization: { name: string; example: boolean };
  brand: Brand;
  code: string;
  kind: string;
  title: string;
  /** Of the version in force. */
  number: number;
  /** The first day on which it held. */
  since: string;
  /** null where its rhythm is none of the calendar. */
  reviewOn: string | null;
  /** Whether search engines may list it. */
  searchable: boolean;
  /** Marks of controls may stand in it; they are left out. */
  blocks: readonly TextBlock[];
}

export interface HtmlPage {
  html: string;
  /** Of its one style sheet, as a content security policy names it. */
  styleSha256: string;
}

/** A document as a page of its own, without a script: real headings, lists and tables. */
export function writePublicPolicy(policy: PublicPolicy): HtmlPage {
  const { organization, brand, code, kind, title, number, since, reviewOn, searchable, blocks } = policy;
  const { name } = organization;
  const logo =
    brand.logo === null
      ? ''
      : `<img src="data:${brand.logo.mediaType};base64,${Buffer.from(brand.logo.bytes).toString('base64')}" alt="Logo of ${escaped(name)}">`;
  const facts: (readonly [string, string])[] = [
    ['Document', `${code}, ${kind}`],
    ['Version', String(number)],
    ['In force since', dayText(since)],
    ...(reviewOn === null ? [] : [['Next review by', dayText(reviewOn)] as const]),
  ];
  const told = facts.map(([term, html]) => `<div><dt>${term}</dt><dd>${html}</dd></div>`).join('');
  const example = organization.example
    ? '<p class="example"><strong>Example.</strong> This company is fictional. Its records were made by a generator and describe nobody.</p>'
    : '';
  return page({
    title: `${title}: ${name}`,
    colour: brand.colour,
    searchable,
    body: `<header>${logo}<p>${escaped(name)}</p></header><main><h1>${escaped(title)}</h1><dl>${told}</dl>${example}${blocks.map(blockText).join('')}</main>`,
  });
}

/** A page that says one thing, where there is no document to read. */
export function writeNotice(title: string, words: string): HtmlPage {
  return page({
    title,
    colour: null,
    searchable: false,
    body: `<main><h1>${escaped(title)}</h1><p>${escaped(words)}</p></main>`,
  });
}

function page(told: { title: string; colour: string | null; searchable: boolean; body: string }): HtmlPage {
  const style = pageStyle(told.colour);
  const robots = told.searchable ? '' : '<meta name="robots" content="noindex">';
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(told.title)}</title>${robots}<style>${style}</style></head><body>${told.body}</body></html>\n`,
    styleSha256: createHash('sha256').update(style).digest('base64'),
  };
}

const dayText = (day: string): string => `<time datetime="${day}">${day}</time>`;

function blockText(block: TextBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${lineText(block.line)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${lineText(block.line)}</p>`;
    case 'list':
      return listText(
        block.ordered,
        block.items.map(
          ({ line, below }) =>
            lineText(line) + (below === null ? '' : listText(below.ordered, below.items.map(lineText))),
        ),
      );
    case 'table': {
      const head = block.head.map((cell) => `<th scope="col">${lineText(cell)}</th>`).join('');
      const rows = block.rows.map((row) => `<tr>${row.map((cell) => `<td>${lineText(cell)}</td>`).join('')}</tr>`);
      const label = escaped(block.head.map(plainText).join(', '));
      // It scrolls by itself where it is wider than the page, by the keyboard too.
      return `<div class="table" role="group" aria-label="Table: ${label}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
    }
  }
}

function listText(ordered: boolean, items: readonly string[]): string {
  const tag = ordered ? 'ol' : 'ul';
  return `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`;
}

const plainText = (line: readonly Inline[]): string => line.map(({ text }) => text).join('');

function lineText(line: readonly Inline[]): string {
  return line
    .filter(({ obligation }) => obligation === undefined)
    .map((piece) => {
      const tags = [piece.strong && 'strong', piece.emphasis && 'em', piece.code && 'code'].filter((tag) => tag);
      return tags.reduceRight<string>((inner, tag) => `<${tag}>${inner}</${tag}>`, escaped(piece.text));
    })
    .join('')
    .trim();
}
