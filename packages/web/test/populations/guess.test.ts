import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopulationKind } from '@tickmark/core';
import { guessFile } from '../../src/pages/populations/guess.ts';

function kind(id: string, columns: string[]): PopulationKind {
  return {
    id,
    title: id,
    summary: id,
    shape: 'events',
    key: 'id',
    time: null,
    columns: columns.map((name) => ({ name, type: 'string', required: false })),
  };
}
const bytes = (text: string) => new TextEncoder().encode(text);
const guessOf = (text: string, name: string) => guessFile(bytes(text), name, kinds);
const kinds = [
  kind('people', ['id', 'name', 'email', 'started_on']),
  kind('accounts', ['id', 'account', 'email', 'mfa']),
];

test('the kind is guessed from the columns, whatever their case and quoting', () => {
  assert.deepEqual(guessOf('"ID";"E-Mail";"Email";"MFA"\n1;2;3;4\n', 'export.csv'), {
    format: 'csv',
    delimiter: ';',
    pointer: '',
    columns: ['ID', 'E-Mail', 'Email', 'MFA'],
    kind: 'accounts',
  });
  assert.equal(guessOf('\uFEFFid,name,email,Started on\n', 'people.csv').kind, 'people');
});

test('JSON Lines are told by their first line, and a file like no kind leaves the choice open', () => {
  const guess = guessOf('{"id":"1","account":"a","mfa":true}\n', 'accounts.txt');
  assert.deepEqual([guess.format, guess.kind], ['jsonl', 'accounts']);
  assert.equal(guessOf('foo,bar\n1,2\n', 'x.csv').kind, null);
  assert.equal(guessOf('', 'empty.csv').kind, null);
});

test('JSON documents are told by their content, with the place of the array', () => {
  const array = guessOf('[\n {"id": "1",\n  "account": "a", "mfa": true}\n]', 'x.txt');
  assert.deepEqual([array.format, array.pointer, array.kind], ['json', '', 'accounts']);
  const inside = guessOf('{\n "a/b": [\n {"id": "1", "name": "n", "email": "e"}]}', 'x.jsonl.txt');
  assert.deepEqual([inside.format, inside.pointer, inside.kind], ['json', '/a~1b', 'people']);
});

test('workbooks and Parquet are told by their first bytes, and the kind by the name', () => {
  const workbook = guessOf('PK\u0003\u0004', 'My accounts 2026.csv');
  assert.deepEqual([workbook.format, workbook.kind], ['xlsx', 'accounts']);
  const parquet = guessOf('PAR1', 'export.parquet');
  assert.deepEqual([parquet.format, parquet.kind], ['parquet', null]);
});
