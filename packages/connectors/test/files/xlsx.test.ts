import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fileFolder, preview, read, type Reading } from './reading.ts';
import { archive, sheetData, workbook, type Sheets } from './workbooks.ts';

const fileOf = fileFolder();
const xlsx: Reading = { format: 'xlsx' };

function bookOf(sheets: Sheets): string {
  return fileOf(workbook(sheets), 'book.xlsx');
}

function oneSheet(xml: string, more: Partial<Sheets> = {}): string {
  return bookOf({ sheets: { Data: xml }, ...more });
}

test('FC15 a sheet is rows: shared and inline texts, numbers, truths, dates and stored values of formulas', async () => {
  const file = workbook({
    strings: ['<t>id</t>', '<r><t>Ann </t></r><r><t xml:space="preserve">&amp; Bo</t></r><rPh><t>x</t></rPh>'],
    formats: ['yyyy\\-mm\\-dd', 'd/m/yy h:mm', '[h]:mm', '0.00 "days"'],
    sheets: {
      Data: sheetData([
        [['<c t="s"><v>0</v></c>'], 'count', 'amount', 'ok', 'day', 'at', 'tags'],
        [
          ['<c t="s"><v>1</v></c>'],
          4,
          0.1,
          true,
          ['<c s="1"><v>46085</v></c>'],
          ['<c s="2"><v>46085.416666666664</v></c>'],
          'a; b',
        ],
        [20230001, ['<c s="4"><v>7</v></c>'], ['<c s="3"><v>1.5</v></c>'], false, ['<c s="2"><v>46085</v></c>'], null],
        [['<c t="str"><f>A1</f><v>x_x0009_y</v></c>'], ['<c><f>1+1</f><v>2</v></c>'], -1.5e2],
      ]),
    },
  });
  const { rows, rejected, inputSha256 } = await read(fileOf(file), { ...xlsx, localTime: 'Europe/Berlin' });
  assert.deepEqual(rejected.first, []);
  const blank = { count: null, amount: null, ok: null, day: null, at: null, tags: [] };
  assert.deepEqual(rows, [
    {
      id: 'Ann & Bo',
      count: 4,
      amount: 0.1,
      ok: true,
      day: '2026-03-04',
      at: '2026-03-04T09:00:00.000Z',
      tags: ['a', 'b'],
    },
    { ...blank, id: '20230001', count: 7, amount: 1.5, ok: false, day: '2026-03-04' },
    { ...blank, id: 'x\ty', count: 2, amount: -150 },
  ]);
  assert.equal(inputSha256, createHash('sha256').update(file).digest('hex'));
});

test('FC16 error cells, formulas without a stored value and dates that never were reject their row, with the cell', async () => {
  const path = oneSheet(
    sheetData([
      ['id', 'count', 'day', 'at'],
      ['a', ['<c t="e"><v>#N/A</v></c>']],
      ['b', ['<c><f>1+1</f></c>']],
      ['c', 1, ['<c s="1"><v>60</v></c>']],
      ['d', 1, ['<c s="1"><v>46085.5</v></c>']],
      ['e', 1, 46085],
      ['f', 1, null, ['<c s="1"><v>46085</v></c>']],
      ['g', ['<c><v>12345678901234567890</v></c>']],
      ['h', 1, ['<c s="1"><v>-1</v></c>']],
      ['ok', 1, ['<c s="1"><v>59</v></c>']],
    ]),
    { formats: ['dd.mm.yyyy'] },
  );
  const { rows, rejected } = await read(path, { ...xlsx, localTime: 'UTC' });
  assert.deepEqual(
    rejected.first.map(({ row, column, reason }) => `${row} ${column} ${reason}`),
    [
      '1 count holds the error #N/A (cell B2)',
      '2 count is a formula whose value is not stored (cell B3); save the file in a spreadsheet program',
      '3 day holds a day that never was (cell C4)',
      '4 day holds the time 2026-03-04 12:00:00 where a day belongs',
      '5 day holds the number 46085',
      '6 at "2026-03-04" has a day but no time of day',
      '7 count holds a whole number of more digits than are kept exactly; write it as text',
      '8 day holds the number -1 as a date (cell C9)',
    ],
  );
  assert.deepEqual(
    rows.map(({ id, day }) => [id, day]),
    [['ok', '1900-02-28']],
  );
});

test('FC15 days may be counted from 1904, and a date and a time of day are joined', async () => {
  const path = oneSheet(
    sheetData([
      ['id', 'day', 'clock'],
      ['a', ['<c s="1"><v>44623</v></c>'], ['<c s="2"><v>0.354166666666667</v></c>']],
    ]),
    { formats: ['mmm d, yyyy', 'h:mm AM/PM'], from1904: true },
  );
  const { rows } = await read(path, { ...xlsx, localTime: 'UTC', mapping: { at: ['day', 'clock'] } });
  assert.deepEqual([rows[0]?.['day'], rows[0]?.['at']], ['2026-03-04', '2026-03-04T08:30:00.000Z']);
});

test('FC16 cells inside merged cells are not taken for empty ones', async () => {
  const path = oneSheet(
    `${sheetData([
      ['id', 'count', 'note'],
      ['a', 1, 'x'],
      ['b', null, 'y'],
      ['c', 3],
    ])}<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="C4:D4"/></mergeCells>`,
  );
  const { rows, rejected } = await read(path, xlsx);
  assert.deepEqual(
    rows.map((row) => row['id']),
    ['a', 'c'],
  );
  assert.deepEqual(rejected.first, [
    { row: 2, column: 'count', reason: 'lies inside the merged cells B2:B3, whose value stands only in B2' },
  ]);
});

test('FC17 the sheet is chosen by name; several without a choice are previewed, and not frozen', async () => {
  const path = bookOf({
    sheets: { 'First one': sheetData([['id'], ['a'], ['b']]), Second: sheetData([['id'], ['c']]) },
  });
  assert.deepEqual(
    (await read(path, { ...xlsx, sheet: 'Second' })).rows.map((row) => row['id']),
    ['c'],
  );
  await assert.rejects(read(path, xlsx), {
    code: 'population_invalid',
    field: 'reading.sheet',
    message: /2 sheets: "First one", "Second"/,
    action: /which/,
  });
  await assert.rejects(read(path, { ...xlsx, sheet: 'Secnd' }), { field: 'reading.sheet', action: /"Second"/ });
  const shown = await preview(path, xlsx);
  assert.deepEqual([shown.sheets, shown.sheet, shown.rows], [['First one', 'Second'], 'First one', 2]);
});

test('FC17 the names of the columns stand in the first row that is not empty, in the given row, or are given', async () => {
  const path = oneSheet(
    sheetData([[null], ['Export of 2026'], [null, null], ['id', 'count'], ['a', 1], [null, null], ['b', 2]]),
  );
  await assert.rejects(read(path, xlsx), { field: 'reading.mapping.id' });
  const { rows } = await read(path, { ...xlsx, headerRow: 4 });
  assert.deepEqual(
    rows.map(({ id, count }) => [id, count]),
    [
      ['a', 1],
      ['b', 2],
    ],
  );
  await assert.rejects(read(path, { ...xlsx, headerRow: 3 }), { field: 'reading.headerRow', message: /Row 3/ });
  const given = oneSheet(
    sheetData([
      ['a', 1],
      ['b', 2, 'more'],
    ]),
  );
  const named = await read(given, { ...xlsx, header: ['id', 'count'] });
  assert.deepEqual([named.rows.length, named.rejected.first[0]?.reason], [1, 'has 3 fields where the header has 2']);
});

test('FC12 a sheet with a header only is a counted zero, an empty one is a fault', async () => {
  assert.deepEqual((await read(oneSheet(sheetData([['id', 'count']])), xlsx)).rows, []);
  await assert.rejects(read(oneSheet('<sheetData/>'), xlsx), { code: 'population_invalid', message: /empty/ });
});

test('FC13 a preview says what the columns of the sheet hold', async () => {
  const path = oneSheet(
    sheetData([
      ['id', 'count', 'other', 'none', 'day'],
      ['a', 1, true, null, ['<c s="1"><v>46085</v></c>']],
      ['b', 'x', false],
    ]),
    { formats: ['yyyy-mm-dd'] },
  );
  const { fileColumns, fileTypes } = await preview(path, xlsx);
  assert.deepEqual(fileColumns, ['id', 'count', 'other', 'none', 'day']);
  assert.deepEqual(fileTypes, ['text', 'number or text', 'truth', 'nothing', 'day']);
});

const good = sheetData([['id'], ['a']]);
const sheetPart = 'xl/worksheets/sheet1.xml';
const bodyOf = (xml: string): string => `<?xml version="1.0" encoding="UTF-8"?>${xml}`;

test('FC18 entities, document types and other encodings are refused, and nothing outside is read', async () => {
  const secret = fileOf('the secret', 'secret.txt');
  const cell = '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData></worksheet>';
  const faults: [string, RegExp][] = [
    [`<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://${secret}">]>${cell}`, /document type/],
    [`<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY x "&a;&a;">]>${cell}`, /document type/],
    [cell, /entity/],
    ['<worksheet><sheetData><row r="1"></sheetData></worksheet>', /line 1/],
    [`<worksheet>${'<a>'.repeat(150)}${'</a>'.repeat(150)}</worksheet>`, /more than 100 levels/],
    [`<worksheet><a b="${'x'.repeat(5 * 1024 * 1024)}"/></worksheet>`, /over 4 MiB/],
  ];
  for (const [xml, message] of faults) {
    const path = oneSheet(good, { other: [{ name: sheetPart, content: bodyOf(xml) }] });
    await assert.rejects(
      read(path, xlsx),
      (error: { code: string; field: string; action: string; message: string }) => {
        assert.deepEqual([error.code, error.field], ['population_invalid', 'file']);
        assert.match(error.message, message);
        assert.ok(!error.message.includes('the secret'));
        assert.match(error.action, /save/);
        return true;
      },
    );
  }
  const utf16 = Buffer.from(`\ufeff<worksheet>${good}</worksheet>`, 'utf16le');
  await assert.rejects(read(oneSheet(good, { other: [{ name: sheetPart, content: utf16 }] }), xlsx), /not UTF-8/);
  const outside =
    '<Relationships><Relationship Id="s1" Type="x/worksheet" TargetMode="External" Target="file:///etc/passwd"/></Relationships>';
  const linked = oneSheet(good, { other: [{ name: 'xl/_rels/workbook.xml.rels', content: outside }] });
  await assert.rejects(read(linked, xlsx), { code: 'population_invalid', message: /"Data" has no part/ });
});

test('FC18 an archive that unpacks to far more than it holds is refused before it is unpacked', async () => {
  const bomb = `<worksheet>${' '.repeat(12 * 1024 * 1024)}${good}</worksheet>`;
  await assert.rejects(read(oneSheet(good, { other: [{ name: sheetPart, content: bomb }] }), xlsx), {
    code: 'too_large',
    field: 'file',
    message: /unpacks to 12 MiB/,
    action: /CSV/,
  });
  const liar = oneSheet(good, { other: [{ name: sheetPart, content: bomb, claims: 1000 }] });
  await assert.rejects(read(liar, xlsx), { code: 'population_invalid', message: /too many bytes/ });
  const huge = oneSheet(good, { other: [{ name: sheetPart, content: `<worksheet>${good}</worksheet>`, claims: 4e9 }] });
  await assert.rejects(read(huge, xlsx), { code: 'too_large' });
});

test('FC18 places that no sheet has, and rows or cells out of order, are a fault of the file', async () => {
  const faults: [string, RegExp][] = [
    ['<row r="1048577"><c r="A1048577"><v>1</v></c></row>', /no row of a sheet/],
    ['<row r="1"><c r="XFE1"><v>1</v></c></row>', /no place in a sheet/],
    ['<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>', /row 1 comes after row 2/],
    ['<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', /order of their columns/],
    ['<row r="1"><c r="A1" t="s"><v>99</v></c></row>', /a text that is not there/],
    ['<row r="1"><c r="A1"><v>12x</v></c></row>', /no number/],
  ];
  for (const [rows, message] of faults) {
    await assert.rejects(read(oneSheet(`<sheetData>${rows}</sheetData>`), xlsx), {
      code: 'population_invalid',
      field: 'file',
      message,
    });
  }
});

test('FC18 a cut archive, and one with two parts of one name, are refused', async () => {
  const whole = workbook({ sheets: { Data: good } });
  await assert.rejects(read(fileOf(whole.subarray(0, whole.length - 40)), xlsx), {
    code: 'population_invalid',
    message: /damaged/,
  });
  const broken = Buffer.from(whole);
  const at = broken.indexOf(sheetPart) + sheetPart.length;
  broken.fill(0xff, at, at + 20);
  await assert.rejects(read(fileOf(broken), xlsx), { code: 'population_invalid', message: /damaged/ });
  const part = { name: sheetPart, content: `<worksheet>${good}</worksheet>` };
  assert.equal((await read(oneSheet(good, { other: [part] }), xlsx)).rows.length, 1);
  const changed = oneSheet(good, { other: [{ ...part, wrongSum: true }] });
  await assert.rejects(read(changed, xlsx), { code: 'population_invalid', message: /checksum/ });
  const twice = archive([
    { name: '_rels/.rels', content: '<a/>' },
    { name: '_RELS/.rels', content: '<a/>' },
  ]);
  await assert.rejects(read(fileOf(twice), xlsx), { message: /two parts/ });
});
