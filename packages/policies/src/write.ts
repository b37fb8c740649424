import type { Inline, TextBlock } from '@tickmark/core';
import type { List, ListItem, Paragraph, PhrasingContent, Root, RootContent, TableRow, Text } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { defaultHandlers, toMarkdown, type Handle } from 'mdast-util-to-markdown';

/** Blocks as Markdown that `readBlocks` reads as the same again; empty lines and items are left out. */
export function writeMarkdown(blocks: readonly TextBlock[]): string {
  const root: Root = { type: 'root', children: joinLists(blocks.flatMap((block) => nodesOf(block))) };
  return toMarkdown(root, {
    extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
    bullet: '-',
    emphasis: '_',
    incrementListMarker: true,
    listItemIndent: 'one',
    // After a backslash may come what is written as a character reference, and `<=@0>` is read as an address of mail. A brace
    // begins a tag or a mark.
    unsafe: ['\\', '<', '{'].map((character) => ({ character, inConstruct: 'phrasing' as const })),
    handlers: { text: textOf },
    // A list below an item follows it without an empty line.
    join: [(left, right) => (left.type === 'paragraph' && right.type === 'list' ? 0 : undefined)],
  });
}

/**
 * Text with what could be read otherwise escaped. mdast-util-to-markdown leaves underscores between two letters as they are and sees
 * that a letter at an end may come to be a character reference, beside which they would be read as italic; of a letter of two code
 * units (𐀀) it sees the half. Here such underscores are escaped.
 */
const textOf: Handle = (node: Text, parent, state, info) => {
  if (!/[\u{10000}-\u{10ffff}]_|_[\u{10000}-\u{10ffff}]/u.test(node.value))
    return defaultHandlers.text(node, parent, state, info);
  const pieces = node.value.split('_');
  return pieces
    .map((piece, at) =>
      state.safe(piece, {
        ...info,
        before: at === 0 ? info.before : '_',
        after: at === pieces.length - 1 ? info.after : '_',
      }),
    )
    .join('\\_');
};

/** Two lists of a kind without anything between them are one: nothing in Markdown keeps them apart. */
function joinLists(nodes: readonly RootContent[]): RootContent[] {
  const apart: RootContent[] = [];
  for (const node of nodes) {
    const before = apart.at(-1);
    if (node.type === 'list' && before?.type === 'list' && before.ordered === node.ordered)
      apart[apart.length - 1] = { ...before, children: [...before.children, ...node.children] };
    else apart.push(node);
  }
  return apart;
}

function nodesOf(block: TextBlock): RootContent[] {
  switch (block.kind) {
    case 'heading':
      return isEmpty(block.line)
        ? []
        : [{ type: 'heading', depth: block.level as 2 | 3 | 4, children: phrases(block.line) }];
    case 'paragraph':
      return isEmpty(block.line) ? [] : [paragraph(block.line)];
    case 'list': {
      const items = block.items.flatMap(({ line, below }) => {
        const within =
          below === null
            ? []
            : listOf(
                below.ordered,
                below.items.flatMap((each) => itemOf(each)),
              );
        return itemOf(line, within);
      });
      return listOf(block.ordered, items);
    }
    case 'table': {
      const columns = Math.max(block.head.length, ...block.rows.map((row) => row.length));
      const row = (cells: readonly (readonly Inline[])[]): TableRow => ({
        type: 'tableRow',
        children: Array.from({ length: columns }, (_, at) => ({
          type: 'tableCell',
          children: phrases(cells[at] ?? []),
        })),
      });
      return columns === 0 ? [] : [{ type: 'table', children: [row(block.head), ...block.rows.map(row)] }];
    }
  }
}

const paragraph = (line: readonly Inline[]): Paragraph => ({ type: 'paragraph', children: phrases(line) });

function itemOf(line: readonly Inline[], within: List[] = []): ListItem[] {
  // What stands below nothing stands in its place.
  if (isEmpty(line)) return within.flatMap((list) => list.children);
  return [{ type: 'listItem', spread: false, children: [paragraph(line), ...within] }];
}

function listOf(ordered: boolean, children: ListItem[]): List[] {
  return children.length === 0 ? [] : [{ type: 'list', ordered, spread: false, children }];
}

function isEmpty(line: readonly Inline[]): boolean {
  return line.every(({ text, obligation, tag }) => obligation === undefined && tag === undefined && text.trim() === '');
}

type Way = 'strong' | 'emphasis';

/** A line as nodes: what is bold and what is italic each as one as far as it goes. */
function phrases(line: readonly Inline[]): PhrasingContent[] {
  const apart = trimmed(line.flatMap((piece) => atEdges(piece)));
  const spaced = apart.flatMap((piece, at) =>
    piece.obligation === undefined || at === 0 || apart[at - 1]?.text.endsWith(' ') ? [piece] : [{ text: ' ' }, piece],
  );
  return grouped(joined(spaced), ['strong', 'emphasis']);
}

/** Pieces of text side by side that are set alike as one, so that what they are together is escaped. */
function joined(line: readonly Inline[]): Inline[] {
  const pieces: Inline[] = [];
  for (const piece of line) {
    const before = pieces.at(-1);
    if (before !== undefined && isText(before) && isText(piece) && isSetAlike(before, piece))
      pieces[pieces.length - 1] = { ...before, text: before.text + piece.text };
    else pieces.push(piece);
  }
  return pieces;
}

function isText({ code, tag, obligation }: Inline): boolean {
  return code !== true && tag === undefined && obligation === undefined;
}

function isSetAlike(one: Inline, other: Inline): boolean {
  return (one.strong === true) === (other.strong === true) && (one.emphasis === true) === (other.emphasis === true);
}

function grouped(line: readonly Inline[], ways: readonly Way[]): PhrasingContent[] {
  const [way, ...inner] = ways;
  if (way === undefined) return line.map((piece) => phrase(piece));
  const nodes: PhrasingContent[] = [];
  for (let at = 0; at < line.length;) {
    const set = line[at]?.[way] === true;
    let end = at + 1;
    while (end < line.length && (line[end]?.[way] === true) === set) end++;
    const within = grouped(line.slice(at, end), inner);
    nodes.push(...(set ? [{ type: way, children: within }] : within));
    at = end;
  }
  return nodes;
}

function phrase({ text, code, tag, obligation }: Inline): PhrasingContent {
  // As they are: nothing of a tag or of a mark is escaped.
  if (tag !== undefined) return { type: 'html', value: `{{${tag}}}` };
  if (obligation !== undefined) {
    const { control, frequency } = obligation;
    return { type: 'html', value: `{${control}${frequency === null ? '' : ` ${frequency}`}}` };
  }
  return code === true ? { type: 'inlineCode', value: text } : { type: 'text', value: text };
}

/** Space at the ends of bold or italic words stands beside them: within, Markdown would not read them as such. */
function atEdges(piece: Inline): Inline[] {
  const { text, strong, emphasis, code, tag, obligation } = piece;
  if (tag !== undefined || obligation !== undefined || code === true) return [piece];
  const even = text.replaceAll(/\s+/g, ' ');
  if (strong !== true && emphasis !== true) return [{ ...piece, text: even }];
  const [, before = '', words = '', after = ''] = /^( ?)(.*?)( ?)$/.exec(even) ?? [];
  return [{ text: before }, { ...piece, text: words }, { text: after }].filter((each) => each.text !== '');
}

/** Without space at its ends, and with one between words. */
function trimmed(line: readonly Inline[]): Inline[] {
  const pieces: Inline[] = [];
  let spaced = true;
  for (const piece of line) {
    if (piece.tag !== undefined || piece.obligation !== undefined || piece.code === true) {
      pieces.push(piece);
      spaced = false;
      continue;
    }
    const text: string = spaced ? piece.text.trimStart() : piece.text;
    if (text === '') continue;
    pieces.push({ ...piece, text });
    spaced = text.endsWith(' ');
  }
  const last = pieces.at(-1);
  return spaced && last !== undefined ? [...pieces.slice(0, -1), { ...last, text: last.text.trimEnd() }] : pieces;
}
