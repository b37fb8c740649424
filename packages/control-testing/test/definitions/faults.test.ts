import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition, parseDefinition } from '../../src/index.ts';

const definition = (changes: { pass?: string; more?: string; population?: string } = {}) => `id: CHG-02.x
control: CHG-02
title: A title
kind: items
population: ${changes.population ?? 'code-changes'}
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A:
    title: An attribute
    pass: ${changes.pass ?? 'item.files < 3'}
${changes.more ?? ''}`;

const faults = (changes: Parameters<typeof definition>[0]) => checkDefinition(definition(changes));

test('CT21 an unknown column is a fault at its line and column, with the nearest name', () => {
  assert.deepEqual(faults({ pass: 'item.files < 3 && item.auhtor != ""' }), [
    {
      path: 'attributes.A.pass',
      line: 11,
      column: 34,
      message: 'The population code-changes has no column auhtor.',
      suggestion: 'author',
    },
  ]);
  assert.deepEqual(
    faults({ pass: '>-\n      item.files < 3\n      && item.autor != ""' }).map((f) => [
      f.line,
      f.column,
      f.suggestion,
    ]),
    [[13, 15, 'author']],
  );
  assert.deepEqual(
    faults({ pass: `"reviews.exists(r, r.stat == \\"approved\\")"` }).map((f) => [f.line, f.column, f.suggestion]),
    [[11, 32, 'state']],
  );
});

test('CT21 unknown populations, keys and names are faults with the nearest name', () => {
  assert.equal(faults({ population: 'code-change' })[0]?.suggestion, 'code-changes');
  assert.deepEqual(
    faults({ more: 'wher: item.files > 1\n' }).map((f) => [f.path, f.line, f.column, f.suggestion]),
    [['wher', 12, 1, 'where']],
  );
  assert.equal(faults({ pass: 'itme.files > 1' })[0]?.suggestion, 'item');
  assert.equal(checkDefinition('kind: [').length, 1);
  assert.throws(() => parseDefinition('kind: nothing'), { code: 'definition_invalid' });
});

test('CT22 what CEL has and the language leaves out is a fault, never a different meaning', () => {
  for (const pass of [
    'reviews.map(r, r.at).size() > 0',
    'reviews.filter(r, true) == []',
    'item.files / 2.0 > 1.0',
    'item.author == null',
    'string(item.merged_at - item.authored_at) == "1"',
    'dyn(item.files) == 1',
    'reviews.exists(r, reviews.exists(q, q.state == r.state))',
    '{"a": 1}.a == 1',
    'item.subject + 1 == "x"',
    'item.merged_at.getHours(item.author) == 1',
    'item.subject.element(1) == "x"',
    'reviews.min() > item.merged_at',
    'math.greatest(1, 2.0) > 1.0',
    'item["author"] == "x"',
    'item.subject.matches(item.author)',
    '1u == 1u',
    'has(reviews)',
  ]) {
    const found = faults({ pass: JSON.stringify(pass) });
    assert.equal(found.length, 1, pass);
    assert.match(
      found[0]?.message ?? '',
      /outside the supported language|is a relation|is a row|cannot be compared|must give|text is needed|is needed here/,
      pass,
    );
  }
});

test('CT23 operands of the wrong types are faults', () => {
  for (const [pass, message] of [
    ['item.files == "3"', /cannot be compared/],
    ['item.merged_at > period.from', /cannot be compared/],
    ['item.files', /must give true or false/],
    ['item.subject.matches("(")', /RE2/],
    ['timestamp("2026-02-30T00:00:00Z") < item.merged_at', /not an instant/],
    ['item.author == "a" &&', /ends too early|cannot be read/],
  ] as const) {
    assert.match(faults({ pass: JSON.stringify(pass) })[0]?.message ?? '', message, pass);
  }
});

test('CT24 length and depth are bounded', () => {
  for (const pass of [
    `${'('.repeat(200)}true${')'.repeat(200)}`,
    `${'!'.repeat(500)}true`,
    `true${' && true'.repeat(600)}`,
  ]) {
    assert.equal(faults({ pass: JSON.stringify(pass) }).length, 1, pass.slice(0, 20));
  }
  assert.deepEqual(faults({ pass: JSON.stringify(`${'('.repeat(20)}true${')'.repeat(20)}`) }), []);
});

test('CT25 a relation is an equality of its column and the item’s', () => {
  const yaml = definition().replace('reviews.change_id == item.id', 'reviews.at < item.merged_at');
  assert.equal(checkDefinition(yaml)[0]?.path, 'relations.reviews.on');
});
