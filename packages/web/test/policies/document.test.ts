import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBlocks, templateLibrary } from '@tickmark/policies';
import { Editor, getSchema, type JSONContent } from '@tiptap/core';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { addColumnAfter, addRowBefore, deleteRow } from '@tiptap/pm/tables';
import * as fc from 'fast-check';
import { createTagWords } from '../../src/pages/policies/editor/chips.ts';
import { toBlocks, toDocument } from '../../src/pages/policies/editor/document.ts';
import { policyExtensions } from '../../src/pages/policies/editor/schema.ts';
import { lettersOf, texts } from './documents.ts';

const extensions = policyExtensions(createTagWords([]));
const schema = getSchema(extensions);

const text = (words: string, ...marks: string[]): JSONContent => ({
  type: 'text',
  text: words,
  ...(marks.length === 0 ? {} : { marks: marks.map((type) => ({ type })) }),
});
const node = (type: string, ...content: JSONContent[]): JSONContent => ({ type, content });
const says = (words: string): JSONContent => node('paragraph', text(words));

test('PO20 whatever a text holds, the editor holds it and gives it back as it was', () => {
  fc.assert(
    fc.property(texts, (blocks) => {
      const document = toDocument(blocks);
      assert.deepEqual(toBlocks(document), blocks);
      const held = schema.nodeFromJSON(document);
      held.check();
      assert.deepEqual(toBlocks(held.toJSON()), blocks);
    }),
    { numRuns: 1000 },
  );
});

test('PO20 every template that ships is held and given back as it was', () => {
  for (const { front, body } of templateLibrary().values()) {
    const blocks = readBlocks(body.replaceAll(/^\{\{[#^/].*\}\}\n?/gm, ''));
    const held = schema.nodeFromJSON(toDocument(blocks));
    held.check();
    assert.deepEqual(toBlocks(held.toJSON()), blocks, front.id);
  }
});

test('PO21 what a text has no place for becomes what is nearest to it', () => {
  const document = node(
    'doc',
    { type: 'heading', attrs: { level: 1 }, content: [text('One')] },
    { type: 'heading', attrs: { level: 6 }, content: [text('Six')] },
    node('paragraph'),
    node('blockquote', says('Quoted'), node('bulletList', node('listItem', says('a')))),
    node('paragraph', text('before'), { type: 'hardBreak' }, text('after', 'bold', 'strike')),
    node(
      'bulletList',
      node(
        'listItem',
        says('a'),
        says('b'),
        node('orderedList', node('listItem', says('c'), node('bulletList', node('listItem', says('d'))))),
        node('bulletList', node('listItem', says('e'))),
        says('f'),
      ),
    ),
  );
  assert.deepEqual(toBlocks(document), [
    { kind: 'heading', level: 2, line: [{ text: 'One' }] },
    { kind: 'heading', level: 4, line: [{ text: 'Six' }] },
    { kind: 'paragraph', line: [{ text: 'Quoted' }] },
    { kind: 'list', ordered: false, items: [{ line: [{ text: 'a' }], below: null }] },
    { kind: 'paragraph', line: [{ text: 'before ' }, { text: 'after', strong: true }] },
    {
      kind: 'list',
      ordered: false,
      items: [
        {
          line: [{ text: 'a b f' }],
          below: { ordered: true, items: [[{ text: 'c' }], [{ text: 'd' }], [{ text: 'e' }]] },
        },
      ],
    },
  ]);
});

test('PO21 cells that stretch over others stand in the first of them, and each row is as long as the longest', () => {
  const cell = (words: string, attrs = {}): JSONContent => ({ ...node('tableCell', says(words), says('more')), attrs });
  const table = node(
    'table',
    node('tableRow', cell('a', { colspan: 2 }), cell('b', { rowspan: 2 })),
    node('tableRow', cell('c')),
    node('tableRow', cell('d'), cell('e'), cell('f'), cell('g')),
  );
  const line = (words: string) => (words === '' ? [] : [{ text: `${words} more` }]);
  const cells = (...row: string[]) => row.map(line);
  assert.deepEqual(toBlocks(node('doc', table)), [
    {
      kind: 'table',
      head: cells('a', '', 'b', ''),
      rows: [cells('c', '', '', ''), cells('d', 'e', 'f', 'g')],
    },
  ]);
});

/** Documents nested as any editor may nest them. */
const foreign: fc.Arbitrary<JSONContent> = fc.letrec<{ block: JSONContent }>((tie) => {
  const within = (...types: string[]): fc.Arbitrary<JSONContent> =>
    types.reduceRight<fc.Arbitrary<JSONContent>>(
      (inner, type) => fc.array(inner, { minLength: 1, maxLength: 3 }).map((content) => node(type, ...content)),
      tie('block'),
    );
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).map((each) => text(each));
  const line = fc.array(fc.oneof(words, fc.constant({ type: 'hardBreak' })), { maxLength: 3 });
  return {
    block: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      line.map((content) => node('paragraph', ...content)),
      line.map((content) => node('heading', ...content)),
      within('bulletList', 'listItem'),
      within('orderedList', 'listItem'),
      within('table', 'tableRow', 'tableCell'),
      within('blockquote'),
    ),
  };
}).block;

const sorted = (letters: string): string => [...letters].toSorted().join('');
const lettersIn = ({ text: words = '', content = [] }: JSONContent): string =>
  words.replaceAll(/\s/g, '') + content.map(lettersIn).join('');

test('PO21 no word is lost, however a document is nested, and what comes of it is held as it is', () => {
  fc.assert(
    fc.property(fc.array(foreign, { maxLength: 4 }), (content) => {
      const document = node('doc', ...content);
      const blocks = toBlocks(document);
      assert.equal(sorted(lettersOf(blocks)), sorted(lettersIn(document)));
      assert.deepEqual(toBlocks(toDocument(blocks)), blocks);
    }),
    { numRuns: 1000 },
  );
});

/** A text that is being edited, with all that the editor adds to it. */
function edited(content: JSONContent): EditorState {
  const { extensionManager } = new Editor({ element: null, extensions, content });
  return EditorState.create({ doc: extensionManager.schema.nodeFromJSON(content), plugins: extensionManager.plugins });
}

test('PO22 what is brought in deeper than a text goes is levelled at once, with the cursor where it was', () => {
  const deep = node(
    'bulletList',
    node(
      'listItem',
      says('one'),
      node('bulletList', node('listItem', says('two'), node('orderedList', node('listItem', says('three'))))),
    ),
  );
  const list = edited(node('doc', says('x')));
  const levelled = list.apply(list.tr.insert(0, list.schema.nodeFromJSON(deep))).doc.toJSON();
  assert.deepEqual(toBlocks(levelled)[0], {
    kind: 'list',
    ordered: false,
    items: [{ line: [{ text: 'one' }], below: { ordered: false, items: [[{ text: 'two' }], [{ text: 'three' }]] } }],
  });
  assert.equal(JSON.stringify(levelled).match(/"(?:bullet|ordered)List"/g)?.length, 2);

  const cells = node('tableRow', node('tableCell', says('a'), says('b')), node('tableCell', says('c')));
  const table = edited(node('doc', node('table', cells), says('end')));
  const at = TextSelection.create(table.doc, 8);
  const { doc, selection } = table.apply(table.tr.setSelection(at).insertText('!'));
  assert.deepEqual(toBlocks(doc.toJSON())[0], {
    kind: 'table',
    head: [[{ text: 'a b!' }], [{ text: 'c' }]],
    rows: [],
  });
  assert.equal(doc.child(0).child(0).child(0).childCount, 1);
  assert.equal(selection.$from.parent.textBetween(0, selection.$from.parentOffset), 'a b!');
});

test('PO22 a table has one head row, and keeps one whatever row goes', () => {
  let state = edited(
    toDocument([
      {
        kind: 'table',
        head: [[], []],
        rows: [
          [[], []],
          [[], []],
        ],
      },
    ]),
  );
  const dispatch = (tr: Transaction): void => void (state = state.apply(tr));
  const kinds = (): string[] => {
    const rows: string[] = [];
    state.doc.child(0).forEach((row) => rows.push(row.children.map(({ type }) => type.name.slice(5)).join(' ')));
    return rows;
  };
  state = state.apply(state.tr.setSelection(TextSelection.atStart(state.doc)));
  deleteRow(state, dispatch);
  assert.deepEqual(kinds(), ['Header Header', 'Cell Cell']);
  state = state.apply(state.tr.setSelection(TextSelection.atStart(state.doc)));
  addRowBefore(state, dispatch);
  addColumnAfter(state, dispatch);
  assert.deepEqual(kinds(), ['Header Header Header', 'Cell Cell Cell', 'Cell Cell Cell']);
});
