import type { Node } from '@tiptap/pm/model';
import type { Span } from './passages.ts';

/** A run of text, or a tag, with where it is in the text (`offset`) and in the document (`place`). */
interface Run {
  offset: number;
  length: number;
  place: number;
  whole: boolean;
}

/** The text of a document as it is read, and where each part of it stands in the document. */
export interface PlacedText {
  text: string;
  /** From the text to the document; a tag that is touched is meant whole. null where nothing stands there. */
  rangeOf(span: Span): Span | null;
  /** From the document to the text. null where nothing of it is within. */
  spanOf(range: Span): Span | null;
  /** The tags that stand within a span, as parts of the text. */
  tagsIn(span: Span): Span[];
  /** The same span, with the tags that it cuts in two as a whole. */
  withWholeTags(span: Span): Span;
}

/** Reads a document: its lines with a line feed between them, each tag with the words that stand for it, marks of controls without any. */
export function placedText(document: Node, wordsOf: (tag: Node) => string): PlacedText {
  const runs: Run[] = [];
  let text = '';
  let first = true;
  document.descendants((block, at) => {
    if (!block.isTextblock) return true;
    if (!first) text += '\n';
    first = false;
    block.forEach((node, offset) => {
      const words = node.isText ? (node.text ?? '') : node.type.name === 'tag' ? wordsOf(node) : '';
      if (words === '') return;
      runs.push({ offset: text.length, length: words.length, place: at + 1 + offset, whole: !node.isText });
      text += words;
    });
    return false;
  });
  const within = ({ from, to }: Span): Run[] =>
    runs.filter(({ offset, length }) => offset < to && offset + length > from);
  return {
    text,
    rangeOf: (span) => {
      const touched = within(span);
      const [start, end] = [touched[0], touched.at(-1)];
      if (start === undefined || end === undefined) return null;
      return {
        from: start.whole ? start.place : start.place + Math.max(0, span.from - start.offset),
        to: end.whole ? end.place + 1 : end.place + Math.min(end.length, span.to - end.offset),
      };
    },
    spanOf: ({ from, to }) => {
      const touched = runs.filter(({ place, length, whole }) => place < to && place + (whole ? 1 : length) > from);
      const [start, end] = [touched[0], touched.at(-1)];
      if (start === undefined || end === undefined) return null;
      return {
        from: start.whole ? start.offset : start.offset + Math.max(0, from - start.place),
        to: end.whole ? end.offset + end.length : end.offset + Math.min(end.length, to - end.place),
      };
    },
    tagsIn: (span) =>
      within(span).flatMap(({ whole, offset, length }) =>
        whole && offset >= span.from && offset + length <= span.to ? [{ from: offset, to: offset + length }] : [],
      ),
    withWholeTags: ({ from, to }) => {
      const cut = runs.filter(({ whole }) => whole);
      const around = (offset: number): Run | undefined =>
        cut.find((run) => run.offset < offset && run.offset + run.length > offset);
      const [start, end] = [around(from), around(to)];
      return {
        from: start === undefined ? from : start.offset,
        to: end === undefined ? to : end.offset + end.length,
      };
    },
  };
}
