import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  policyConditions,
  policyLists,
  templateValues,
  type Inline,
  type PolicyFacts,
  type PolicyFront,
  type TextBlock,
} from '@tickmark/core';
import {
  fillTemplate,
  guessPolicy,
  importDocument,
  mapHeadings,
  readBlocks,
  templateLibrary,
} from '@tickmark/policies';
import * as fc from 'fast-check';
import { writePolicies } from '../../src/documents/index.ts';

const facts: PolicyFacts = {
  organization: 'Northwind Ledgers',
  has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, null])) as PolicyFacts['has'],
  list: Object.fromEntries(
    Object.keys(policyLists).map((id, place) => [id, place % 2 === 0 ? [] : ['One of ours', 'Another']]),
  ) as unknown as PolicyFacts['list'],
  values: templateValues,
};

async function throughWord(front: PolicyFront, blocks: readonly TextBlock[]) {
  const organization = { name: 'Northwind Ledgers', example: false };
  const { title, purpose } = front;
  const file = await writePolicies({
    organization,
    today: '2026-11-30',
    mark: 'TEMPLATE',
    status: 'Template text',
    note: '',
    brand: { colour: null, logo: null },
    documents: [{ title, rows: [['Purpose', purpose]], blocks }],
  });
  const imported = await importDocument('docx', file);
  // Its organization, what it is, and the table about it.
  return { imported, blocks: imported.blocks.slice(3) };
}

/** As Word has it: marks as the words of their controls, what is missing as bold, and one space between words. */
function set(line: readonly Inline[], bold = false): string {
  const pieces = line.map((piece) => {
    const text = piece.obligation === undefined ? piece.text : ` ${piece.obligation.control}`;
    const strong = !bold && (piece.strong === true || piece.missing === true);
    return [...text].map((each) =>
      /\s/.test(each) ? ' ' : `${each}${strong ? 'b' : ''}${piece.emphasis === true ? 'i' : ''}`,
    );
  });
  return pieces.flat().join('').replaceAll(/ +/g, ' ').trim();
}

function setBlocks(blocks: readonly TextBlock[]): unknown[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'heading':
        return { level: Math.min(3, block.level), line: set(block.line, true) };
      case 'paragraph':
        return set(block.line);
      case 'list':
        return {
          ordered: block.ordered,
          items: block.items.map(({ line, below }) => [
            set(line),
            below && { ...below, items: below.items.map((each) => set(each)) },
          ]),
        };
      case 'table':
        return {
          head: block.head.map((cell) => set(cell, true)),
          rows: block.rows.map((row) => row.map((cell) => set(cell))),
        };
    }
  });
}

test('PO38 every template that is exported to Word comes in again with the same title, headings, lists, tables and words', async () => {
  for (const template of templateLibrary().values()) {
    const { front } = template;
    const blocks = readBlocks(fillTemplate(template, facts).markdown);
    const { imported, blocks: again } = await throughWord(front, blocks);
    assert.equal(imported.title, front.title);
    assert.deepEqual(setBlocks(again), setBlocks(blocks), front.id);
    assert.deepEqual(imported.lost, [], front.id);
    assert.equal(guessPolicy(imported)[0]?.id, front.id);
  }
});

test('PO38 its required headings are found in it again, each word for word', async () => {
  const template = templateLibrary().get('POL-20');
  assert.ok(template);
  const { imported } = await throughWord(template.front, readBlocks(fillTemplate(template, facts).markdown));
  const { found, missing } = mapHeadings(imported.blocks, ['Roles', 'Severity', 'Lessons', 'Nothing of it']);
  assert.deepEqual([found.map((each) => each.as), missing], [['same', 'same', 'same'], ['Nothing of it']]);
});

const text = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9 .,;:&<>"'{}*#_-]{0,10}$/),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('{{organization}}', '{IAM-06 quarterly}', '1. ', '- ', '&amp;', '<w:p>'),
  )
  // What has no width, or stands for nothing in XML, is no word; and a heading may lose a number in front of it.
  .map((each) => `w${each.replaceAll(/[\p{C}\ufffd-\uffff]/gu, '').toWellFormed()}`);
const line: fc.Arbitrary<Inline[]> = fc.array(
  fc.oneof(
    text.map((each): Inline => ({ text: each })),
    text.map((each): Inline => ({ text: each, strong: true })),
    text.map((each): Inline => ({ text: each, emphasis: true })),
  ),
  { minLength: 1, maxLength: 3 },
);
/** Neither a heading nor a table without its styles: bold throughout would make it one. */
const plain = line.map((pieces): Inline[] => [{ text: 'x' }, ...pieces]);
const block: fc.Arbitrary<TextBlock> = fc.oneof(
  plain.map((each): TextBlock => ({ kind: 'paragraph', line: each })),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(
      fc.record({
        line: plain,
        below: fc.option(fc.record({ ordered: fc.boolean(), items: fc.array(plain, { minLength: 1, maxLength: 2 }) })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.integer({ min: 2, max: 3 }).chain((columns) =>
    fc.record({
      kind: fc.constant('table' as const),
      head: fc.array(plain, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.array(plain, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 2 }),
    }),
  ),
);

test('PO38 whatever a text is made of, it comes in from Word as it was', async () => {
  const front = templateLibrary().get('POL-01')?.front;
  assert.ok(front);
  await fc.assert(
    fc.asyncProperty(fc.array(block, { maxLength: 4 }), async (some) => {
      // Lists side by side are one in Word; each has a heading of its own here.
      const blocks = some.flatMap((each, at): TextBlock[] => [
        { kind: 'heading', level: 2, line: [{ text: `Part ${at}` }] },
        each,
      ]);
      const { blocks: again } = await throughWord(front, blocks);
      assert.deepEqual(setBlocks(again), setBlocks(blocks));
    }),
    { numRuns: 150 },
  );
});
