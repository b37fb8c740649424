import type { Node } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { differing, findPassage, type Passage, type Span } from './passages.ts';
import type { PlacedText } from './places.ts';

/**
 * Puts a text in the place of a passage. Only what differs changes, so that what is bold stays as it is around it; a tag whose
 * words the new text has too stays, and so do marks of controls. null where the words of the passage are gone, or go over the
 * end of a paragraph, an item or a cell.
 */
export function replacePassage(
  { doc, schema, tr }: EditorState,
  placed: PlacedText,
  passage: Passage,
  text: string,
): Transaction | null {
  const found = findPassage(placed.text, passage);
  if (found === null || passage.exact.includes('\n') || text.includes('\n')) return null;
  const edits = editsOf(placed, found, text);
  // From the end, so that what comes before stays where it is.
  for (const { span, words } of edits.toReversed()) {
    const at = rangeIn(placed, span, found);
    if (at === null) return null;
    const set = doc.nodeAt(at.from)?.marks ?? doc.resolve(at.from).marks();
    const marks = set.filter(({ type }) => type.name !== 'missing');
    tr.replaceWith(at.from, at.to, [...(words === '' ? [] : [schema.text(words, marks)]), ...obligationsIn(doc, at)]);
  }
  return tr;
}

interface Edit {
  span: Span;
  words: string;
}

/** What has to change for a part of a text to say other words, in its order. */
function editsOf(placed: PlacedText, part: Span, words: string): Edit[] {
  const before = placed.text.slice(part.from, part.to);
  if (before === words) return [];
  const { start, end } = differing(before, words);
  const span = placed.withWholeTags({ from: part.from + start, to: part.to - end });
  const put = words.slice(span.from - part.from, words.length - (part.to - span.to));
  for (const tag of placed.tagsIn(span)) {
    const at = put.indexOf(placed.text.slice(tag.from, tag.to));
    if (at === -1) continue;
    return [
      ...editsOf(placed, { from: span.from, to: tag.from }, put.slice(0, at)),
      ...editsOf(placed, { from: tag.to, to: span.to }, put.slice(at + tag.to - tag.from)),
    ];
  }
  return [{ span, words: put }];
}

/** Where a part of a passage is in the document, also where it is empty: between two letters. */
function rangeIn(placed: PlacedText, span: Span, passage: Span): Span | null {
  if (span.to > span.from) return placed.rangeOf(span);
  const before = span.from > passage.from ? placed.rangeOf({ from: span.from - 1, to: span.from }) : null;
  const at = before?.to ?? placed.rangeOf(passage)?.from;
  return at === undefined ? null : { from: at, to: at };
}

function obligationsIn(doc: Node, { from, to }: Span): Node[] {
  const found: Node[] = [];
  doc.nodesBetween(from, to, (node) => void (node.type.name === 'obligation' && found.push(node)));
  return found;
}
