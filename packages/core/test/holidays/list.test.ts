import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostHolidays, readHolidays } from '../../src/index.ts';

const read = (text: string, named = true) => readHolidays(text, { named });

test('CT113 a list has one date a line and its name after it, whatever stands between them', () => {
  const written =
    '\uFEFF# Bavaria\r\n2026-12-25 Christmas Day\r\r\n2026-12-26,Boxing Day  # bank holiday\n2026-05-01\tMay; Day\n';
  assert.deepEqual(read(written), {
    holidays: [
      { line: 2, date: '2026-12-25', name: 'Christmas Day' },
      { line: 4, date: '2026-12-26', name: 'Boxing Day' },
      { line: 5, date: '2026-05-01', name: 'May; Day' },
    ],
    faults: [],
  });
  assert.deepEqual(read(''), { holidays: [], faults: [] });
});

test('CT113 every line that cannot be used is named by its number', () => {
  const written = ['2026-02-30 X', '25.12.2026 X', '2026-12-25', '2026-12-25 X', '2026-12-25 Y', '1026-12-25 X', ', X'];
  assert.deepEqual(read(written.join('\n')), {
    holidays: [{ line: 4, date: '2026-12-25', name: 'X' }],
    faults: [
      { line: 1, message: '"2026-02-30" is no date; write dates as 2026-12-25.' },
      { line: 2, message: '"25.12.2026" is no date; write dates as 2026-12-25.' },
      { line: 3, message: '2026-12-25 has no name; write it after the date.' },
      { line: 5, message: '2026-12-25 stands on line 4 already.' },
      { line: 6, message: '"1026-12-25" is no date; write dates as 2026-12-25.' },
      { line: 7, message: '", X" is no date; write dates as 2026-12-25.' },
    ],
  });
  assert.deepEqual(read('2026-12-25', false).faults, []);
  assert.deepEqual(
    read(`2026-12-25 ${'x'.repeat(201)}`).faults.map(({ message }) => message),
    ['The name of 2026-12-25 is longer than 200 characters.'],
  );
});

test('CT110 a list holds 500 holidays and no more', () => {
  const many = Array.from({ length: mostHolidays + 1 }, (_, n) =>
    new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
  );
  const { holidays, faults } = read(many.join('\n'), false);
  assert.equal(holidays.length, mostHolidays);
  assert.deepEqual(faults, [{ line: 501, message: 'There are more than 500 holidays.' }]);
});
