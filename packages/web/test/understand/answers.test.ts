import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseReport } from '@tickmark/core';
import { draftFrom } from '../../src/pages/engagements/draft-in-address.ts';
import { readAnswers } from '../../src/pages/understand/answers.ts';
import { reasonsText } from '../../src/pages/understand/reasons-text.ts';

test('UN7 of an address only what answers a question is taken: its choices, and dates of the calendar where it takes one', () => {
  const good = { asks: 'type2', by: '2027-02-28', first: 'no', since: 'not-yet', length: '6' };
  assert.deepEqual(readAnswers(good), good);
  const bad = {
    asks: '2027-02-28',
    by: '2027-02-30',
    first: '1999-12-31',
    since: '2101-01-01',
    uptime: 'maybe',
    length: '4',
  };
  assert.deepEqual(readAnswers(bad), {});
  assert.deepEqual(readAnswers({ by: '2100-12-31', since: '2000-01-01' }), { by: '2100-12-31', since: '2000-01-01' });
});

test('UN12 answers and reasons make a text that says what was answered, proposed and left open', () => {
  const answers = { asks: 'type2', uptime: 'yes', since: '2026-01-01' } as const;
  const text = reasonsText(chooseReport(answers, '2026-11-30'), answers, '2026-11-30');
  for (const part of [
    'SOC 2 Type 2, 2026-11-01 to 2027-04-30, both days included',
    '- What do customers ask you for? A SOC 2 Type 2',
    '- Since when do your controls operate? 2026-01-01',
    '- By when does a customer need the report? Not answered',
    '- Availability, in: ',
    '- Privacy, open: ',
    'OPEN, NONE OF WHICH COUNTS AS A NO',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('a draft in an address fills the form; what it says wrongly is as in an empty one', () => {
  assert.deepEqual(draftFrom({ type: 'type1', asOf: '2026-12-01', categories: 'privacy,security,nonsense' }), {
    service: '',
    categories: ['security', 'privacy'],
    type: 'type1',
    asOf: '2026-12-01',
    from: '',
    to: '',
  });
  assert.deepEqual(draftFrom({ categories: 'nonsense' }).categories, ['security']);
});
