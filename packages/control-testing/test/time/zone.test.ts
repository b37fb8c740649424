import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, dateAt, startOfDay, zoneOf } from '../../src/time/index.ts';

test('CT2 every day of a zone begins where its date changes', () => {
  for (const name of [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'Atlantic/Azores',
  ]) {
    const zone = zoneOf(name);
    for (let date = '2013-01-01'; date < '2019-01-01'; date = addDays(date, 1)) {
      const start = startOfDay(zone, date);
      assert.equal(dateAt(zone, start), date, `${name} ${date}`);
      assert.notEqual(dateAt(zone, start - 1), date, `${name} ${date}`);
    }
  }
});
