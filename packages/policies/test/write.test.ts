import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  policyConditions,
  policyLists,
  templateValues,
  type Inline,
  type PolicyFacts,
  type TextBlock,
} from '@tickmark/core';
import * as fc from 'fast-check';
import {
  decideTemplate,
  fillBlocks,
  fillTemplate,
  linesOf,
  readBlocks,
  templateLibrary,
  textOf,
  writeMarkdown,
} from '../src/index.ts';

const facts: PolicyFacts = {
  organization: 'North*wind_ & <Sons>',
  has: Object.fromEntries(
    Object.keys(policyConditions).map((id, place) => [id, [true, false, null][place % 3]]),
  ) as PolicyFacts['has'],
  list: Object.fromEntries(
    Object.keys(policyLists).map((id, place) => [id, place % 2 === 0 ? [] : ['a | b', '1. c']]),
  ) as unknown as PolicyFacts['list'],
  values: templateValues,
};

test('PO13 every template, its conditions decided and its tags kept, is read as the same again once it is written', () => {
  for (const template of templateLibrary().values()) {
    const blocks = readBlocks(decideTemplate(template, facts).markdown);
    assert.deepEqual(readBlocks(writeMarkdown(blocks)), blocks, template.front.id);
    assert.equal(
      blocks
        .flatMap(linesOf)
        .flat()
        .some(({ tag }) => tag !== undefined),
      true,
      template.front.id,
    );
  }
});

test('PO13 what is filled piece by piece says what a filled template says', () => {
  const shown = (blocks: readonly TextBlock[]): string[] => blocks.flatMap(linesOf).map(textOf);
  for (const template of templateLibrary().values()) {
    const { markdown, unknown } = decideTemplate(template, facts);
    const filled = fillTemplate(template, facts);
    assert.deepEqual(
      shown(fillBlocks(readBlocks(markdown), facts)),
      shown(readBlocks(filled.markdown)),
      template.front.id,
    );
    assert.deepEqual(unknown, filled.unknown);
  }
});

test('PO13 a number of one’s own stands wherever its tag does, with its unit', () => {
  const own = {
    ...facts,
    values: { ...facts.values, numbers: { ...facts.values.numbers, accessRemoval: 2, firstTraining: 1 } },
  };
  const blocks = fillBlocks(
    readBlocks('Within {{settings.accessRemoval}}, or {{ settings.firstTraining }}; {{settings.nothing}}.'),
    own,
  );
  assert.deepEqual(blocks.flatMap(linesOf).map(textOf), ['Within 2 business days, or 1 day; {{settings.nothing}}.']);
});

const words = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9 .,;:!?*_`~#+\-[\](){}<>|\\&$%="'/@^]{1,12}$/),
    fc.constantFrom(
      '1. ',
      '- ',
      '# ',
      '> ',
      '***',
      '__a__',
      '`',
      '&amp;',
      '<b>',
      '![x](y)',
      '[x](y)',
      '| a |',
      'https://x.example',
      '{IAM-6}',
      '{{organisation}}',
      '{{organization}}',
      '{IAM-06 annual}',
      '{{roles.ciso}}',
      '  ',
      '\\',
      '===',
      '---',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  )
  .map((text) => text.replaceAll(/\s+/g, ' '));
const piece: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: words.map((text) => ({ text })) },
  { weight: 2, arbitrary: fc.record({ text: words, strong: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ text: words, strong: fc.constant(true), emphasis: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ text: words, emphasis: fc.constant(true) }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('organization', 'roles.ciso', 'settings.accessRemoval', 'list.offices')
      .map((tag) => ({ text: tag, tag })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ text: '', obligation: { control: 'IAM-06', frequency: 'quarterly' as const } }),
  },
);
const line = fc.array(piece, { minLength: 1, maxLength: 5 });
const block: fc.Arbitrary<TextBlock> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), level: fc.constantFrom(2, 3, 4), line }),
  fc.record({ kind: fc.constant('paragraph' as const), line }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(
      fc.record({
        line,
        below: fc.option(fc.record({ ordered: fc.boolean(), items: fc.array(line, { minLength: 1, maxLength: 3 }) })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    head: fc.array(line, { minLength: 2, maxLength: 2 }),
    rows: fc.array(fc.array(line, { minLength: 2, maxLength: 2 }), { maxLength: 3 }),
  }),
);

/** The letters of a text with how each is set, whatever pieces they come in. */
function letters(blocks: readonly TextBlock[]): unknown[] {
  const apart = blocks.flatMap((each) => {
    const lines = linesOf(each)
      .map((pieces) =>
        pieces
          .flatMap(({ text, strong, emphasis, tag, obligation }): { is: string; as: string }[] =>
            obligation === undefined && tag === undefined
              ? [...text].map((is) => ({ is, as: /\s/.test(is) ? '' : `${strong ? 'b' : ''}${emphasis ? 'i' : ''}` }))
              : [{ is: JSON.stringify(tag ?? obligation), as: '' }],
          )
          .filter(({ is }, at, all) => !/^\s$/.test(is) || (at > 0 && !/^\s$/.test(all[at - 1]?.is ?? '')))
          .map(({ is, as }) => `${is}${as}`)
          .join('')
          // Before a mark a space stands or not; it is no text.
          .replaceAll(/\s*(\{"control)/g, '$1')
          .trim(),
      )
      .filter((text) => text !== '' || each.kind === 'table');
    return lines.length === 0 ? [] : [{ kind: each.kind === 'list' ? `list ${each.ordered}` : each.kind, lines }];
  });
  // Lists side by side are one, whatever stood between them and was empty.
  return apart.flatMap((each, at) => {
    if (each.kind.startsWith('list') && apart[at + 1]?.kind === each.kind) {
      apart[at + 1]?.lines.unshift(...each.lines);
      return [];
    }
    return [each];
  });
}

test('PO13 underscores beside italic words stay what they are', () => {
  for (const line of [
    [{ text: '0' }, { text: 'b', emphasis: true }, { text: '__a__', emphasis: true }],
    [{ text: '__a__𐀀', emphasis: true }, { text: 'a' }],
    [{ text: 'a' }, { text: '𐀀__a__', emphasis: true }],
  ]) {
    const blocks: TextBlock[] = [{ kind: 'paragraph', line }];
    assert.deepEqual(letters(readBlocks(writeMarkdown(blocks))), letters(blocks));
  }
  assert.equal(writeMarkdown([{ kind: 'paragraph', line: [{ text: 'a_b' }] }]), 'a_b\n');
});

test('PO13 whatever is written, nothing of it is lost or set otherwise when it is read again', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const read = readBlocks(writeMarkdown(blocks));
      assert.deepEqual(letters(read), letters(blocks));
      assert.deepEqual(readBlocks(writeMarkdown(read)), read);
    }),
    { numRuns: 1500 },
  );
});
