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
const kinds = [
  kind('people', ['id', 'name', 'email', 'started_on']),
  kind('accounts', ['id', 'account', 'email', 'mfa']),
];

test('the kind is guessed from the columns, whatever their case and quoting', () => {
  assert.deepEqual(guessFile('"ID";"E-Mail";"Email";"MFA"\n1;2;3;4\n', 'export.csv', kinds), {
    format: 'csv',
    delimiter: ';',
    columns: ['ID', 'E-Mail', 'Email', 'MFA'],
    kind: 'accounts',
  });
  assert.equal(guessFile('\uFEFFid,name,email,Started on\n', 'people.csv', kinds).kind, 'people');
});

test('JSON Lines are told by their first line, and a file like no kind leaves the choice open', () => {
  const guess = guessFile('{"id":"1","account":"a","mfa":true}\n', 'accounts.txt', kinds);
  assert.deepEqual([guess.format, guess.kind], ['jsonl', 'accounts']);
  assert.equal(guessFile('foo,bar\n1,2\n', 'x.csv', kinds).kind, null);
  assert.equal(guessFile('', 'empty.csv', kinds).kind, null);
});
