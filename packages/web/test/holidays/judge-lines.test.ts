import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHolidays } from '@tickmark/core';
import { judgeLines } from '../../src/pages/holidays/judge-lines.ts';

const listed = [
  { date: '2026-12-25', name: 'Christmas Day' },
  { date: '2026-12-26', name: 'Boxing Day' },
];

test('CT113 pasted lines are held against the list: new, listed already, or of no use, which come first', () => {
  const pasted = '2026-12-25 Christmas Day\n2027-01-01 New Year\n2026-12-26 Second day\nno date\n';
  assert.deepEqual(judgeLines(readHolidays(pasted, { named: true }), listed), [
    { is: 'fault', line: 3, message: '2026-12-26 is on the list already, as Boxing Day.' },
    { is: 'fault', line: 4, message: '"no" is no date; write dates as 2026-12-25.' },
    { is: 'listed', line: 1, date: '2026-12-25', name: 'Christmas Day' },
    { is: 'new', line: 2, date: '2027-01-01', name: 'New Year' },
  ]);
});
