import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparedBlock, ComparedInline, ComparedLine, ComparedRow, TextChange } from '@tickmark/core';
import * as fc from 'fast-check';
import { foldRows, hasChanged, mergeRow, setOtherwise } from '../../src/pages/policies/compared-parts.ts';

interface Marked {
  change?: TextChange | undefined;
}
const without = <Part extends Marked>(parts: readonly Part[], change: TextChange): Part[] =>
  parts.filter((part) => part.change !== change);

/** One side of a block that has both. */
function side(block: ComparedBlock, not: TextChange): ComparedBlock {
  const line = (pieces: readonly ComparedInline[]) => without(pieces, not);
  const lines = (parts: readonly ComparedLine[]) =>
    without(parts, not).map((part) => ({ ...part, line: line(part.line) }));
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { ...block, line: line(block.line) };
    case 'list':
      return {
        ...block,
        items: without(block.items, not).map((item) => ({
          ...item,
          line: line(item.line),
          below: item.below === null ? null : { ...item.below, items: lines(item.below.items) },
        })),
      };
    case 'table':
      return {
        kind: 'table',
        head: lines(block.head),
        rows: without(block.rows, not).map((row) => ({ ...row, cells: lines(row.cells) })),
      };
  }
}

const change = fc.constantFrom<{ change?: TextChange }>({}, {}, { change: 'added' }, { change: 'removed' });
const line = fc.array(
  fc.tuple(fc.constantFrom('one ', 'two ', 'three '), change).map(([text, own]) => ({ text, ...own })),
  { maxLength: 6 },
);
const lines = fc.array(
  fc.tuple(line, change).map(([own, marked]) => ({ line: own, ...marked })),
  { maxLength: 4 },
);
const block: fc.Arbitrary<ComparedBlock> = fc.oneof(
  line.map((own) => ({ kind: 'paragraph' as const, line: own })),
  lines.map((items) => ({
    kind: 'list' as const,
    ordered: false,
    items: items.map((item, at) => ({ ...item, below: at === 0 ? { ordered: false, items } : null })),
  })),
  fc.tuple(lines, fc.array(fc.tuple(lines, change), { maxLength: 3 })).map(([head, rows]) => ({
    kind: 'table' as const,
    head,
    rows: rows.map(([cells, own]) => ({ cells, ...own })),
  })),
);

test('PO49 in one column nothing is lost of what was removed or added, and what stands in both stands once', () => {
  fc.assert(
    fc.property(block, (own) => {
      const [before, after] = [side(own, 'added'), side(own, 'removed')];
      const merged = mergeRow({ before, after });
      assert.ok(merged !== null);
      assert.deepEqual(side(merged, 'added'), before);
      assert.deepEqual(side(merged, 'removed'), after);
    }),
    { numRuns: 1000 },
  );
  const whole: ComparedBlock = { kind: 'paragraph', line: [{ text: 'One.', change: 'added' }] };
  assert.equal(mergeRow({ before: null, after: whole }), whole);
  assert.equal(mergeRow({ before: whole, after: null }), whole);
  // A list below an item that only one side has.
  const list = (below: TextChange | null): ComparedBlock => ({
    kind: 'list',
    ordered: true,
    items: [
      {
        line: [{ text: 'One.' }],
        below:
          below === null
            ? null
            : { ordered: false, items: [{ line: [{ text: 'Below.', change: below }], change: below }] },
      },
    ],
  });
  assert.deepEqual(mergeRow({ before: list('removed'), after: list(null) }), list('removed'));
  assert.deepEqual(mergeRow({ before: list(null), after: list('added') }), list('added'));
});

const row = (kind: ComparedRow['kind'], as: 'heading' | 'paragraph' = 'paragraph', changes = false): ComparedRow => {
  const of = (own: TextChange): ComparedBlock => {
    const pieces = changes || kind === own ? [{ text: 'word', change: own }] : [{ text: 'word' }];
    return as === 'heading' ? { kind: as, level: 2, line: pieces } : { kind: as, line: pieces };
  };
  return {
    kind,
    heading: '',
    before: kind === 'added' ? null : of('removed'),
    after: kind === 'removed' ? null : of('added'),
    place: { before: 0, after: 0 },
  };
};

test('PO49 what has not changed is folded and says how much it is; the heading of a change stays with it', () => {
  const told = (rows: ComparedRow[]) => foldRows(rows).map(({ from, end, folded }) => [from, end, folded]);
  assert.deepEqual(
    told([
      row('unchanged', 'heading'),
      row('unchanged'),
      row('unchanged'),
      row('unchanged', 'heading'),
      row('unchanged'),
      row('unchanged'),
      row('changed', 'paragraph', true),
      row('added'),
      row('unchanged'),
      row('removed'),
    ]),
    [
      [0, 3, '2 unchanged paragraphs'],
      [3, 4, null],
      [4, 6, '2 unchanged paragraphs'],
      [6, 10, null],
    ],
  );
  assert.deepEqual(
    told([
      row('moved', 'heading'),
      row('moved'),
      row('moved'),
      row('unchanged'),
      row('unchanged'),
      row('moved', 'paragraph', true),
    ]),
    [
      [0, 1, null],
      [1, 3, '2 unchanged paragraphs that moved'],
      [3, 5, '2 unchanged paragraphs'],
      [5, 6, null],
    ],
  );
  assert.deepEqual(told([row('unchanged', 'heading'), row('unchanged', 'heading')]), [[0, 2, '2 unchanged headings']]);
  assert.deepEqual(told([]), []);
});

test('PO49 a heading of another level and a list that is numbered now are told in words', () => {
  const heading = (level: number): ComparedBlock => ({ kind: 'heading', level, line: [{ text: 'Scope' }] });
  const list = (ordered: boolean): ComparedBlock => ({ kind: 'list', ordered, items: [] });
  assert.equal(setOtherwise({ before: heading(2), after: heading(3) }), 'A lower heading now.');
  assert.equal(setOtherwise({ before: heading(3), after: heading(2) }), 'A higher heading now.');
  assert.equal(setOtherwise({ before: heading(3), after: heading(3) }), null);
  assert.equal(setOtherwise({ before: list(false), after: list(true) }), 'Numbered now.');
  assert.equal(setOtherwise({ before: list(true), after: list(false) }), 'No longer numbered.');
  const moved = { ...row('moved', 'heading'), before: heading(2), after: heading(3) };
  assert.deepEqual([hasChanged(moved), hasChanged(row('moved')), hasChanged(row('unchanged'))], [true, false, false]);
});
