import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { fileFolder, preview, read, type Reading } from './reading.ts';

const fileOf = fileFolder();
const parquet: Reading = { format: 'parquet' };

async function parquetOf(query: string, name = 'rows.parquet'): Promise<string> {
  const path = fileOf('', name);
  rmSync(path);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

test('FC20 flat columns of Parquet are read by their types, in the order of the file', async () => {
  const path = await parquetOf(`
    SELECT * FROM (VALUES
      ('a', 4::BIGINT, 1.5::DECIMAL(9,2), true, DATE '2026-03-04', TIMESTAMPTZ '2026-03-04 10:00:00+02:00', ['x','y']),
      ('b', 5, 2.25, false, DATE '0099-01-02', TIMESTAMPTZ '2026-03-04 10:00:00.123456Z', []),
      ('c', NULL, NULL, NULL, NULL, NULL, NULL)
    ) t(id, count, amount, ok, day, "at", tags)`);
  const { rows, rejected, inputSha256 } = await read(path, parquet);
  assert.deepEqual(rejected.first, []);
  assert.deepEqual(rows, [
    {
      id: 'a',
      count: 4,
      amount: 1.5,
      ok: true,
      day: '2026-03-04',
      at: '2026-03-04T08:00:00.000Z',
      tags: ['x', 'y'],
    },
    { id: 'b', count: 5, amount: 2.25, ok: false, day: '0099-01-02', at: '2026-03-04T10:00:00.123Z', tags: [] },
    { id: 'c', count: null, amount: null, ok: null, day: null, at: null, tags: [] },
  ]);
  assert.equal(inputSha256, createHash('sha256').update(readFileSync(path)).digest('hex'));
  assert.deepEqual((await preview(path, parquet)).fileTypes, [
    'varchar',
    'bigint',
    'decimal(9,2)',
    'boolean',
    'date',
    'timestamp with time zone',
    'varchar[]',
  ]);
});

test('FC20 times without a zone, numbers that are not exact and times beyond the calendar are not guessed', async () => {
  const path = await parquetOf(`
    SELECT * FROM (VALUES
      ('a', 1::HUGEINT, TIMESTAMP '2026-07-01 10:00:00', TIMESTAMP '2026-07-01 00:00:00'),
      ('b', 9007199254740993, NULL, NULL),
      ('c', 1, 'infinity'::TIMESTAMP, NULL),
      ('d', 1, NULL, TIMESTAMP '2026-07-01 00:00:01')
    ) t(id, count, "at", day)`);
  const zoned = await read(path, { ...parquet, localTime: 'Europe/Berlin' });
  assert.deepEqual(
    zoned.rows.map(({ id, at, day }) => [id, at, day]),
    [['a', '2026-07-01T08:00:00.000Z', '2026-07-01']],
  );
  assert.deepEqual(
    zoned.rejected.first.map(({ row, column }) => [row, column]),
    [
      [2, 'count'],
      [3, 'at'],
      [4, 'day'],
    ],
  );
  const { rejected } = await read(path, parquet);
  assert.match(String(rejected.first[0]?.reason), /carries no time zone/);
});

test('FC20 a nested column is refused by name, unless nothing is read from it', async () => {
  const path = await parquetOf(`SELECT 'a' AS id, {'deep': 1} AS tags, MAP {'k': 1} AS other`);
  await assert.rejects(read(path, parquet), {
    code: 'population_invalid',
    field: 'file',
    message: /"tags".*struct\(deep integer\)/,
    action: /columns of their own/,
  });
  const { rows } = await read(path, { ...parquet, mapping: { id: ['id'], tags: ['id'] } });
  assert.deepEqual(
    rows.map(({ id, tags }) => [id, tags]),
    [['a', ['a']]],
  );
});

test('FC20 a file of no rows is a counted zero, and the name of a file is no pattern', async () => {
  await parquetOf(`SELECT 'wrong' AS id`, 'x1.parquet');
  const path = await parquetOf(`SELECT 'a' AS id WHERE false`, "it's x[0-9]*.parquet");
  const { rows, rejected } = await read(path, parquet);
  assert.deepEqual([rows, rejected.count], [[], 0]);
});

test('FC20 rows keep their numbers and order over many blocks', async () => {
  const path = await parquetOf(
    `SELECT 'r' || i AS id, CASE WHEN i % 1000 = 999 THEN 'x' ELSE i::VARCHAR END AS count FROM range(300000) r(i)`,
  );
  const { rows, rejected } = await read(path, parquet);
  assert.deepEqual([rows.length, rejected.count, rejected.first[1]?.row], [299_700, 300, 2000]);
  assert.deepEqual([rows[0]?.['id'], rows.at(-1)?.['id']], ['r0', 'r299998']);
});

test('FC20 a cut file, a wrong footer and an absurd number of rows are each an error', async () => {
  const whole = readFileSync(await parquetOf(`SELECT 'r' || i AS id FROM range(5000) r(i)`));
  const cut = whole.subarray(0, whole.length - 100);
  const footer = Buffer.from(whole);
  footer.writeUInt32LE(0xfffffff0, whole.length - 8);
  const data = Buffer.from(whole);
  data.fill(0xa5, 20, 2000);
  for (const [what, bytes] of Object.entries({ cut, footer, data, magic: Buffer.from('PAR1') })) {
    await assert.rejects(
      read(fileOf(bytes), parquet),
      (error: { code: string; field: string; action: string; message: string }) => {
        assert.deepEqual([error.code, error.field], ['population_invalid', 'file'], `${what}: ${error.message}`);
        assert.match(error.action, /again/);
        assert.ok(!error.message.includes('/'), error.message);
        return true;
      },
    );
  }
  const many = await parquetOf(`SELECT NULL::BOOLEAN AS id FROM range(100000001)`);
  await assert.rejects(read(many, parquet), { code: 'too_large', message: /100000001 rows/ });
});
