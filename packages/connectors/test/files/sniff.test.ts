import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectFormat } from '@tickmark/connectors';
import { TickmarkError, type FileFormat } from '@tickmark/core';
import { fileFolder, read } from './reading.ts';
import { archive, sheetData, workbook } from './workbooks.ts';

const fileOf = fileFolder();

const samples: Record<FileFormat, string | Buffer> = {
  csv: 'id,count\na,1\n',
  jsonl: '{"id":"a"}\n{"id":"b"}\n',
  json: '[\n  {"id":"a"}\n]',
  xlsx: workbook({ sheets: { Data: sheetData([['id'], ['a']]) } }),
  parquet: Buffer.from('PAR1....'),
};

test('FC14 the format is told by the content, whatever the name', async () => {
  for (const [format, content] of Object.entries(samples)) {
    assert.equal(await detectFormat(fileOf(content, 'renamed.csv')), format);
  }
  assert.equal(await detectFormat(fileOf('\ufeff{\n "data": [{"id":1}]}')), 'json');
  assert.equal(await detectFormat(fileOf('<34>Oct 11 log line\n')), 'csv');
  assert.equal(await detectFormat(fileOf('')), 'csv');
});

test('FC14 a file of another format than asked is refused by what it is', async () => {
  const wrong: [FileFormat, FileFormat, RegExp][] = [
    ['xlsx', 'csv', /is an Excel workbook \(XLSX\), not text/],
    ['parquet', 'jsonl', /is a Parquet file, not JSON Lines/],
    ['csv', 'xlsx', /is text with lines, such as CSV, not an Excel workbook/],
    ['csv', 'parquet', /is text with lines/],
    ['json', 'jsonl', /is one JSON document, not JSON Lines/],
    ['json', 'csv', /is one JSON document/],
    ['jsonl', 'csv', /is JSON Lines/],
    ['xlsx', 'parquet', /is an Excel workbook/],
  ];
  for (const [is, asked, message] of wrong) {
    await assert.rejects(read(fileOf(samples[is]), { format: asked }), (error) => {
      assert.ok(error instanceof TickmarkError);
      assert.deepEqual([error.code, error.field], ['unsupported_media', 'file']);
      assert.match(error.message, message);
      assert.match(String(error.action), new RegExp(`format ${is}`));
      return true;
    });
  }
});

test('FC14 files of no format that is read are named, with what to do', async () => {
  const others: [Buffer, RegExp, RegExp][] = [
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /old spreadsheet \(XLS\) or one with a password/, /XLSX/],
    [Buffer.from('%PDF-1.7'), /a PDF/, /Export/],
    [Buffer.from('SQLite format 3\0'), /SQLite/, /CSV/],
    [Buffer.from('<html><table>'), /web page/, /Export/],
    [archive([{ name: 'a.csv', content: 'id' }]), /ZIP archive/, /Unpack/],
    [
      archive([
        { name: 'mimetype', content: '' },
        { name: 'x.opendocument', content: '' },
      ]),
      /OpenDocument/,
      /XLSX/,
    ],
  ];
  for (const [content, message, action] of others) {
    for (const format of ['csv', 'xlsx'] as const) {
      await assert.rejects(read(fileOf(content), { format }), {
        code: 'unsupported_media',
        field: 'file',
        message,
        action,
      });
    }
    await assert.rejects(detectFormat(fileOf(content)), { code: 'unsupported_media', message });
  }
  const word = archive([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content:
        '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
    },
  ]);
  await assert.rejects(read(fileOf(word), { format: 'xlsx' }), {
    code: 'unsupported_media',
    message: /no Excel workbook/,
  });
});

test('FC14 an option that means nothing for the format is refused', async () => {
  const refused: [Parameters<typeof read>[1], string][] = [
    [{ format: 'csv', sheet: 'Data' }, 'reading.sheet'],
    [{ format: 'csv', pointer: '/a' }, 'reading.pointer'],
    [{ format: 'json', header: ['id'] }, 'reading.header'],
    [{ format: 'parquet', headerRow: 2 }, 'reading.headerRow'],
    [{ format: 'xlsx', headerRow: 2, header: ['id'] }, 'reading.headerRow'],
    [{ format: 'csv', delimiter: '"' }, 'reading.delimiter'],
  ];
  for (const [reading, field] of refused) {
    await assert.rejects(read(fileOf(samples[reading.format]), reading), { code: 'bad_input', field });
  }
});
