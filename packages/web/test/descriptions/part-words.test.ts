import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DescriptionPart } from '@tickmark/core';
import { isDay } from '../../src/pages/descriptions/days.ts';
import { criterionOf, partStanding, partTitle, pointsInWords } from '../../src/pages/descriptions/part-words.ts';

const points = (...severities: ('must' | 'should')[]) =>
  severities.map((severity) => ({ severity })) as DescriptionPart['points'];

test('DE30 where a part stands is told in words, and nothing that is open is left out of them', () => {
  assert.equal(partStanding({ state: 'open', points: points('must', 'should', 'must') }), '2 missing, 1 to look at');
  assert.equal(partStanding({ state: 'open', points: points('should') }), '1 to look at');
  assert.equal(partStanding({ state: 'open', points: [] }), 'Not all is written down');
  assert.equal(partStanding({ state: 'complete', points: [] }), 'Nothing missing');
  assert.equal(partStanding({ state: 'not-applicable', points: [] }), 'Does not apply');
  assert.equal(pointsInWords({ must: 0, should: 0 }), '');
  assert.equal(partTitle('dc4'), 'DC 4 Incidents');
  assert.equal(criterionOf('dc4'), 'DC 4');
  assert.match(criterionOf('environment'), /^Control environment/);
});

test('DE34 a day is one of the calendar, written as such', () => {
  assert.ok(isDay('2028-02-29'));
  for (const text of ['', '2026-02-29', '2026-13-01', '2026-05-0', '1 May 2026', '2026-05-03T00:00']) {
    assert.ok(!isDay(text), text);
  }
});
