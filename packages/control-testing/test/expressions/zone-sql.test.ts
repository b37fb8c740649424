import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuckDb, text } from '../../src/duckdb/index.ts';
import { dateSql } from '../../src/expressions/index.ts';
import { startOfDaySql } from '../../src/expressions/zone-sql.ts';
import { addDays, dateAt, fixedZone, startOfDay, zoneOf } from '../../src/time/index.ts';
import { folder } from '../builders.ts';

const day = 86_400_000;
/** Zones with the common summer time, half hours, changes at midnight, two changes a year around Ramadan, a day left out, and none. */
const zones = [
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/Havana',
  'UTC',
].map(zoneOf);

test('dates and starts of days by SQL are those of the zone, around every change of its clock', async () => {
  const session = await openDuckDb(await folder());
  try {
    for (const zone of [...zones, fixedZone('+05:30', 19_800_000)]) {
      const changes = zone.transitions.map(({ at }) => at).filter(Number.isFinite);
      const instants = [...changes.flatMap((at) => [at - day, at - 1, at, at + 1, at + day]), Date.UTC(1931, 4, 5)];
      const dated = await session.rows(
        `SELECT ${dateSql(zone, 't')}::VARCHAR AS date FROM (SELECT unnest(${list(instants.map(String))}::BIGINT[]) AS n, make_timestamp(n * 1000) AS t) ORDER BY n`,
      );
      assert.deepEqual(
        dated.map((row) => row.date),
        instants.toSorted((a, b) => a - b).map((at) => dateAt(zone, at)),
        zone.name,
      );
      const dates = [...new Set(changes.flatMap((at) => [-1, 0, 1].map((n) => addDays(dateAt(zone, at), n))))].sort();
      const started = await session.rows(
        `SELECT epoch_ms(${startOfDaySql(zone, 'd')}) AS start FROM (SELECT unnest(${list(dates)}::DATE[]) AS d) ORDER BY d`,
      );
      assert.deepEqual(
        started.map((row) => Number(row.start)),
        dates.map((date) => startOfDay(zone, date)),
        zone.name,
      );
    }
  } finally {
    session.close();
  }
});

test('an instant outside the years 1 to 9999 has no date', async () => {
  const session = await openDuckDb(await folder());
  try {
    // Apia has changed sides of the date line: its first offset is not its last.
    for (const [zone, edges] of [
      ['Europe/Berlin', ['0000-12-31 22:59:59', '0000-12-31 23:00:00', '9999-12-31 22:59:59', '9999-12-31 23:00:00']],
      ['Pacific/Apia', ['0001-01-01 10:59:59', '0001-01-01 11:00:00', '9999-12-31 10:59:59', '9999-12-31 11:00:00']],
    ] as const) {
      const rows = await session.rows(
        `SELECT ${dateSql(zoneOf(zone), 't')}::VARCHAR AS date FROM (SELECT unnest(${list(edges)}::TIMESTAMP[]) AS t) ORDER BY t`,
      );
      assert.deepEqual(
        rows.map((row) => row.date),
        [null, '0001-01-01', '9999-12-31', null],
        zone,
      );
    }
  } finally {
    session.close();
  }
});

function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}
