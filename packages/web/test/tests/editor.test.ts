import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from '@tickmark/control-testing';
import { tagHighlighter, tags, highlightTree } from '@lezer/highlight';
import { changeOf, offsetOf, spanOf } from '../../src/pages/tests/editor/faults.ts';
import { definitionLanguage } from '../../src/pages/tests/editor/language.ts';

const names = tagHighlighter([
  { tag: tags.propertyName, class: 'key' },
  { tag: tags.keyword, class: 'row' },
  { tag: tags.special(tags.variableName), class: 'column' },
  { tag: tags.function(tags.variableName), class: 'function' },
  { tag: tags.variableName, class: 'name' },
  { tag: tags.string, class: 'text' },
  { tag: tags.number, class: 'number' },
  { tag: tags.comment, class: 'comment' },
]);

function coloured(yaml: string): [string, string][] {
  const found: [string, string][] = [];
  highlightTree(definitionLanguage.parser.parse(yaml), names, (from, to, name) =>
    found.push([yaml.slice(from, to), name]),
  );
  return found;
}

test('keys, rows, columns, functions and texts of a definition have colours of their own', () => {
  const expected: [string, string][] = [
    ['item', 'row'],
    ['author', 'column'],
    ['"ann"', 'text'],
    ['reviews', 'name'],
    ['exists', 'function'],
    ['r', 'name'],
    ['r', 'name'],
    ['at', 'column'],
    ['3', 'number'],
  ];
  const text = 'item.author != "ann" && reviews.exists(r, r.at > 3)';
  for (const [yaml, key] of [
    [`where: ${text}`, 'where'],
    [`where: '${text}'`, 'where'],
    [`where: >-\n  ${text}`, 'where'],
  ] as const) {
    assert.deepEqual(coloured(yaml), [[key, 'key'], ...expected], yaml);
  }
  assert.deepEqual(coloured("A: { title: Few, pass: 'item.files < 3' } # why"), [
    ['A', 'key'],
    ['title', 'key'],
    ['Few', 'text'],
    ['pass', 'key'],
    ['item', 'row'],
    ['files', 'column'],
    ['3', 'number'],
    ['# why', 'comment'],
  ]);
  assert.deepEqual(
    coloured('title: item or period').map(([, name]) => name),
    ['key', 'text', 'text', 'text'],
  );
});

const definition = (pass: string, more = '') => `id: CHG-02.x
control: CHG-02
title: T
kind: items
population: code-changes
${more}attributes:
  A: { title: T, pass: '${pass}' }
`;

test('a suggestion that is one word for another is put in the place of the fault', () => {
  for (const [yaml, wrong, right] of [
    [definition('item.auhtor != ""'), 'auhtor', 'author'],
    [definition('itme.author != ""'), 'itme', 'item'],
    [definition('item.files > 3').replace('code-changes', 'code-change'), 'code-change', 'code-changes'],
    [definition('item.files > 3', 'wher: item.files > 1\n'), 'wher', 'where'],
    [definition('item.files > 3 && period'), 'period', 'period.from'],
  ] as const) {
    const [fault] = checkDefinition(yaml);
    assert.ok(fault);
    const change = changeOf(yaml, fault);
    assert.ok(change, JSON.stringify(fault));
    assert.equal(yaml.slice(change.from, change.to), wrong);
    assert.equal(change.insert, right);
    const changed = yaml.slice(0, change.from) + change.insert + yaml.slice(change.to);
    assert.ok(checkDefinition(changed).every((f) => f.message !== fault.message));
  }
});

test('a suggestion that only shows a form changes nothing', () => {
  const yaml = definition('item.files > 3').replace('CHG-02.x', 'CHG-03.x');
  const [fault] = checkDefinition(yaml);
  assert.match(fault?.suggestion ?? '', /…/);
  assert.equal(fault && changeOf(yaml, fault), null);
});

test('a fault past the end of its line or of the text still has a place', () => {
  const place = (line: number, column: number) => ({ line, column, path: '' });
  assert.equal(offsetOf('ab\ncd', place(1, 9)), 2);
  assert.equal(offsetOf('ab\ncd', place(7, 1)), 5);
  assert.deepEqual(spanOf('ab', place(9, 9)), { from: 1, to: 2 });
  assert.deepEqual(spanOf('', place(1, 1)), { from: 0, to: 0 });
});
