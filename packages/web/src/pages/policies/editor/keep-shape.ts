import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { blocksOf, nodeOf } from './document.ts';

/**
 * Whatever is pasted, dropped or joined, lists have two levels and each item and cell one line, at once: what is seen is
 * what is saved.
 */
export const keepShape = Extension.create({
  name: 'keepShape',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, before, after) =>
        transactions.some(({ docChanged }) => docChanged) ? shaped(before, after) : null,
    }),
  ],
});

function shaped(before: EditorState, after: EditorState): Transaction | null {
  const known = new Set<Node>();
  before.doc.forEach((node) => void known.add(node));
  const { tr, schema, selection } = after;
  after.doc.forEach((node, offset) => {
    if (known.has(node) || !['bulletList', 'orderedList', 'table'].includes(node.type.name)) return;
    const [block] = blocksOf(node.toJSON());
    if (block === undefined) return;
    const wanted = schema.nodeFromJSON(nodeOf(block));
    if (wanted.eq(node)) return;
    const at = tr.mapping.map(offset);
    tr.replaceWith(at, at + node.nodeSize, wanted);
    const within = selection.head - offset;
    if (within <= 0 || within >= node.nodeSize) return;
    tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1 + placeAfter(wanted, writtenBefore(node, within - 1)))));
  });
  return tr.docChanged ? tr : null;
}

/** How many letters and chips stand before a place within a node. Spaces do not count: lines are joined by them. */
function writtenBefore(node: Node, place: number): number {
  return node.textBetween(0, Math.max(0, Math.min(place, node.content.size)), '', '\u{FFFC}').replaceAll(/\s/g, '')
    .length;
}

/** The place within a node that so many letters and chips stand before. */
function placeAfter(node: Node, written: number): number {
  let left = written;
  let found = 0;
  node.descendants((each, at) => {
    if (left <= 0 && found > 0) return false;
    if (each.isTextblock && found === 0) found = at + 1;
    if (!each.isInline) return true;
    if (!each.isText) {
      left -= 1;
      found = left >= 0 ? at + 1 : found;
      return false;
    }
    for (const [offset, letter] of (each.text ?? '').split('').entries()) {
      if (left <= 0) break;
      if (/\s/.test(letter)) continue;
      left -= 1;
      found = at + offset + 1;
    }
    return false;
  });
  return found;
}
