import type { Inline, TextBlock } from '@tickmark/core';
import { TickmarkError } from '@tickmark/core';
import type { BlockContent, DefinitionContent, List, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { missing } from './fill.ts';
import { isFrequency, mapLines, obligationMark } from './obligations.ts';
import { namedTag, writtenTag } from './tags.ts';

/**
 * Markdown as blocks; a tag that is known stands as a piece of its own, with its name for a text, and so does a mark. What only looks
 * like one begins with `\{`. Errors: bad_input for what a policy has no use for, such as HTML, images and code blocks.
 */
export function readBlocks(markdown: string): TextBlock[] {
  const source = markdown.replaceAll(/\\([\\{])/g, (pair, escaped) => (escaped === '{' ? brace : pair));
  const tree = fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  return tree.children.map((node) => blockOf(node));
}

/** Blocks in which what is written as a tag or as a mark is one. */
export function findTags(blocks: readonly TextBlock[]): TextBlock[] {
  return mapLines(blocks, (line) =>
    line.flatMap((piece) => {
      const { text, tag, obligation, missing: _, ...style } = piece;
      return tag === undefined && obligation === undefined && style.code !== true ? piecesOf(text, style) : [piece];
    }),
  );
}

/**
 * Stands for a brace that was escaped, until tags and marks are found: a code point that no text has, between marks of punctuation,
 * for beside these bold and italic words end as beside a brace.
 */
const brace = '‡\u{FDD0}‡';
const bracesBack = (text: string, as = '{'): string => text.replaceAll(brace, as);

function blockOf(node: RootContent): TextBlock {
  switch (node.type) {
    case 'heading':
      return { kind: 'heading', level: Math.min(4, Math.max(2, node.depth)), line: lineOf(node.children) };
    case 'paragraph':
      return { kind: 'paragraph', line: lineOf(node.children) };
    case 'list':
      return listOf(node);
    case 'table':
      return tableOf(node);
    default:
      throw useless(node.type, node.position?.start.line);
  }
}

function listOf({ ordered, children }: List): TextBlock {
  return {
    kind: 'list',
    ordered: ordered ?? false,
    items: children.map(({ children: parts }) => {
      const below = parts.find((part): part is List => part.type === 'list');
      return {
        line: partsOf(parts),
        below:
          below === undefined
            ? null
            : { ordered: below.ordered ?? false, items: below.children.map((item) => partsOf(item.children)) },
      };
    }),
  };
}

/** The lines of an item as one; a list in it is told apart. */
function partsOf(parts: readonly (BlockContent | DefinitionContent)[]): Inline[] {
  const lines = parts.flatMap((part) => {
    if (part.type === 'list') return [];
    if (part.type !== 'paragraph') throw useless(part.type, part.position?.start.line);
    return [lineOf(part.children)];
  });
  return lines.flatMap((line, place) => (place === 0 ? line : [{ text: ' ' }, ...line]));
}

function tableOf({ children }: Table): TextBlock {
  const [head, ...rows] = children.map((row) => row.children.map((cell) => lineOf(cell.children)));
  return { kind: 'table', head: head ?? [], rows };
}

type Style = Pick<Inline, 'strong' | 'emphasis' | 'code'>;

function lineOf(children: readonly PhrasingContent[], style: Style = {}): Inline[] {
  return children.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
        return piecesOf(node.value.replaceAll('\n', ' '), style);
      case 'strong':
        return lineOf(node.children, { ...style, strong: true });
      case 'emphasis':
        return lineOf(node.children, { ...style, emphasis: true });
      case 'inlineCode':
        // A backslash is itself in code.
        return [{ text: bracesBack(node.value, '\\{'), ...style, code: true }];
      case 'break':
        return [{ text: ' ', ...style }];
      default:
        throw useless(node.type, node.position?.start.line);
    }
  });
}

const special = new RegExp(` ?${obligationMark.source}|(?<missing>${missing.source})|${writtenTag.source}`, 'g');

/** Marks of obligations, tags and names that are missing, apart from the text around them. */
function piecesOf(text: string, style: Style): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  const plain = (to: number): void => void (to > at && pieces.push({ text: bracesBack(text.slice(at, to)), ...style }));
  for (const found of text.matchAll(special)) {
    const [all, control, word] = found;
    const { tag } = found.groups ?? {};
    if (tag !== undefined && namedTag(tag).kind === 'unknown') continue;
    plain(found.index);
    at = found.index + all.length;
    if (tag !== undefined) pieces.push({ text: tag, ...style, tag });
    else if (control === undefined) pieces.push({ text: bracesBack(all), ...style, missing: true });
    else pieces.push({ text: '', obligation: { control, frequency: isFrequency(word) ? word : null } });
  }
  plain(text.length);
  return pieces;
}

function useless(what: string, line: number | undefined): TickmarkError {
  return new TickmarkError('bad_input', `Line ${line ?? '?'} has what a policy has no use for: ${what}.`, {
    field: 'body',
    action: 'Use headings, paragraphs, lists, tables, bold and italic.',
  });
}
