import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compared as comparedShape,
  type Compared,
  type ComparedBlock,
  type ComparedInline,
  type ComparedLine,
  type Inline,
  type TextBlock,
} from '@tickmark/core';
import * as fc from 'fast-check';
import { compareBlocks, readBlocks } from '../src/index.ts';

/** Pieces that are set alike as one, without marks of a change: what a line is, whatever pieces it comes in. */
function plain(line: readonly ComparedInline[]): Inline[] {
  const pieces: Inline[] = [];
  for (const { change: _, ...piece } of line) {
    const last = pieces.at(-1);
    const whole = (each: Inline) => each.tag !== undefined || each.obligation !== undefined || each.missing === true;
    const way = ({ text: _text, ...rest }: Inline) => JSON.stringify(rest);
    if (last !== undefined && !whole(last) && !whole(piece) && way(last) === way(piece)) last.text += piece.text;
    else if (piece.text !== '' || whole(piece)) pieces.push({ ...piece });
  }
  return pieces;
}

function plainBlock(block: ComparedBlock): TextBlock {
  const lines = (cells: readonly ComparedLine[]) => cells.map(({ line }) => plain(line));
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { ...block, line: plain(block.line) };
    case 'list':
      return {
        ...block,
        items: block.items.map(({ line, below }) => ({
          line: plain(line),
          below: below === null ? null : { ...below, items: lines(below.items) },
        })),
      };
    case 'table':
      return { kind: 'table', head: lines(block.head), rows: block.rows.map(({ cells }) => lines(cells)) };
  }
}

/** One of the two texts, out of what was compared. */
function side(compared: Compared, which: 'before' | 'after'): TextBlock[] {
  return compared.rows
    .flatMap(({ [which]: block, place }) => (block === null ? [] : [{ block, at: place[which] ?? -1 }]))
    .sort((one, other) => one.at - other.at)
    .map(({ block }) => plainBlock(block));
}

const set = (blocks: readonly TextBlock[]): TextBlock[] =>
  blocks.map((block): TextBlock => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return { ...block, line: plain(block.line) };
      case 'list':
        return {
          ...block,
          items: block.items.map(({ line, below }) => ({
            line: plain(line),
            below: below === null ? null : { ...below, items: below.items.map(plain) },
          })),
        };
      case 'table':
        return { ...block, head: block.head.map(plain), rows: block.rows.map((row) => row.map(plain)) };
    }
  });

/** What stands in both is the same pieces in both, line by line. */
function common(compared: Compared): { before: unknown; after: unknown }[] {
  const kept = (line: readonly ComparedInline[]) => line.filter(({ change }) => change === undefined);
  const lines = (cells: readonly ComparedLine[]) =>
    cells.filter(({ change }) => change === undefined).map(({ line }) => kept(line));
  const of = (block: ComparedBlock): unknown => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return kept(block.line);
      case 'list':
        return block.items
          .filter(({ change }) => change === undefined)
          .map(({ line, below }) => [kept(line), lines(below?.items ?? [])]);
      case 'table':
        return [
          lines(block.head),
          block.rows.filter(({ change }) => change === undefined).map(({ cells }) => lines(cells)),
        ];
    }
  };
  return compared.rows.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ before: of(before), after: of(after) }],
  );
}

const word = fc.constantFrom(
  'Access',
  'ends',
  'within',
  '14 days',
  '30 days',
  'of',
  'the',
  'last',
  'day.',
  ' ',
  '  ',
  '{{x}}',
  'é',
);
const piece: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 6, arbitrary: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => ({ text: words.join(' ') })) },
  { weight: 1, arbitrary: fc.record({ text: word, strong: fc.constant(true) }, { noNullPrototype: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => ({ text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('roles.ciso', 'settings.accessRemoval').map((tag) => ({ text: tag, tag })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('quarterly' as const, 'annual' as const, null).map((frequency) => ({
      text: '',
      obligation: { control: 'IAM-06', frequency },
    })),
  },
);
const line = fc.array(piece, { maxLength: 4 });
const block: fc.Arbitrary<TextBlock> = fc.oneof(
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.constantFrom(2, 3, 4),
    line: fc.constantFrom('Scope', 'Roles', 'Records', '').map((text) => [{ text }]),
  }),
  fc.record({ kind: fc.constant('paragraph' as const), line }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(
      fc.record({
        line,
        below: fc.option(fc.record({ ordered: fc.boolean(), items: fc.array(line, { maxLength: 3 }) })),
      }),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    head: fc.array(line, { maxLength: 3 }),
    rows: fc.array(fc.array(line, { maxLength: 4 }), { maxLength: 3 }),
  }),
);
const text = fc.array(block, { maxLength: 9 });
/** A text and another that has much of it, in another order, with more and with less. */
const versions = fc.tuple(text, text, fc.array(fc.nat(), { maxLength: 9 })).map(([one, other, places]) => ({
  before: one,
  after: [...places.flatMap((place) => one.slice(place % 10, (place % 10) + 2)), ...other].slice(0, 12),
}));

test('PO40 without what was added the earlier text is there again, and without what was removed the later one', () => {
  fc.assert(
    fc.property(fc.oneof(versions, fc.record({ before: text, after: text })), ({ before, after }) => {
      const compared = compareBlocks(before, after);
      assert.deepEqual(side(compared, 'before'), set(before));
      assert.deepEqual(side(compared, 'after'), set(after));
      for (const each of common(compared)) assert.deepEqual(each.before, each.after);
      comparedShape.parse(compared);
    }),
    { numRuns: 2000 },
  );
});

test('PO40 the rows follow the later text, and a text compared with itself has changed nowhere', () => {
  fc.assert(
    fc.property(versions, ({ before, after }) => {
      const places = compareBlocks(before, after).rows.flatMap(({ place }) => place.after ?? []);
      assert.deepEqual(places, [...after.keys()]);
      const same = compareBlocks(before, before);
      assert.deepEqual(
        same.rows.filter(({ kind }) => kind !== 'unchanged'),
        [],
      );
      assert.deepEqual([same.words, same.promises, same.numbers, same.moved], [{ added: 0, removed: 0 }, [], [], []]);
    }),
    { numRuns: 500 },
  );
});

const compare = (before: string, after: string): Compared => compareBlocks(readBlocks(before), readBlocks(after));

/** A line with what was removed in [-…-] and what was added in {+…+}. */
const marked = (line: readonly ComparedInline[]): string =>
  line
    .map(({ text: words, tag, obligation, change }) => {
      const shown = obligation === undefined ? (tag ?? words) : `<${obligation.control} ${obligation.frequency}>`;
      return change === undefined ? shown : change === 'added' ? `{+${shown}+}` : `[-${shown}-]`;
    })
    .join('');

function lineOf({ rows }: Compared, at: number, which: 'before' | 'after'): string {
  const shown = rows[at]?.[which];
  assert.ok(shown?.kind === 'paragraph' || shown?.kind === 'heading');
  return marked(shown.line);
}

test('PO41 words are compared with tags and marks whole, and what is only set otherwise counts as no word', () => {
  const tagged = compare(
    'Ends within {{settings.accessRemoval}}, said by the CISO. {IAM-04}',
    'Ends within {{settings.accessChange}}, said by the **CISO**. {IAM-04 quarterly}',
  );
  assert.equal(
    lineOf(tagged, 0, 'before'),
    'Ends within[- -][-settings.accessRemoval-], said by the [-CISO-].[-<IAM-04 null>-]',
  );
  assert.equal(
    lineOf(tagged, 0, 'after'),
    'Ends within{+ +}{+settings.accessChange+}, said by the {+CISO+}.{+<IAM-04 quarterly>+}',
  );
  assert.deepEqual(tagged.words, { added: 1, removed: 1 });
  assert.deepEqual(compare('It is *so*.', 'It is **so**.').words, { added: 0, removed: 0 });
  const unknown = compare('Of {{organisation}} alone.', 'Of {{organization}} alone.');
  assert.equal(lineOf(unknown, 0, 'before'), 'Of[- {{organisation}}-] alone.');
});

test('PO41 items, rows and columns are aligned, and only what is another is marked', () => {
  const { rows } = compare(
    '- Lock the screen\n- Report a loss at once\n  - by phone\n- Wipe it\n\n| Who | What |\n|---|---|\n| CISO | Reads it |\n| CEO | Signs it |',
    '- Report a loss the same day\n  - by phone\n  - by mail\n- Wipe it\n- Tell us\n\n| Who | When | What |\n|---|---|---|\n| CISO | Monthly | Reads it |',
  );
  const [list, table] = rows.map(({ after }) => after);
  assert.ok(list?.kind === 'list' && table?.kind === 'table');
  assert.deepEqual(
    list.items.map(({ line: own, change, below }) => [marked(own), change, below?.items.map((each) => each.change)]),
    [
      ['Report a loss{+ the same day+}', undefined, [undefined, 'added']],
      ['Wipe it', undefined, undefined],
      ['{+Tell us+}', 'added', undefined],
    ],
  );
  assert.deepEqual(
    table.head.map(({ change }) => change),
    [undefined, 'added', undefined],
  );
  assert.deepEqual(
    table.rows.map(({ cells, change }) => [change, ...cells.map((cell) => marked(cell.line))]),
    [[undefined, 'CISO', '{+Monthly+}', 'Reads it']],
  );
  const gone = rows[1]?.before;
  assert.ok(gone?.kind === 'table');
  assert.deepEqual(
    gone.rows.map(({ change }) => change),
    [undefined, 'removed'],
  );
});

test('PO42 a section that stands elsewhere is one that moved, with the words in it compared, and no other is told to have moved', () => {
  const scope =
    '## Scope\n\nIt holds for all systems that keep data of customers.\n\n### Limits\n\nThe laboratory is out.';
  const roles = '## Roles\n\nThe CISO reads each report and answers it in writing.';
  const review = '## Review\n\nOnce a year the CEO approves the text again.';
  const { rows, moved, words } = compare(
    [scope, roles, review].join('\n\n'),
    [roles, review, scope.replace('all systems', 'all networks')].join('\n\n'),
  );
  assert.deepEqual(moved, [{ heading: 'Scope', stoodAfter: null, row: 4 }]);
  assert.deepEqual(
    rows.map(({ kind, heading }) => `${kind} ${heading}`),
    [
      'unchanged Roles',
      'unchanged Roles',
      'unchanged Review',
      'unchanged Review',
      'moved Scope',
      'moved Scope',
      'moved Limits',
      'moved Limits',
    ],
  );
  assert.deepEqual(words, { added: 1, removed: 1 });
  // A heading of another name over the same text is a heading that changed.
  const renamed = compare([scope, roles].join('\n\n'), [scope, roles.replace('Roles', 'Duties')].join('\n\n'));
  assert.deepEqual(
    renamed.rows.filter(({ kind }) => kind !== 'unchanged').map(({ kind, heading }) => `${kind} ${heading}`),
    ['changed Duties'],
  );
});

test('PO43 promises that came, went or have another frequency are told, and those in other words or elsewhere are not', () => {
  const { promises } = compare(
    'Access is reviewed every quarter. {IAM-06 quarterly}\n\nKeys are counted. {CRY-03 annual}\n\nDoors are locked. {PHY-01}',
    'Doors are locked, all of them. {PHY-01}\n\nAccess is reviewed every year. {IAM-06 annual}\n\nLogs are read. {OPS-06}',
  );
  assert.deepEqual(
    promises.map(({ control, before, after, row }) => [control, before?.frequency, after?.frequency, row]),
    [
      ['CRY-03', 'annual', undefined, 1],
      ['IAM-06', 'quarterly', 'annual', 3],
      ['OPS-06', undefined, null, 4],
    ],
  );
});

test('PO43 numbers that have others in their place are told with their sentence; one in a name is none', () => {
  const numbers = (before: string, after: string): (string | null)[][] =>
    compare(before, after).numbers.map((each) => [each.before, each.after, each.sentence]);
  assert.deepEqual(
    numbers(
      'Within 14 days it ends. It takes 2 people and SHA-256.',
      'Within 30 days it ends. It takes 2 people and SHA-512.',
    ),
    [['14 days', '30 days', 'Within 30 days it ends.']],
  );
  assert.deepEqual(numbers('It is kept.', 'It is kept for 7 years.'), [[null, '7 years', 'It is kept for 7 years.']]);
  assert.deepEqual(numbers('They use TLS 1.2 or 90 percent.', 'They use TLS 1.3 or 80%.'), [
    ['1.2', '1.3', 'They use TLS 1.3 or 80%.'],
    ['90 percent', '80%', 'They use TLS 1.3 or 80%.'],
  ]);
  assert.deepEqual(numbers('Before.\n\nIt takes 3 days.', 'It takes 3 days.\n\n- Other things now.\n\nBefore.'), []);
  assert.deepEqual(numbers('- Ends in 3 days\n- Other', '- Other\n- Ends in 3 days'), []);
  assert.deepEqual(numbers('Up to 5 attempts within 10 minutes.', 'Up to 10 minutes within 5 attempts.'), [
    ['5 attempts', null, 'Up to 5 attempts within 10 minutes.'],
    [null, '5 attempts', 'Up to 10 minutes within 5 attempts.'],
  ]);
});
