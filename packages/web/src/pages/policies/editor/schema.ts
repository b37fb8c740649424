import { Mark, markInputRule, type Extensions } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { DOMParser, Fragment, type Node, type Schema } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import { Obligation, Tag, type TagWords } from './chips.ts';
import { inParagraph, lineWithin } from './document.ts';
import { keepShape } from './keep-shape.ts';
import { editorKeys } from './keys.ts';

/** What a policy may hold, and no more: all that `TextBlock` knows. */
export function policyExtensions(words: TagWords): Extensions {
  return [...textExtensions([2, 3, 4]), Tag.configure({ words }), Obligation];
}

/** What a part of another document may hold: no tags or marks of controls, and headings below that of the part. */
export const partExtensions = (): Extensions => textExtensions([3, 4]);

function textExtensions(levels: (2 | 3 | 4)[]): Extensions {
  return [
    StarterKit.configure({
      heading: { levels },
      blockquote: false,
      code: false,
      codeBlock: false,
      hardBreak: false,
      horizontalRule: false,
      link: false,
      strike: false,
      underline: false,
    }),
    Code,
    Missing,
    Table.configure({ renderWrapper: true }),
    TableRow,
    TableHeader.extend({ content: 'paragraph+', parseHTML: () => [{ tag: 'th', getContent: oneLine }] }),
    TableCell.extend({ content: 'paragraph+', parseHTML: () => [{ tag: 'td', getContent: oneLine }] }),
    keepShape,
    editorKeys,
  ];
}

/** Unlike the one of the kit it may be bold or italic too. */
const Code = Mark.create({
  name: 'code',
  excludes: '',
  exitable: true,
  parseHTML: () => [{ tag: 'code' }],
  renderHTML: () => ['code', 0],
  addInputRules() {
    return [markInputRule({ find: /(?:^|[^`])(`([^`]+)`)$/, type: this.type })];
  },
});

/** Words that stand for something that is not written down yet. What is typed beside them is not. */
const Missing = Mark.create({
  name: 'missing',
  inclusive: false,
  parseHTML: () => [{ tag: 'mark[data-missing]' }],
  renderHTML: () => ['mark', { 'data-missing': '' }, 0],
});

/** What a cell holds that comes from elsewhere, as the one line that a cell has. */
function oneLine(cell: globalThis.Node, schema: Schema): Fragment {
  const read: Node = DOMParser.fromSchema(schema).parse(cell);
  return Fragment.from(schema.nodeFromJSON(inParagraph(lineWithin(read.toJSON()))));
}
