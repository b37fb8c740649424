import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addDays, Zone } from '../../src/time/zone.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Africa/Casablanca',
];

test('every instant is among the readings of its own wall-clock time', () => {
  const instant = fc
    .integer({ min: Date.UTC(1975, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 })
    .map((s) => s * 1000);
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (name, at) => {
      const zone = new Zone(name);
      const { instants } = zone.read(at + zone.offset(at));
      assert.ok(
        instants.some((t) => t === at),
        `${name} ${new Date(at).toISOString()}`,
      );
    }),
  );
});

test('days of a zone lie end to end and begin on their own date', () => {
  const start = Date.UTC(2011, 0, 1);
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 20 * 365 }), (name, offset) => {
      const zone = new Zone(name);
      const day = addDays(new Date(start).toISOString().slice(0, 10), offset);
      assert.equal(zone.endOfDay(day), zone.startOfDay(addDays(day, 1)));
      if (name === 'Pacific/Apia' && day === '2011-12-30') return;
      assert.equal(zone.dateAt(zone.startOfDay(day)), day);
      assert.notEqual(zone.dateAt(zone.startOfDay(day) - 1), day);
    }),
  );
});

test('a day whose midnight the clocks skip begins when they jump', () => {
  const zone = new Zone('America/Sao_Paulo');
  assert.equal(new Date(zone.startOfDay('2018-11-04')).toISOString(), '2018-11-04T03:00:00.000Z');
});
