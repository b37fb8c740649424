import { Extension, findParentNode, type Editor } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import { isInTable } from '@tiptap/pm/tables';

/** What keys do that differs from the kit: an item and a cell have one line, lists two levels, and Esc, then Tab, leaves the text. */
export const editorKeys = Extension.create({
  name: 'editorKeys',
  priority: 1000,

  addKeyboardShortcuts() {
    return {
      Enter: () => isInTable(this.editor.state) && toCellBelow(this.editor),
      'Shift-Enter': () => this.editor.commands.keyboardShortcut('Enter'),
      Tab: () => listDepth(this.editor) >= 2,
    };
  },

  addProseMirrorPlugins() {
    let leaving = false;
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            keydown: (_view, { key }) => {
              const leaves = leaving && key === 'Tab';
              if (key !== 'Shift') leaving = key === 'Escape';
              return leaves;
            },
          },
        },
      }),
    ];
  },
});

/** How many lists the selection is in. */
export function listDepth({ state }: Editor): number {
  const { $from } = state.selection;
  const names = Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth).type.name);
  return names.filter((name) => name === 'bulletList' || name === 'orderedList').length;
}

/** To the cell below, as in a sheet; stays where there is none. */
function toCellBelow(editor: Editor): boolean {
  const { state, view } = editor;
  const { $from } = state.selection;
  const table = findParentNode(({ type }) => type.name === 'table')(state.selection);
  if (table === undefined) return false;
  const [row, column] = [$from.index(table.depth), $from.index(table.depth + 1)];
  const below = table.node.maybeChild(row + 1);
  if (below === null) return true;
  let place = table.start;
  for (let at = 0; at <= row; at++) place += table.node.child(at).nodeSize;
  place += 1;
  for (let at = 0; at < Math.min(column, below.childCount - 1); at++) place += below.child(at).nodeSize;
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(place + 1))).scrollIntoView());
  return true;
}
