import type { Frequency, Inline, TextBlock } from '@tickmark/core';
import { frequencies } from '@tickmark/core/control-words';
import type { JSONContent } from '@tiptap/core';

type List = Extract<TextBlock, { kind: 'list' }>;
type Table = Extract<TextBlock, { kind: 'table' }>;
type Line = Inline[];

/** Blocks as a document of the editor. It has at least a paragraph, and each row of a table as many cells as the longest. */
export function toDocument(blocks: readonly TextBlock[]): JSONContent {
  const content = blocks.map((block) => nodeOf(block));
  return { type: 'doc', content: content.length === 0 ? [inParagraph([])] : content };
}

/** One block as a node of the editor. */
export function nodeOf(block: TextBlock): JSONContent {
  switch (block.kind) {
    case 'heading':
      return { ...inParagraph(block.line), type: 'heading', attrs: { level: block.level } };
    case 'paragraph':
      return inParagraph(block.line);
    case 'list':
      return listNode(
        block.ordered,
        block.items.map(({ line, below }) => [
          inParagraph(line),
          ...(below === null
            ? []
            : [
                listNode(
                  below.ordered,
                  below.items.map((each) => [inParagraph(each)]),
                ),
              ]),
        ]),
      );
    case 'table': {
      const width = Math.max(1, block.head.length, ...block.rows.map((row) => row.length));
      const row = (type: string, cells: readonly Line[]): JSONContent => ({
        type: 'tableRow',
        content: Array.from({ length: width }, (_, at) => ({ type, content: [inParagraph(cells[at] ?? [])] })),
      });
      return {
        type: 'table',
        content: [row('tableHeader', block.head), ...block.rows.map((cells) => row('tableCell', cells))],
      };
    }
  }
}

function listNode(ordered: boolean, items: JSONContent[][]): JSONContent {
  return {
    type: ordered ? 'orderedList' : 'bulletList',
    content: items.map((content) => ({ type: 'listItem', content })),
  };
}

/** A line as a paragraph of the editor. */
export function inParagraph(line: readonly Inline[]): JSONContent {
  const content = line.flatMap((piece) => (isNothing(piece) ? [] : [inlineNode(piece)]));
  return content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content };
}

function inlineNode({ text, strong, emphasis, code, missing, tag, obligation }: Inline): JSONContent {
  if (obligation !== undefined) return { type: 'obligation', attrs: { ...obligation } };
  const marks = [
    ...(strong === true ? [{ type: 'bold' }] : []),
    ...(emphasis === true ? [{ type: 'italic' }] : []),
    ...(code === true ? [{ type: 'code' }] : []),
    ...(missing === true && tag === undefined ? [{ type: 'missing' }] : []),
  ];
  const set = marks.length === 0 ? {} : { marks };
  if (tag !== undefined) return { type: 'tag', attrs: { tag, text, missing: missing === true }, ...set };
  return { type: 'text', text, ...set };
}

/**
 * A document of the editor as blocks. What blocks have no place for, such as a list of three levels, several paragraphs in
 * a cell or a heading of the first level, becomes what is nearest to it; none of its words is lost. Headings and paragraphs
 * without any are left out.
 */
export function toBlocks(document: JSONContent): TextBlock[] {
  return (document.content ?? []).flatMap((node) => blocksOf(node));
}

/** The blocks that a node at the top of a document stands for: none where it says nothing. */
export function blocksOf(node: JSONContent): TextBlock[] {
  switch (node.type) {
    case 'heading': {
      const level = Math.min(4, Math.max(2, Number(node.attrs?.['level'] ?? 2)));
      const line = lineWithin(node);
      return line.length === 0 ? [] : [{ kind: 'heading', level, line }];
    }
    case 'bulletList':
    case 'orderedList':
      return (node.content ?? []).length === 0 ? [] : [listOf(node)];
    case 'table':
      return (node.content ?? []).length === 0 ? [] : [tableOf(node)];
    default: {
      const { content = [] } = node;
      if (isInline(node)) return paragraphOf([node]);
      return content.every((each) => isInline(each)) ? paragraphOf(content) : content.flatMap((each) => blocksOf(each));
    }
  }
}

function paragraphOf(content: readonly JSONContent[]): TextBlock[] {
  const line = lineOf(content);
  return line.length === 0 ? [] : [{ kind: 'paragraph', line }];
}

const isList = ({ type }: JSONContent): boolean => type === 'bulletList' || type === 'orderedList';

function listOf(list: JSONContent): List {
  const items = (list.content ?? []).map(({ content = [] }) => {
    const lists = content.filter((part) => isList(part));
    const below = lists.flatMap((each) => itemsWithin(each));
    return {
      line: joined(content.filter((part) => !isList(part)).map((part) => lineWithin(part))),
      below: below.length === 0 ? null : { ordered: lists[0]?.type === 'orderedList', items: below },
    };
  });
  return { kind: 'list', ordered: list.type === 'orderedList', items };
}

/** The items of a list and of those below them, one after another. */
function itemsWithin(list: JSONContent): Line[] {
  return (list.content ?? []).flatMap(({ content = [] }) => [
    joined(content.filter((part) => !isList(part)).map((part) => lineWithin(part))),
    ...content.filter((part) => isList(part)).flatMap((part) => itemsWithin(part)),
  ]);
}

function tableOf({ content = [] }: JSONContent): Table {
  const grid: Line[][] = content.map(() => []);
  content.forEach((row, place) => {
    for (const cell of row.content ?? []) {
      const cells = grid[place] ?? [];
      let at = 0;
      while (cells[at] !== undefined) at++;
      const [wide, high] = [span(cell, 'colspan'), span(cell, 'rowspan')];
      // What stretches over several cells stands in the first of them.
      for (const taken of grid.slice(place, place + high))
        for (let column = at; column < at + wide; column++) taken[column] ??= [];
      cells[at] = lineWithin(cell);
    }
  });
  const width = Math.max(1, ...grid.map((row) => row.length));
  const [head = [], ...rows] = grid.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? []));
  return { kind: 'table', head, rows };
}

function span({ attrs }: JSONContent, name: 'colspan' | 'rowspan'): number {
  const value = Number(attrs?.[name] ?? 1);
  return Number.isInteger(value) && value > 0 && value <= 1000 ? value : 1;
}

/** All the words in a node as one line, whatever it is made of. */
export function lineWithin(node: JSONContent): Line {
  if (isInline(node)) return lineOf([node]);
  const { content = [] } = node;
  if (content.every((each) => isInline(each))) return lineOf(content);
  return joined(content.map((each) => lineWithin(each)));
}

/** Lines as one, with a space between two that say something. */
function joined(lines: readonly Line[]): Line {
  const said = lines.filter((line) => line.length > 0);
  return merged(said.flatMap((line, place) => (place === 0 ? line : [{ text: ' ' }, ...line])));
}

const isInline = ({ type }: JSONContent): boolean =>
  type === 'text' || type === 'tag' || type === 'obligation' || type === 'hardBreak';

function lineOf(content: readonly JSONContent[] = []): Line {
  return merged(content.flatMap((node) => pieceOf(node)));
}

function pieceOf({ type, text = '', attrs = {}, marks = [] }: JSONContent): Inline[] {
  if (type === 'obligation') {
    const { control, frequency } = attrs;
    return [{ text: '', obligation: { control: String(control), frequency: frequencyOf(frequency) } }];
  }
  const has = (mark: string): boolean => marks.some((each) => each.type === mark);
  const style = {
    ...(has('bold') ? { strong: true } : {}),
    ...(has('italic') ? { emphasis: true } : {}),
    ...(has('code') ? { code: true } : {}),
  };
  if (type === 'tag') {
    const missing = attrs['missing'] === true ? { missing: true } : {};
    return [{ text: String(attrs['text'] ?? attrs['tag']), ...style, ...missing, tag: String(attrs['tag']) }];
  }
  if (type === 'hardBreak') return [{ text: ' ', ...style }];
  return [{ text, ...style, ...(has('missing') ? { missing: true } : {}) }];
}

function frequencyOf(value: unknown): Frequency | null {
  return frequencies.find((each) => each === value) ?? null;
}

/** Pieces of text that are set alike as one, and none that is empty. */
function merged(line: readonly Inline[]): Line {
  const pieces: Line = [];
  for (const piece of line) {
    if (isNothing(piece)) continue;
    const before = pieces.at(-1);
    if (before !== undefined && isAlike(before, piece))
      pieces[pieces.length - 1] = { ...before, text: before.text + piece.text };
    else pieces.push(piece);
  }
  return pieces;
}

function isNothing({ text, tag, obligation }: Inline): boolean {
  return text === '' && tag === undefined && obligation === undefined;
}

function isAlike(left: Inline, right: Inline): boolean {
  if ([left, right].some(({ tag, obligation }) => tag !== undefined || obligation !== undefined)) return false;
  return (['strong', 'emphasis', 'code', 'missing'] as const).every(
    (way) => (left[way] ?? false) === (right[way] ?? false),
  );
}
