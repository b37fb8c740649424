import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TickmarkError } from '@tickmark/core';
import * as fc from 'fast-check';
import { importDocument, type ImportForm } from '../src/index.ts';
import { cell, docx, docxParts, head, item, numbering, p, row, shown, t, tbl, zip } from './import-docx.ts';

const whole = docxParts({ body: p('Words.') });
const withPart = (name: string, content: string | Uint8Array): Buffer =>
  zip([...whole.filter((part) => part.name !== name), { name, content }]);

async function refused(bytes: Uint8Array, message: RegExp, form: ImportForm = 'docx'): Promise<void> {
  await assert.rejects(importDocument(form, bytes), (error) => {
    assert.ok(error instanceof TickmarkError, String(error));
    assert.equal(error.code, 'bad_input');
    assert.equal(error.field, 'file');
    assert.match(error.message, message);
    assert.ok((error.action ?? '').length > 15);
    return true;
  });
}

test('PO33 what is made to burst is refused by what its directory says, before anything is unpacked', async () => {
  await refused(zip([...whole, { name: 'word/media/a.png', content: 'x', claims: 64 * 1024 ** 2 }]), /64 MiB/);
  await refused(
    zip([...whole, ...Array.from({ length: 2000 }, (_, at) => ({ name: `x${at}`, content: '' }))]),
    /2,006 parts/,
  );
  const long = `${head}<w:document/>${' '.repeat(9 * 1024 ** 2)}`;
  await refused(zip([...whole.slice(0, 3), { name: 'word/document.xml', content: long, claims: 100 }]), /damaged/);
  await refused(withPart('word/document.xml', `${head}${' '.repeat(25 * 1024 ** 2)}`), /16 MiB of text/);
});

test('PO33 entities, document types, broken XML and depth without end are refused', async () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>`;
  await refused(withPart('word/document.xml', laughs), /document type/);
  await refused(withPart('word/styles.xml', `<!doctype x SYSTEM "file:///etc/passwd"><x/>`), /document type/);
  await refused(docx({ body: p(t('&secret;')) }), /entity/);
  await refused(docx({ body: '<w:p><w:r></w:p>' }), /end of w:p/);
  await refused(docx({ body: '<w:p><w:r><' }), /is no XML|end of/);
  await refused(docx({ body: '<w:p>'.repeat(100_000) }), /150 levels/);
  await refused(docx({ body: '<w:p/>'.repeat(400_000) }), /400,000 elements/);
  await refused(withPart('word/document.xml', Buffer.from([0x3c, 0xff, 0xfe, 0x3e])), /not UTF-8/);
  await refused(withPart('word/document.xml', `${head}<w:document xmlns:w="none"/>`), /no text/);
});

test('PO33 what is locked, of another form, cut or empty is refused with what to do', async () => {
  const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]);
  await refused(ole, /Word 97/);
  await refused(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), /password/);
  await refused(zip([{ name: 'word/document.xml', content: 'x', flags: 1 }]), /password/);
  await refused(Buffer.from('%PDF-1.7'), /PDF/);
  await refused(Buffer.from('{\\rtf1'), /Rich Text/);
  await refused(Buffer.from('# Policy'), /no Word document/);
  await refused(Buffer.alloc(0), /no Word document/);
  await refused(zip([{ name: 'xl/workbook.xml', content: '<x/>' }]), /no Word document/);
  await refused(zip([...whole, ...whole]), /two parts called/);
  await refused(docx({ body: p('') }), /no text/i);
  for (const form of ['markdown', 'text'] as const) {
    await refused(Buffer.from([0xff, 0xff, 0x41]), /UTF-8/, form);
    await refused(Buffer.from('a\0b'), /bytes of zero/, form);
    await refused(Buffer.from(' \n\n'), /no text/i, form);
    await refused(Buffer.alloc(5 * 1024 ** 2, 'a'), /4 MiB/, form);
    assert.deepEqual(shown(await importDocument(form, Buffer.from('\ufeffWords.', 'utf16le'))), ['Words.']);
  }
  await refused(Buffer.from('%PDF-1.7\n'), /PDF/, 'text');
});

test('PO33 whatever bytes of a document are changed or cut, it is read or refused as damaged', async () => {
  const file = docx({ numbering, body: p('Words.') + item('one') + tbl(row(['a', 'b'])) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.nat(file.length - 1), to: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(file.length)),
      async (changes, end) => {
        const bytes = Buffer.from(file.subarray(0, end ?? file.length));
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        await importDocument('docx', bytes).catch((error: unknown) => {
          if (!(error instanceof TickmarkError)) throw error;
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('PO33 spans, levels and references without sense are read as far as they go', async () => {
  const wide = (text: string): string => cell(p(text), '<w:gridSpan w:val="2000000000"/>');
  const imported = await importDocument(
    'docx',
    docx({
      numbering: `${numbering}<w:num w:numId="7"/><w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="none"/></w:abstractNum>`,
      body: [
        tbl(row(['a', 'b']), row([wide('x'), wide('y')]), row([cell('', '<w:gridSpan w:val="-1"/>')])),
        item('level', 99),
        item('none', 0, 55),
        p(`<w:r><w:fldChar w:fldCharType="end"/><w:sym w:font="none" w:char="zz"/>${'<w:t>words</w:t>'}</w:r>`),
      ].join(''),
    }),
  );
  const [table] = imported.blocks;
  assert.equal(table?.kind === 'table' && table.head.length <= 64, true);
  assert.deepEqual(shown({ blocks: imported.blocks.slice(1) }), ['- level', 'none', 'words']);
});

test('PO33 Markdown and lines that are made to last are read or refused', async () => {
  for (const text of [
    '>'.repeat(3000),
    `${'['.repeat(20_000)}a`,
    '*a_'.repeat(20_000),
    `${'- '.repeat(500)}a`,
    `---\na: &a [x]\nb: [${'*a,'.repeat(2000)}]\n---\nWords.`,
    '<div>'.repeat(20_000),
    `${'a-\n'.repeat(50_000)}b`,
    '1. '.repeat(30_000),
  ]) {
    for (const form of ['markdown', 'text'] as const) {
      await importDocument(form, Buffer.from(text)).catch((error: unknown) => {
        if (!(error instanceof TickmarkError)) throw error;
      });
    }
  }
});
