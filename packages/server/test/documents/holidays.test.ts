import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport, reportFacts } from '../../src/documents/index.ts';
import { squeezed, textOf } from './pdf-text.ts';
import { reportRecords } from './records.ts';

const easter = ['2026-04-03', '2026-04-06'];

/** The draft where the tests, one after the other, left out these holidays; undefined where one counts no business days. */
async function drafted(holidays: readonly (string[] | undefined)[]) {
  const records = reportRecords({ controls: holidays.length, tests: holidays.length, deviationsEach: 0 });
  const results = records.results.map((result, i) => {
    const dates = holidays[i];
    return dates === undefined ? result : { ...result, document: { ...result.document, holidays: dates } };
  });
  const listed = [
    { date: '2026-04-03', name: 'Good Friday' },
    { date: '2026-12-25', name: 'Christmas Day' },
  ];
  const { pdf } = await renderReport(reportFacts({ ...records, results, holidays: listed }));
  const text = textOf(pdf);
  return { says: (words: string) => text.includes(squeezed(words)), codes: results.map((r) => r.definition.id) };
}

test('CT114 the draft names the holidays a test left out, by date, day and name, each list once', async () => {
  const { says, codes } = await drafted([easter, undefined, easter]);
  assert.ok(says('Monday to Friday, without 2 holidays: see “Holidays left out”.'));
  assert.ok(says(`Left out by ${codes[0]}, ${codes[2]}.`));
  assert.ok(says('Date Day Name 2026-04-03 Friday Good Friday 2026-04-06 Monday no longer listed'));
  assert.ok(!says('Christmas Day'));
  const two = await drafted([easter, ['2026-12-25']]);
  assert.ok(two.says('Monday to Friday, without 2 holidays: see “Holidays left out”, list 1.'));
  assert.ok(two.says('Monday to Friday, without 1 holiday: see “Holidays left out”, list 2.'));
  assert.ok(two.says(`List 2. Left out by ${two.codes[1]}. Date Day Name 2026-12-25 Friday Christmas Day`));
});

test('CT114 a draft says where only weekends were left out, and nothing where no business days were counted', async () => {
  const without = await drafted([[]]);
  assert.ok(without.says('Monday to Friday. No holidays were listed, so only weekends were left out.'));
  assert.ok(!without.says('Holidays left out'));
  assert.ok(!(await drafted([undefined])).says('Business days'));
});
