import { Extension, type Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { findPassage, type Passage, type Span } from './passages.ts';
import type { PlacedText } from './places.ts';

/** A passage that somebody spoke of, to be shown in the text. */
export interface Marked {
  id: string;
  passage: Passage;
  kind: 'comment' | 'suggestion';
  active: boolean;
}

const key = new PluginKey<DecorationSet>('marked');

/** Shows passages in the text, and tells when one is clicked. What is written within one belongs to it. */
export const MarkedPassages = Extension.create<{ clicked: (id: string) => void }>({
  name: 'markedPassages',
  addOptions: () => ({ clicked: () => undefined }),
  addProseMirrorPlugins() {
    const { clicked } = this.options;
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, shown) => {
            const next = tr.getMeta(key) as DecorationSet | undefined;
            return next ?? shown.map(tr.mapping, tr.doc);
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          handleClick: (_view, _at, { target }) => {
            const found = target instanceof Element ? target.closest<HTMLElement>('[data-marked]') : null;
            if (found !== null) clicked(found.dataset['marked'] ?? '');
            return false;
          },
        },
      }),
    ];
  },
});

/** Shows these passages from now on; those whose words are gone are not shown. */
export function showMarked(editor: Editor, marked: readonly Marked[], placed: PlacedText): void {
  const { doc, tr } = editor.state;
  // Those that are active lie over the others.
  const ordered = marked.toSorted((left, right) => Number(left.active) - Number(right.active));
  const decorations = ordered.flatMap(({ id, passage, kind, active }) => {
    const range = rangeOfPassage(placed, passage);
    if (range === null) return [];
    const attributes = { 'data-marked': id, 'data-kind': kind, ...(active ? { 'data-active': '' } : {}) };
    return [Decoration.inline(range.from, range.to, attributes)];
  });
  const set = decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, decorations);
  if (set === DecorationSet.empty && key.getState(editor.state) === set) return;
  editor.view.dispatch(tr.setMeta(key, set).setMeta('addToHistory', false));
}

/** Where a passage stands in the document. */
export function rangeOfPassage(placed: PlacedText, passage: Passage): Span | null {
  const span = findPassage(placed.text, passage);
  return span === null ? null : placed.rangeOf(span);
}

/** Where the first heading with these words begins. */
export function placeOfHeading(document: Node, words: string, wordsOf: (tag: Node) => string): number | null {
  let found: number | null = null;
  document.forEach((node, offset) => {
    if (found !== null || node.type.name !== 'heading') return;
    const read = node.textBetween(0, node.content.size, '', (leaf) => (leaf.type.name === 'tag' ? wordsOf(leaf) : ''));
    if (read === words) found = offset + 1;
  });
  return found;
}
