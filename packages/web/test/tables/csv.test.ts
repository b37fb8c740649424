import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv, type CsvColumn } from '../../src/ui/csv.ts';

type Row = { name: string | null; n: number };
const columns: CsvColumn<Row>[] = [
  { title: 'Name', value: (row) => row.name },
  { title: 'N', value: (row) => row.n },
];

function lines(rows: Row[]): string[] {
  return toCsv(columns, rows).replace('\uFEFF', '').split('\r\n');
}

test('text that a spreadsheet would run as a formula is defused', () => {
  for (const start of ['=', '+', '-', '@', '\t']) {
    assert.equal(lines([{ name: `${start}SUM(A1)`, n: 1 }])[1], `'${start}SUM(A1),1`);
  }
  assert.equal(lines([{ name: '=1+"x",2', n: 1 }])[1], `"'=1+""x"",2",1`);
});

test('numbers stay numbers, also below zero', () => {
  assert.equal(lines([{ name: 'a', n: -3 }])[1], 'a,-3');
});

test('quotes, delimiters and line breaks are kept by quoting, and nothing is an empty cell', () => {
  assert.equal(lines([{ name: 'a "b", c', n: 1 }])[1], '"a ""b"", c",1');
  assert.equal(toCsv(columns, [{ name: 'two\nlines', n: 1 }]), '\uFEFFName,N\r\n"two\nlines",1\r\n');
  assert.equal(lines([{ name: null, n: 1 }])[1], ',1');
});
