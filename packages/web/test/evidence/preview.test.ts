import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnName } from '../../src/pages/evidence/preview/column-name.ts';
import { fitting, sizeOf } from '../../src/pages/evidence/preview/drawing.ts';
import { holdersOf, inSight, matching, NoJson, readJson } from '../../src/pages/evidence/preview/json-tree.ts';
import { linesOf } from '../../src/pages/evidence/preview/lines.ts';
import { countOf } from '../../src/pages/evidence/preview/pdf/page-text.ts';
import { piecesOf } from '../../src/ui/unseen.ts';

test('EV67 what nobody sees of a text is told by its code point, and everything else stays as it is', () => {
  const told = (text: string) =>
    piecesOf(text)
      .map((piece) => ('text' in piece ? piece.text : `[${piece.unseen}]`))
      .join('');
  for (const [text, shown] of [
    ['', ''],
    ['plain text, with\ta tab\nand a line', 'plain text, with\ta tab\nand a line'],
    ['invoice\u202Egpj.exe', 'invoice[U+202E]gpj.exe'],
    ['pay\u200Bpal', 'pay[U+200B]pal'],
    ['\uFEFFid', '[U+FEFF]id'],
    ['a\u0000b\u001B[31m', 'a[U+0000]b[U+001B][31m'],
    ['hidden \u{E0041}\u{E0042}', 'hidden [U+E0041][U+E0042]'],
    ['empty \u3164', 'empty [U+3164]'],
    ['שלום', 'שלום'],
    ['👩‍💻 and 👍🏽', '👩‍💻 and 👍🏽'],
    ['a\u200Db', 'a[U+200D]b'],
    ['👩\u200Dx', '👩[U+200D]x'],
  ]) {
    assert.equal(told(text ?? ''), shown);
  }
  assert.deepEqual(piecesOf('\u202E'), [{ unseen: 'U+202E', name: 'right-to-left override' }]);
});

test('EV69 a tree has the digits, the order and the double names that JSON.parse loses', () => {
  const text = '{"id": 12345678901234567890, "a": [1.10, -0, 1e5, null], "id": "x\\u202e\\"y", "e": {}, "f": []}';
  const nodes = readJson(text);
  assert.deepEqual(
    nodes.map(({ name, kind, value, depth }) => [name, kind, value, depth]),
    [
      [null, 'object', '', 0],
      ['id', 'number', '12345678901234567890', 1],
      ['a', 'array', '', 1],
      [0, 'number', '1.10', 2],
      [1, 'number', '-0', 2],
      [2, 'number', '1e5', 2],
      [3, 'word', 'null', 2],
      ['id', 'text', 'x\u202E"y', 1],
      ['e', 'object', '', 1],
      ['f', 'array', '', 1],
    ],
  );
  assert.deepEqual(inSight(nodes, new Set([0])), [0, 1, 2, 7, 8, 9]);
  assert.deepEqual(inSight(nodes, new Set([0, 2])), [...nodes.keys()]);
  assert.deepEqual(matching(nodes, 'ID'), [1, 7]);
  assert.deepEqual(matching(nodes, ' '), []);
  assert.deepEqual(holdersOf(nodes, 4), [2, 0]);
});

test('EV69 what is no JSON is told with its line, and depth or length cost nothing', () => {
  for (const [text, line] of [
    ['{"a": 1,}', 1],
    ['[1\n2]', 2],
    ['{"a"\n\n: 1 "b"', 3],
    ['["open', 1],
    ['[1] 2', 1],
    ['{"a": 01}', 1],
    ['{1: 2}', 1],
    ['["\u0001"]', 1],
    ['["\\x"]', 1],
    ['[1, 2}', 1],
    ['', 1],
    ['nul', 1],
  ] as const) {
    assert.throws(
      () => readJson(text),
      (error) => error instanceof NoJson && error.message.startsWith(`Line ${line} `),
      text,
    );
  }
  const deep = readJson('['.repeat(100_000) + ']'.repeat(100_000));
  assert.equal(deep.at(-1)?.depth, 99_999);
  assert.equal(readJson(JSON.stringify('x'.repeat(3_000_000)))[0]?.value.length, 3_000_000);
  assert.throws(() => readJson(`[${'1,'.repeat(500_001)}1]`), /more than 500,000 values/);
  for (const value of [true, [], {}, '', 'a\\', [[{ '': null }]]]) {
    assert.equal(readJson(JSON.stringify(value)).length > 0, true);
  }
});

test('EV62 lines are numbered as they end on any system, and a very long one is cut between characters', () => {
  assert.deepEqual(linesOf('a\r\nb\rc\n\nd\n'), [
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
    { number: 3, text: 'c' },
    { number: 4, text: '' },
    { number: 5, text: 'd' },
  ]);
  const long = `x${'🦩'.repeat(3000)}`;
  const lines = linesOf(`${long}\nnext`);
  assert.deepEqual(
    lines.map(({ number }) => number),
    [1, null, null, null, 2],
  );
  assert.equal(
    lines
      .slice(0, 4)
      .map(({ text }) => text)
      .join(''),
    long,
  );
  assert.ok(lines.every(({ text }) => text.isWellFormed()));
});

test('columns are named as spreadsheets do, pictures fit their room, and words are counted whatever their case', () => {
  assert.deepEqual([0, 25, 26, 701, 702].map(columnName), ['A', 'Z', 'AA', 'ZZ', 'AAA']);
  assert.deepEqual(sizeOf({ width: 100, height: 50 }, 90, 0.5), { width: 25, height: 50 });
  assert.equal(fitting({ width: 1000, height: 100 }, 0, { width: 500, height: 400 }), 0.5);
  assert.equal(fitting({ width: 10, height: 10 }, 0, { width: 500, height: 400 }), 1);
  assert.equal(countOf('Access is reviewed.\nACCESS\u00A0is reviewed', 'access is '), 2);
  assert.equal(countOf('anything', '  '), 0);
});
