import type { Inline } from '@tickmark/core';
import { fromHtml } from 'hast-util-from-html';
import { Draft, type DraftList } from './draft.ts';
import type { Imported } from './imported.ts';
import { withoutLost } from './marks.ts';
import { withAddress } from './links.ts';
import { rowsOf, type Cell } from './spans.ts';

type RootContent = ReturnType<typeof fromHtml>['children'][number];
type Element = Extract<RootContent, { type: 'element' }>;
type ElementContent = Element['children'][number];
type Style = Pick<Inline, 'strong' | 'emphasis' | 'code'>;

/** The HTML that a Word document was brought to, as blocks. */
export function readHtml(html: string): Imported {
  const { children } = fromHtml(html, { fragment: true });
  return new HtmlReader(notesOf(children)).read(children);
}

const isElement = (node: RootContent | undefined): node is Element => node?.type === 'element';
const classOf = ({ properties }: Element): string => [properties['className']].flat().join(' ');
const idOf = ({ properties }: Element): string => String(properties['id'] ?? '');
const note = /^(?:footnote|endnote)-(?!ref-)/;
const isNoteList = (node: RootContent): boolean =>
  isElement(node) && node.tagName === 'ol' && node.children.some((child) => isElement(child) && note.test(idOf(child)));

/** Notes by their ids; they come behind the text. */
function notesOf(children: readonly RootContent[]): Map<string, Element> {
  const lists = children.filter((node) => isElement(node) && isNoteList(node));
  return new Map(
    lists
      .flatMap((list) => (isElement(list) ? list.children : []))
      .flatMap((item) => (isElement(item) ? [[idOf(item), item]] : [])),
  );
}

class HtmlReader {
  readonly #draft = new Draft();
  readonly #notes: ReadonlyMap<string, Element>;

  constructor(notes: ReadonlyMap<string, Element>) {
    this.#notes = notes;
  }

  read(children: readonly RootContent[]): Imported {
    this.#blocks(children.filter((node) => !isNoteList(node)));
    return this.#draft.end();
  }

  #blocks(children: readonly RootContent[]): void {
    for (const node of children) {
      if (!isElement(node)) {
        if (node.type === 'text') this.#draft.paragraph(this.#line([node]));
        continue;
      }
      const [, level] = /^h([1-6])$/.exec(node.tagName) ?? [];
      if (level !== undefined) {
        const line = this.#line(node.children);
        if (classOf(node) === 'title') this.#draft.title(line);
        else this.#draft.heading(Number(level), line);
      } else if (node.tagName === 'ul' || node.tagName === 'ol') this.#draft.list(this.#list(node));
      else if (node.tagName === 'table') this.#table(node);
      else for (const line of this.#lines(node.children)) this.#draft.paragraph(line);
    }
  }

  #list(list: Element): DraftList {
    const items = list.children.filter(isElement).map(({ children }) => {
      const isList = (node: ElementContent): node is Element =>
        isElement(node) && (node.tagName === 'ul' || node.tagName === 'ol');
      return {
        line: this.#line(children.filter((node) => !isList(node))),
        below: children.filter(isList).map((each) => this.#list(each)),
      };
    });
    return { ordered: list.tagName === 'ol', items };
  }

  #table(table: Element): void {
    const rows = descendants(table, 'tr');
    const [only] = rows;
    // A frame around a text.
    if (only !== undefined && rows.length === 1 && only.children.filter(isElement).length === 1) {
      this.#blocks(only.children.filter(isElement).flatMap(({ children }) => children));
      return;
    }
    const { head, body, merged } = rowsOf(
      rows.map((row) => row.children.filter(isElement).map((cell) => this.#cell(cell))),
    );
    if (merged > 0) this.#draft.lose('merged', merged);
    this.#draft.table(head, body);
  }

  #cell({ tagName, properties, children }: Element): Cell {
    const parts = children.filter((node) => node.type !== 'text' || node.value.trim() !== '');
    if (
      parts.filter(isElement).length > 1 ||
      parts.some((node) => isElement(node) && /^(?:[uo]l|table)$/.test(node.tagName))
    )
      this.#draft.lose('cell');
    return {
      line: this.#line(children),
      head: tagName === 'th',
      columns: Number(properties['colSpan'] ?? 1),
      rows: Number(properties['rowSpan'] ?? 1),
    };
  }

  /** Lines between breaks. */
  #lines(children: readonly ElementContent[]): Inline[][] {
    const lines: Inline[][] = [[]];
    for (const piece of this.#pieces(children, {})) {
      if (piece === 'break') lines.push([]);
      else lines.at(-1)?.push(piece);
    }
    return lines;
  }

  #line(children: readonly RootContent[]): Inline[] {
    return this.#pieces(children, {}).map((piece) => (piece === 'break' ? { text: ' ' } : piece));
  }

  #pieces(children: readonly RootContent[], style: Style): (Inline | 'break')[] {
    return children.flatMap((node): (Inline | 'break')[] => {
      if (node.type === 'text') {
        const { text, lost } = withoutLost(node.value);
        for (const kind of lost) this.#draft.lose(kind);
        return text === '' ? [] : [{ text, ...style }];
      }
      return isElement(node) ? this.#element(node, style) : [];
    });
  }

  #element(node: Element, style: Style): (Inline | 'break')[] {
    const within = (more: Style = {}): (Inline | 'break')[] => this.#pieces(node.children, { ...style, ...more });
    switch (node.tagName) {
      case 'strong':
        return within({ strong: true });
      case 'em':
        return within({ emphasis: true });
      case 's':
        this.#draft.lose('struck');
        return within();
      case 'br':
        return ['break'];
      case 'input':
        return [{ text: node.properties['checked'] === true ? '☒' : '☐', ...style }];
      case 'a':
        return this.#link(node, within(), style);
      case 'p':
      case 'li':
      case 'tr':
      case 'td':
      case 'th':
        return [{ text: ' ' }, ...within(), { text: ' ' }];
      default:
        return within();
    }
  }

  #link(node: Element, words: (Inline | 'break')[], style: Style): (Inline | 'break')[] {
    const address = String(node.properties['href'] ?? '');
    if (/^#(?:footnote|endnote)-ref-/.test(address)) return [];
    const found = this.#notes.get(address.slice(1));
    if (found !== undefined) return [{ text: ' [', ...style }, ...this.#note(found), { text: ']', ...style }];
    const shown = words.map((piece) => (piece === 'break' ? ' ' : piece.text)).join('');
    const told = withAddress(shown, address);
    if (told === null) return words;
    this.#draft.lose('link');
    return [...words, { text: told, ...style }];
  }

  #note({ children }: Element): Inline[] {
    const line = this.#line(children);
    const first = line.findIndex(({ text }) => text.trim() !== '');
    const last = line.findLastIndex(({ text }) => text.trim() !== '');
    return line.slice(first, last + 1).map((piece, at, all) => ({
      ...piece,
      text: (at === 0 ? piece.text.trimStart() : piece.text).replace(at === all.length - 1 ? /\s+$/ : /$^/, ''),
    }));
  }
}

/** Those of a table itself, and not of tables in its cells. */
function descendants(node: Element, tagName: string): Element[] {
  return node.children
    .filter(isElement)
    .flatMap((child) =>
      child.tagName === tagName
        ? [child]
        : child.tagName === 'td' || child.tagName === 'th'
          ? []
          : descendants(child, tagName),
    );
}
