import { policyFront, type Inline, type TickmarkError } from '@tickmark/core';
import { fromHtml } from 'hast-util-from-html';
import type { Definition, List, Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { parse } from 'yaml';
import { findTags } from '../blocks.ts';
import { Draft, type DraftList } from './draft.ts';
import { refusedFile, type Imported } from './imported.ts';
import { withAddress } from './links.ts';

type Html = ReturnType<typeof fromHtml>;

/** Reading a paragraph takes the square of its marks, and each line the levels it begins with. */
const most = { size: 512 * 1024, marks: 1000, levels: 20 };

type Style = Pick<Inline, 'strong' | 'emphasis' | 'code'>;

/** Markdown as blocks, of whatever is in it; tags and marks are such in a template file with its front alone. */
export function readMarkdown(text: string): Imported {
  const { front, body } = apart(text.replace(/^\ufeff/, ''));
  refuseTangles(body);
  const draft = new Draft();
  const { data: own } = policyFront.safeParse(front);
  const conditions = own === undefined ? [] : [...body.matchAll(/^\{\{[#^].*\}\}$/gm)];
  if (conditions.length > 0) draft.lose('condition', conditions.length);
  if (front !== null && own === undefined) draft.lose('front');
  const source = own === undefined ? body : body.replaceAll(/^\{\{[#^/].*\}\}\n?/gm, '');
  const tree = fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const reader = new MarkdownReader(draft, definitionsOf(tree.children));
  reader.blocks(tree.children);
  const imported = draft.end(titleOf(front));
  return own === undefined ? imported : { ...imported, blocks: findTags(imported.blocks) };
}

function refuseTangles(body: string): void {
  const refused = (what: string): TickmarkError => refusedFile(what, 'Split it, or save it as plain text.');
  if (body.length > most.size) throw refused(`The Markdown has more than half a million characters.`);
  const levels = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${most.levels}}|^ {${most.levels * 4}}[ ]*\\S`, 'm');
  if (levels.test(body)) throw refused(`A line begins with more than ${most.levels} levels of lists or quotes.`);
  for (const part of body.split(/\n[ \t]*\n/)) {
    const marks = part.match(/[*_[\]`<&\\]/g)?.length ?? 0;
    if (marks > most.marks) throw refused(`A paragraph or table has more than ${most.marks} marks of Markdown.`);
  }
}

/** What stands before the text; null where there is nothing, or nothing that is YAML with names. */
function apart(text: string): { front: object | null; body: string } {
  const [, head, body] = /^---\n([\s\S]{0,65536}?)\n(?:---|\.\.\.)(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (head === undefined) return { front: null, body: text };
  try {
    const front: unknown = parse(head);
    if (typeof front === 'object' && front !== null && !Array.isArray(front)) return { front, body: body ?? '' };
  } catch {
    // Two rules with a text between them.
  }
  return { front: null, body: text };
}

function titleOf(front: object | null): string | null {
  const title = front !== null && 'title' in front ? front.title : null;
  return typeof title === 'string' && title.trim() !== '' ? title.replaceAll(/\s+/g, ' ').trim() : null;
}

function definitionsOf(children: readonly RootContent[]): Map<string, Definition> {
  return new Map(
    children.flatMap((node): [string, Definition][] => {
      if (node.type === 'definition') return [[node.identifier, node]];
      return node.type === 'blockquote' ? [...definitionsOf(node.children)] : [];
    }),
  );
}

class MarkdownReader {
  readonly #draft: Draft;
  readonly #definitions: ReadonlyMap<string, Definition>;

  constructor(draft: Draft, definitions: ReadonlyMap<string, Definition>) {
    this.#draft = draft;
    this.#definitions = definitions;
  }

  blocks(children: readonly RootContent[]): void {
    for (const node of children) this.#block(node);
  }

  #block(node: RootContent): void {
    switch (node.type) {
      case 'heading':
        this.#draft.heading(node.depth, this.#line(node.children));
        break;
      case 'list':
        this.#draft.list(this.#list(node));
        break;
      case 'table': {
        const [head = [], ...rows] = node.children.map((row) => row.children.map((cell) => this.#line(cell.children)));
        this.#draft.table(head, rows);
        break;
      }
      case 'blockquote':
        this.#draft.lose('quote');
        this.blocks(node.children);
        break;
      case 'definition':
      case 'thematicBreak':
        break;
      default:
        for (const line of this.#lines(node)) this.#draft.paragraph(line);
    }
  }

  #list({ ordered, children }: List): DraftList {
    const items = children.map((item) => ({
      line: item.children.flatMap((part) => (part.type === 'list' ? [] : [...this.#lines(part).flat(), { text: ' ' }])),
      below: item.children.filter((part) => part.type === 'list').map((list) => this.#list(list)),
    }));
    return { ordered: ordered ?? false, items };
  }

  /** Lines between breaks; of a block of code each of its own. */
  #lines(node: Nodes): Inline[][] {
    switch (node.type) {
      case 'code':
        this.#draft.lose('code');
        return node.value.split('\n').map((text) => [{ text, code: true }]);
      case 'html':
        return this.#html(node.value);
      case 'paragraph': {
        const lines: Inline[][] = [[]];
        for (const piece of this.#pieces(node.children)) {
          if (piece === 'break') lines.push([]);
          else lines.at(-1)?.push(piece);
        }
        return lines;
      }
      default:
        return 'children' in node ? node.children.flatMap((child) => this.#lines(child)) : [];
    }
  }

  #html(value: string): Inline[][] {
    if (!/^<!--[^]*-->\s*$/.test(value)) this.#draft.lose('html');
    return wordsOf(fromHtml(value, { fragment: true }))
      .split(/\n\s*/)
      .map((text) => [{ text }]);
  }

  #line(children: readonly PhrasingContent[]): Inline[] {
    return this.#pieces(children).map((piece) => (piece === 'break' ? { text: ' ' } : piece));
  }

  #pieces(children: readonly PhrasingContent[], style: Style = {}): (Inline | 'break')[] {
    return children.flatMap((node): (Inline | 'break')[] => {
      switch (node.type) {
        case 'text':
          return [{ text: node.value, ...style }];
        case 'strong':
          return this.#pieces(node.children, { ...style, strong: true });
        case 'emphasis':
          return this.#pieces(node.children, { ...style, emphasis: true });
        case 'inlineCode':
          return [{ text: node.value, ...style, code: true }];
        case 'break':
          return ['break'];
        case 'html':
          return this.#tag(node.value);
        case 'image':
        case 'imageReference':
          this.#draft.lose('picture');
          return [];
        case 'link':
          return this.#link(this.#pieces(node.children, style), node.url, style);
        case 'linkReference': {
          const url = this.#definitions.get(node.identifier)?.url ?? '';
          const words = this.#pieces(node.children, style);
          if (!node.identifier.startsWith('^')) return this.#link(words, url, style);
          this.#draft.lose('footnote');
          return [{ text: ` [${url}]`, ...style }];
        }
        default:
          return 'children' in node ? this.#pieces(node.children as PhrasingContent[], style) : [];
      }
    });
  }

  /** Tags stand alone in a line; the words between them are text already. */
  #tag(value: string): (Inline | 'break')[] {
    if (/^<br\s*\/?>$/i.test(value)) return ['break'];
    if (/^<img\b/i.test(value)) this.#draft.lose('picture');
    else if (!value.startsWith('</') && !value.startsWith('<!--')) this.#draft.lose('html');
    return [];
  }

  #link(words: (Inline | 'break')[], address: string, style: Style): (Inline | 'break')[] {
    const told = withAddress(words.map((piece) => (piece === 'break' ? ' ' : piece.text)).join(''), address);
    if (told === null) return words;
    this.#draft.lose('link');
    return [...words, { text: told, ...style }];
  }
}

const ownLine = /^(?:p|div|br|li|tr|h[1-6]|summary|details|table|ul|ol|blockquote|pre|section)$/;

/** What HTML says, with a line for each of its blocks. */
function wordsOf(node: Html | Html['children'][number]): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node) || (node.type === 'element' && /^(?:script|style)$/.test(node.tagName))) return '';
  const words = node.children.map(wordsOf).join('');
  if (node.type !== 'element') return words;
  return ownLine.test(node.tagName) ? `\n${words}\n` : /^t[dh]$/.test(node.tagName) ? `${words} ` : words;
}
