import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';

/** Puts in a table of three columns with the cursor in its head; in a list, after the list. */
export function insertTable(editor: Editor): void {
  const { $from } = editor.state.selection;
  if (editor.isActive('listItem')) {
    const after = $from.after(1);
    editor
      .chain()
      .focus()
      .insertContentAt(after, { type: 'paragraph' })
      .command(({ tr }) => {
        tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1)));
        return true;
      })
      .insertTable({ rows: 3, cols: 3, withHeaderRow: true })
      .run();
    return;
  }
  editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run();
}

interface TableAction {
  name: string;
  run: (editor: Editor) => void;
  /** The head stays the first row. */
  inHead: boolean;
}

/** What can be done with the rows and columns of the table that the cursor is in. */
export const tableActions: readonly TableAction[] = [
  { name: 'Row above', run: (editor) => editor.chain().focus().addRowBefore().run(), inHead: false },
  { name: 'Row below', run: (editor) => editor.chain().focus().addRowAfter().run(), inHead: true },
  { name: 'Column before', run: (editor) => editor.chain().focus().addColumnBefore().run(), inHead: true },
  { name: 'Column after', run: (editor) => editor.chain().focus().addColumnAfter().run(), inHead: true },
  { name: 'Delete the row', run: (editor) => editor.chain().focus().deleteRow().run(), inHead: false },
  {
    name: 'Delete the column',
    run: (editor) => {
      const chain = editor.chain().focus();
      (editor.can().deleteColumn() ? chain.deleteColumn() : chain.deleteTable()).run();
    },
    inHead: true,
  },
  { name: 'Delete the table', run: (editor) => editor.chain().focus().deleteTable().run(), inHead: true },
];
