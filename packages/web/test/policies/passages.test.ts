import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inline } from '@tickmark/core';
import { getSchema } from '@tiptap/core';
import { EditorState } from '@tiptap/pm/state';
import * as fc from 'fast-check';
import { createTagWords, wordsOfTag } from '../../src/pages/policies/editor/chips.ts';
import { toBlocks, toDocument } from '../../src/pages/policies/editor/document.ts';
import { differing, findPassage, passageOf, type Passage } from '../../src/pages/policies/editor/passages.ts';
import { placedText } from '../../src/pages/policies/editor/places.ts';
import { replacePassage } from '../../src/pages/policies/editor/replace.ts';
import { policyExtensions } from '../../src/pages/policies/editor/schema.ts';
import { texts } from './documents.ts';

const few = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '😀'), { maxLength: 60 }).map((parts) => parts.join(''));
const said = fc.array(fc.constantFrom('a', 'b', '😀'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

test('PO23 a passage is found again where its surroundings are most alike, whatever changed further off', () => {
  fc.assert(
    fc.property(few, said, few, few, few, (before, exact, after, further, beyond) => {
      const passage = passageOf(before + exact + after, { from: before.length, to: before.length + exact.length });
      assert.equal(passage.exact, exact);
      const { prefix, suffix } = passage;
      const later = further + prefix + exact + suffix + beyond;
      const found = findPassage(later, passage);
      assert.ok(found);
      assert.equal(later.slice(found.from, found.to), exact);
      assert.ok(later.slice(0, found.from).endsWith(prefix));
      assert.ok(later.slice(found.to).startsWith(suffix));
    }),
    { numRuns: 2000 },
  );
});

test('PO23 a passage of which the words are gone is found nowhere', () => {
  const passage = passageOf('Access is removed within 2 days.', { from: 10, to: 17 });
  assert.deepEqual(passage, { exact: 'removed', prefix: 'Access is ', suffix: ' within 2 days.' });
  assert.equal(findPassage('Access is taken away within 2 days.', passage), null);
  assert.equal(findPassage('', passage), null);
  assert.equal(findPassage('anything', { exact: '', prefix: 'any', suffix: 'thing' }), null);
  assert.deepEqual(findPassage('It is removed. Access is now removed within a day.', passage), { from: 29, to: 36 });
});

test('PO23 what surrounds a passage begins and ends with whole characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '😀'), minLength: 60, maxLength: 80 }),
      fc.nat(),
      (text, seed) => {
        const characters = [...text];
        const at = characters.slice(0, seed % (characters.length + 1)).join('').length;
        const { prefix, suffix } = passageOf(text, { from: at, to: at });
        assert.ok(prefix.isWellFormed() && suffix.isWellFormed());
      },
    ),
  );
});

test('PO23 what differs between two texts is as little as it can be', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😃'), maxLength: 8 });
  fc.assert(
    fc.property(words, words, (before, after) => {
      const { start, end } = differing(before, after);
      const [gone, put] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
      assert.equal(before.slice(0, start) + put + before.slice(before.length - end), after);
      assert.ok(gone.isWellFormed() && put.isWellFormed());
      if (gone !== '' && put !== '') {
        assert.notEqual([...gone][0], [...put][0]);
        assert.notEqual([...gone].at(-1), [...put].at(-1));
      }
    }),
  );
});

const words = createTagWords([
  { tag: 'organization', text: 'Northwind', meaning: 'Your organization', missing: false },
]);
const schema = getSchema(policyExtensions(words));

test('PO23 each part of a text has its place in the document, a tag with the words that stand for it', () => {
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat({ max: 20 }), (blocks, seed, length) => {
      const document = schema.nodeFromJSON(toDocument(blocks));
      const placed = placedText(document, (tag) => wordsOfTag(words, tag));
      const from = seed % (placed.text.length + 1);
      const span = { from, to: Math.min(placed.text.length, from + length) };
      const range = placed.rangeOf(span);
      const inText = placed.text.slice(span.from, span.to);
      if (range === null) {
        assert.equal(inText.replaceAll('\n', ''), '');
        return;
      }
      const whole = placed.withWholeTags(span);
      const read = document.textBetween(range.from, range.to, '\n', (leaf) =>
        leaf.type.name === 'tag' ? wordsOfTag(words, leaf) : '',
      );
      const bare = (text: string): string => text.replaceAll('\n', '');
      assert.equal(bare(read), bare(placed.text.slice(whole.from, whole.to)));
      const back = placed.spanOf(range);
      assert.ok(back);
      assert.equal(bare(placed.text.slice(back.from, back.to)), bare(read));
    }),
    { numRuns: 1000 },
  );
});

test('PO23 the text of a document is its lines, with marks of controls left out', () => {
  const document = schema.nodeFromJSON(
    toDocument([
      { kind: 'heading', level: 2, line: [{ text: 'Access' }] },
      {
        kind: 'paragraph',
        line: [
          { text: 'organization', tag: 'organization' },
          { text: ' reviews' },
          { text: '', obligation: { control: 'IAM-06', frequency: 'quarterly' } },
          { text: ' it.' },
        ],
      },
      { kind: 'table', head: [[{ text: 'a' }], []], rows: [[[{ text: 'b' }], [{ text: 'c' }]]] },
    ]),
  );
  assert.equal(placedText(document, (tag) => wordsOfTag(words, tag)).text, 'Access\nNorthwind reviews it.\na\n\nb\nc');
});

test('PO29 a passage is replaced where it stands, and what it has in common with the new text stays as it is set', () => {
  fc.assert(
    fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 20 }), said, (blocks, seed, length, put) => {
      const state = EditorState.create({ doc: schema.nodeFromJSON(toDocument(blocks)) });
      const placed = placedText(state.doc, (tag) => wordsOfTag(words, tag));
      const from = seed % (placed.text.length + 1);
      const span = placed.withWholeTags({ from, to: Math.min(placed.text.length, from + length) });
      const passage = passageOf(placed.text, span);
      fc.pre(passage.exact !== '' && !passage.exact.includes('\n'));
      const found = findPassage(placed.text, passage);
      const cut = passage.exact.length >> 1;
      const text = passage.exact.slice(0, cut) + put + passage.exact.slice(cut);
      const tr = replacePassage(state, placed, passage, text);
      assert.ok(tr && found);
      tr.doc.check();
      const after = placedText(tr.doc, (tag) => wordsOfTag(words, tag));
      assert.equal(after.text, placed.text.slice(0, found.from) + text + placed.text.slice(found.to));
      const marks = (blocksText: string): number => blocksText.match(/"obligation"/g)?.length ?? 0;
      assert.equal(marks(JSON.stringify(tr.doc)), marks(JSON.stringify(state.doc)));
    }),
    { numRuns: 1000 },
  );
});

test('PO29 a suggestion leaves tags, marks of controls and bold words as they are, and is refused over the end of a paragraph', () => {
  const line: Inline[] = [
    { text: 'Access', strong: true },
    { text: ' ends within ' },
    { text: 'x', tag: 'organization' },
    { text: ' days, as agreed' },
    { text: '', obligation: { control: 'IAM-06', frequency: null } },
    { text: ' with all.' },
  ];
  const state = EditorState.create({
    doc: schema.nodeFromJSON(
      toDocument([
        { kind: 'paragraph', line },
        { kind: 'paragraph', line: [{ text: 'Next.' }] },
      ]),
    ),
  });
  const placed = placedText(state.doc, (tag) => wordsOfTag(words, tag));
  const whole = { exact: 'Access ends within Northwind days, as agreed with all.', prefix: '', suffix: '' };
  const changed = (passage: Passage, text: string): unknown => {
    const tr = replacePassage(state, placed, passage, text);
    return tr === null ? null : toBlocks(tr.doc.toJSON())[0];
  };
  assert.deepEqual(changed(whole, 'Access stops within Northwind days, as said to everybody.'), {
    kind: 'paragraph',
    line: [
      { text: 'Access', strong: true },
      { text: ' stops within ' },
      { text: 'x', tag: 'organization' },
      { text: ' days, as said to everybody' },
      { text: '', obligation: { control: 'IAM-06', frequency: null } },
      { text: '.' },
    ],
  });
  assert.deepEqual(changed(whole, 'Access stops within Northwind days, as agreed with all.'), {
    kind: 'paragraph',
    line: line.with(1, { text: ' stops within ' }),
  });
  assert.deepEqual(changed({ ...whole, exact: 'Northwind days' }, 'Southwind days'), {
    kind: 'paragraph',
    line: [{ text: 'Access', strong: true }, { text: ' ends within Southwind days, as agreed' }, ...line.slice(4)],
  });
  assert.equal(changed({ ...whole, exact: 'all.\nNext' }, 'x'), null);
  assert.equal(changed({ ...whole, exact: 'all.' }, 'x\ny'), null);
  assert.equal(changed({ ...whole, exact: 'gone' }, 'x'), null);
});
