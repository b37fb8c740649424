import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fileReading, type FileReading, type PopulationKind } from '@tickmark/core';
import { previewFile, readFile } from '@tickmark/connectors';
import { all, kindOf } from '../kinds.ts';
import { everyType, fileFolder, read as readPath } from './reading.ts';

const fileOf = fileFolder();

const csv: FileReading = fileReading.parse({ format: 'csv' });
const jsonl: FileReading = fileReading.parse({ format: 'jsonl' });
const people = kindOf('people');

async function read(content: string | Buffer, reading: Partial<FileReading> = {}, kind: PopulationKind = everyType) {
  return readPath(fileOf(content), { ...csv, ...reading }, kind);
}

/** Reason why the only row, with one cell in one column, is rejected; or the value it becomes. */
async function cell(column: string, text: string, reading: Partial<FileReading> = {}) {
  const { rows, rejected } = await read(`id\t${column}\nx\t${text}\n`, { delimiter: '\t', ...reading });
  return rows.length === 1 ? rows[0]?.[column] : rejected.first[0];
}

test('FC1 a file is rows of its kind, with counts and the hash of its bytes', async () => {
  const content =
    'id,count,amount,ok,day,at,tags\nx, 4 ,-1.5e2,Yes,2026-03-04,2026-03-04T10:00:00+02:00,a; b;;c\ny,,,,,,\n';
  const { rows, rejected, excluded, inputSha256 } = await read(content);
  assert.deepEqual(rows, [
    {
      id: 'x',
      count: 4,
      amount: -150,
      ok: true,
      day: '2026-03-04',
      at: '2026-03-04T08:00:00.000Z',
      tags: ['a', 'b', 'c'],
    },
    { id: 'y', count: null, amount: null, ok: null, day: null, at: null, tags: [] },
  ]);
  assert.deepEqual([rejected.count, excluded], [0, 0]);
  assert.equal(inputSha256, createHash('sha256').update(content).digest('hex'));
});

test('FC2 a cell that can be read in two ways, or in none, rejects its row with the reason', async () => {
  const reasons: [string, string, RegExp][] = [
    ['count', '1.5', /not a whole number/],
    ['count', '9007199254740993', /too large/],
    ['amount', '1,5', /with a point/],
    ['amount', '1e999', /too large/],
    ['ok', 'maybe', /not true, false/],
    ['day', '03/04/2026', /read in two ways/],
    ['day', '25/12/2026', /not an ISO date/],
    ['day', '2026-02-29', /not a day of the calendar/],
    ['day', '2026-03-04T00:00:00Z', /not an ISO date/],
    ['at', '2026-03-04', /no time of day/],
    ['at', '2026-03-04 10:00:00', /carries no time zone/],
    ['at', '2026-03-04T24:00:00Z', /not a time of the calendar/],
    ['at', '04.03.2026 10:00', /read in two ways/],
  ];
  for (const [column, text, reason] of reasons) {
    const found = await cell(column, text);
    assert.ok(
      typeof found === 'object' && found !== null && 'reason' in found,
      `${column} ${text} was read as ${String(found)}`,
    );
    assert.equal(found.row, 1);
    assert.equal(found.column, column);
    assert.match(found.reason, reason);
  }
});

test('FC3 a time without a zone is read in the stated zone, and rejected where the clocks make it none or two', async () => {
  const zone = { localTime: 'Europe/Berlin' };
  assert.equal(await cell('at', '2026-07-01 10:00:00', zone), '2026-07-01T08:00:00.000Z');
  assert.equal(await cell('at', '2026-01-01T10:00:00.5', zone), '2026-01-01T09:00:00.500Z');
  assert.equal(await cell('at', '2026-07-01 10:00:00Z', zone), '2026-07-01T10:00:00.000Z', 'its own zone wins');
  assert.match(String(((await cell('at', '2026-03-29 02:30:00', zone)) as { reason: string }).reason), /never was/);
  assert.match(String(((await cell('at', '2026-10-25 02:30:00', zone)) as { reason: string }).reason), /was twice/);
  assert.equal(await cell('at', '2026-10-25 03:00:00', zone), '2026-10-25T02:00:00.000Z');
});

test('FC4 rows with another number of fields, or a stray quote, are rejected by number and the rest is read', async () => {
  const { rows, rejected } = await read('id,count\na,1\nb\nc,1,2\nd"d,1\n\ne,5\n');
  assert.deepEqual(
    rows.map((r) => r['id']),
    ['a', 'e'],
  );
  assert.deepEqual(
    rejected.first.map((r) => [r.row, r.reason]),
    [
      [2, 'has 1 field where the header has 2'],
      [3, 'has 3 fields where the header has 2'],
      [4, 'has a quote in the middle of a field'],
    ],
  );
  assert.equal(rejected.count, 3);
});

test('FC5 quoting that leaves open where records end is a fault of the file, with its line', async () => {
  const faults: [string, RegExp][] = [
    ['id,count\na,1\n"b,2\nc,3\n', /line 3 is never closed/],
    ['id,count\na,1\n"b"x,2\nc,3\n', /line 3 something follows a closing quote/],
    [`id,count\n"a${'x'.repeat(2 * 1024 * 1024)}`, /line 2 is longer than a mebibyte/],
  ];
  for (const [content, message] of faults) {
    await assert.rejects(read(content), { name: 'TickmarkError', code: 'population_invalid', message });
  }
});

test('FC6 what is not UTF-8 text is named, with what to do', async () => {
  const text = 'id,count\na,1\n';
  const faults: [Buffer, RegExp, RegExp][] = [
    [Buffer.from(`\ufeff${text}`, 'utf16le'), /UTF-16/, /iconv -f UTF-16/],
    [Buffer.from(text, 'utf16le'), /UTF-16/, /UTF-8/],
    [Buffer.from('id,count\nM\xfcller,1\n', 'latin1'), /Line 2 is not UTF-8.*Latin-1/, /WINDOWS-1252/],
    [Buffer.from('id,count\na,1\nb\xc3', 'latin1'), /Line 3 is not UTF-8/, /UTF-8/],
    [Buffer.from('id,count\na,\u00001\n'), /Line 2 holds a NUL byte/, /text/],
    [Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), /ZIP archive/, /Unpack/],
    [Buffer.from([0x1f, 0x8b, 8, 0]), /compressed/, /gunzip/],
  ];
  for (const [content, message, action] of faults) {
    await assert.rejects(read(content), (error: { code: string; message: string; action: string }) => {
      assert.equal(error.code, 'unsupported_media');
      assert.match(error.message, message);
      assert.match(error.action, action);
      return true;
    });
  }
  const far = Buffer.concat([Buffer.from(`id,count\n${'ü,1\n'.repeat(40_000)}`), Buffer.from([0xe9, 0x2c])]);
  await assert.rejects(read(far), { message: /Line 40002 is not UTF-8/ });
});

test('FC6 a byte order mark, and characters cut by the reading blocks, are no fault', async () => {
  const many = await read(`\ufeffid,count\n${'€uro,1\n'.repeat(60_000)}`);
  assert.equal(many.rows.length, 60_000);
  assert.ok(many.rows.every((row) => row['id'] === '€uro'));
});

test('FC1 rows that the reading blocks cut are whole: line ends in quotes, long fields, no line end at the end', async () => {
  const long = 'ß'.repeat(100_000);
  const ids = Array.from({ length: 30_000 }, (_, i) => (i === 20_000 ? `${long}\n${i}` : `€ "${i}"\r\n${i},`));
  const lines = ids.map((id, i) => `"${id.replaceAll('"', '""')}",${i}`);
  for (const end of ['\n', '\r\n', '\r']) {
    const { rows, rejected } = await read(`\ufeffid,count${end}${lines.join(end)}`);
    assert.equal(rejected.count, 0);
    assert.deepEqual(
      rows.map((row) => [row['id'], row['count']]),
      ids.map((id, i) => [id, i]),
    );
  }
});

test('FC7 columns are mapped by their plain name, as asked, and several are joined by a space', async () => {
  const content = 'Personnel No,FIRST,Last,E-Mail,Started On\n7,Ada,Weber,Ada@Example.com,2020-01-02\n';
  const mapping = { id: ['Personnel No'], name: ['first', 'Last'] };
  const { rows } = await read(content, { mapping }, people);
  assert.deepEqual(rows[0], {
    id: '7',
    name: 'Ada Weber',
    email: 'ada@example.com',
    employment: null,
    started_on: '2020-01-02',
    ended_on: null,
    manager: null,
    observed_at: null,
  });
});

test('FC8 a required column that nothing is mapped to names the columns and the closest one', async () => {
  const path = fileOf('name,personnel_id\nAda,7\n');
  await assert.rejects(all(readFile({ path, reading: csv, kind: people }).rows), {
    code: 'population_invalid',
    field: 'reading.mapping.id',
    message: /mapped to "id".*"name", "personnel_id"/,
    action: /perhaps "personnel_id"/,
  });
  const preview = await previewFile({ path, reading: csv, kind: people });
  assert.deepEqual([preview.missing, preview.rows], [['id'], 1]);
  await assert.rejects(read('id,count\na,1\n', { mapping: { cuont: ['count'] } }), { message: /Did you mean "count"/ });
  await assert.rejects(read('id,count\na,1\n', { mapping: { count: ['cnt'] } }), {
    field: 'reading.mapping.count',
    message: /no column "cnt"/,
  });
  await assert.rejects(read('id,id\na,1\n', { mapping: { id: ['id'] } }), { message: /2 columns named "id"/ });
});

test('FC8 a row without a required value is rejected', async () => {
  const { rows, rejected } = await read('id,count\n,1\nb,2\n');
  assert.deepEqual([rows.length, rejected.first], [1, [{ row: 1, column: 'id', reason: 'is empty' }]]);
});

test('FC9 a package log with lines of several shapes is read whole: the filter comes before the count of fields', async () => {
  const log = [
    '2026-11-01 09:59:59 startup archives unpack',
    '2026-11-01 10:00:00 install libfoo:amd64 <none> 1.2-3',
    '2026-11-01 10:00:00 status half-installed libfoo:amd64 1.2-3',
    '2026-11-01 10:00:01 configure libfoo:amd64 1.2-3 <none>',
    '2026-11-01 10:00:02 upgrade bar:all 1 2',
    '2026-11-01 10:00:03 remove baz:all 1',
    '',
  ].join('\n');
  const { rows, rejected, excluded } = await read(
    log,
    {
      delimiter: ' ',
      header: ['date', 'time', 'action', 'package', 'version_before', 'version_after'],
      only: { action: ['install', 'upgrade', 'remove', 'purge'] },
      mapping: { at: ['date', 'time'], id: ['date', 'time', 'action', 'package'] },
      localTime: 'UTC',
    },
    kindOf('package-changes'),
  );
  assert.deepEqual(rows[0], {
    id: '2026-11-01 10:00:00 install libfoo:amd64',
    at: '2026-11-01T10:00:00.000Z',
    action: 'install',
    package: 'libfoo:amd64',
    version_before: '<none>',
    version_after: '1.2-3',
  });
  assert.deepEqual([rows.length, excluded, rejected.count, rejected.first[0]?.row], [2, 3, 1, 6]);
});

test('FC9 a filter on a column the file lacks is an error, not an empty population', async () => {
  await assert.rejects(read('id,count\na,1\n', { only: { conut: ['1'] } }), {
    field: 'reading.only.conut',
    message: /Did you mean "count"/,
  });
});

test('FC10 cells that spreadsheets would run as formulas stay the text they are', async () => {
  const { rows } = await read('id\n"=HYPERLINK(""http://x"")"\n@SUM(A1)\n');
  assert.deepEqual(
    rows.map((r) => r['id']),
    ['=HYPERLINK("http://x")', '@SUM(A1)'],
  );
});

test('FC11 JSON Lines are rows too; what is no object, or of another type, is rejected', async () => {
  const lines = [
    '{"id":"a","count":3,"ok":false,"tags":["x","y;z"],"at":"2026-03-04T08:00:00Z"}',
    '[1]',
    '{"id":"b"',
    '',
    '{"id":12345678901234567890}',
    '{"id":"c","tags":[1]}',
    '{"id":"d","day":20260304}',
    '{"id":5,"amount":1.25,"count":"7"}',
  ].join('\n');
  const { rows, rejected } = await read(lines, jsonl);
  assert.deepEqual(
    rows.map((r) => [r['id'], r['count'], r['amount'], r['ok'], r['tags']]),
    [
      ['a', 3, null, false, ['x', 'y;z']],
      ['5', 7, 1.25, null, []],
    ],
  );
  assert.deepEqual(
    rejected.first.map((r) => r.row),
    [2, 3, 4, 5, 6],
  );
  assert.equal(rejected.first[0]?.reason, 'is not a JSON object');
});

test('FC12 a header without rows is a counted zero, an empty file is a fault', async () => {
  assert.deepEqual((await read('id,count\n')).rows, []);
  await assert.rejects(read(''), { code: 'population_invalid', message: /empty/ });
  await assert.rejects(read('\n\n'), { code: 'population_invalid' });
});

test('FC13 a preview counts the whole file and keeps only its beginning', async () => {
  const content = `id,count\n${Array.from({ length: 5000 }, (_, i) => `${i},${i % 10 === 0 ? 'x' : i}`).join('\n')}`;
  const preview = await previewFile({ path: fileOf(content), reading: csv, kind: everyType });
  assert.deepEqual(
    [preview.rows, preview.rejected.count, preview.sample.length, preview.rejected.first.length],
    [4500, 500, 20, 100],
  );
  assert.deepEqual(preview.mapping, { id: ['id'], count: ['count'] });
});

test('a file that is not there is an unreadable source', async () => {
  await assert.rejects(all(readFile({ path: `${fileOf('')}.none`, reading: csv, kind: people }).rows), {
    code: 'source_unreadable',
  });
});
