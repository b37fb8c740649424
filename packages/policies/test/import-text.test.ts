import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importDocument } from '../src/index.ts';
import { lostOf, shown } from './import-docx.ts';

const read = async (...lines: string[]) => importDocument('text', Buffer.from(lines.join('\n')));

test('PO35 wrapped lines are one paragraph, and words that were divided are whole', async () => {
  const imported = await read(
    'Access control policy',
    'Everybody who works for the company signs in with an identity that only they use, and infor-',
    'mation about it is kept. A risk-based decision is written down before it is done, and each risk-',
    'based decision is kept, too. It ends here.',
    'Another paragraph begins with this line, which is as long as the others are on this page, and',
    '',
    'goes on over the page.',
    'The last one.',
  );
  assert.equal(imported.title, 'Access control policy');
  assert.deepEqual(shown(imported), [
    'Everybody who works for the company signs in with an identity that only they use, and information about it is kept. A risk-based decision is written down before it is done, and each risk-based decision is kept, too. It ends here.',
    'Another paragraph begins with this line, which is as long as the others are on this page, and goes on over the page.',
    'The last one.',
  ]);
});

test('PO35 headings are numbered, in capitals, or short lines before a text', async () => {
  const sentence = 'This sentence is long enough to fill the line that it stands in, as far as that goes.';
  const numbered = await read(
    '1. Purpose',
    sentence,
    '1.1 Who it is for',
    sentence,
    '2 Scope',
    sentence,
    '2.1 All sentences of it say something.',
  );
  assert.deepEqual(shown(numbered), [
    '2 Purpose',
    sentence,
    '3 Who it is for',
    sentence,
    '2 Scope',
    sentence,
    '2.1 All sentences of it say something.',
  ]);
  const capitals = await read('ACCESS POLICY', 'PURPOSE', sentence, 'Remote access', sentence);
  assert.equal(capitals.title, 'ACCESS POLICY');
  assert.deepEqual(shown(capitals), ['2 PURPOSE', sentence, '3 Remote access', sentence]);
  const short = await read(sentence, 'Purpose', sentence, 'Remote access', sentence);
  assert.deepEqual(shown(short), [sentence, '2 Purpose', sentence, '2 Remote access', sentence]);
});

test('PO35 lists have bullets, numbers or letters, one below another, and their lines are joined', async () => {
  const imported = await read(
    'Passwords have to be as long as it is said here, and nobody tells theirs to anybody else at all:',
    '• first item, which is so long that it does not fit into one line of this page and therefore goes',
    'on in the next',
    'o below',
    '– deeper',
    '• second',
    'Text after it that says something else.',
    '1. do this',
    '2. then that',
    'a) in this way',
    'b) or that',
    '3. third',
    '(h) letters',
    '(i) go on',
  );
  assert.deepEqual(shown(imported), [
    'Passwords have to be as long as it is said here, and nobody tells theirs to anybody else at all:',
    '- first item, which is so long that it does not fit into one line of this page and therefore goes on in the next',
    '  - below',
    '  - deeper',
    '- second',
    'Text after it that says something else.',
    '1. do this',
    '1. then that',
    '  1. in this way',
    '  1. or that',
    '1. third',
    '  1. letters',
    '  1. go on',
  ]);
  assert.equal(
    imported.lost.some(({ what }) => what === 'deeperList'),
    true,
  );
});

test('PO35 headers, footers and page numbers that each page repeats are left out and counted, and tables are told', async () => {
  const page = (number: number): string =>
    [
      'ACME  Confidential',
      `Sentence ${['one', 'two', 'three', 'four'][number - 1]} says something.`,
      `Version 3, page ${number} of 4`,
    ].join('\n');
  const known = await read([1, 2, 3, 4].map(page).join('\f'));
  assert.doesNotMatch(shown(known).join(' '), /ACME|Version|page/);
  assert.equal(
    shown(known)
      .join(' ')
      .match(/Sentence/g)?.length,
    4,
  );
  assert.deepEqual(known.lost, [
    { what: 'table', count: null, under: [] },
    { what: 'page', count: 8, under: [''] },
  ]);
  const body = (page: string): string[] =>
    Array.from({ length: 20 }, (_, at) => `Sentence ${'abcdefghijklmnopqrst'.slice(0, at + 1)} of ${page}.`);
  const often = 'Record: ticket.';
  const unknown = await read(
    ...[1, 2, 3].flatMap((number) => [
      ...body('xyz'.slice(number - 1)),
      ...(number < 3 ? [often] : []),
      'ACME Confidential',
      String(number),
    ]),
  );
  assert.deepEqual(lostOf(unknown), { table: null, page: 6 });
  assert.equal(
    shown(unknown)
      .join(' ')
      .match(/Record: ticket/g)?.length,
    2,
  );
  const apart = await read(
    ...['a', 'b', 'c', 'd'].flatMap((page, at) => [
      ...body(page).slice(at % 2 === 0 ? 0 : 3),
      ...(at % 2 === 0 ? body(`${page}x`) : []),
      often,
    ]),
  );
  assert.deepEqual(
    [
      lostOf(apart),
      shown(apart)
        .join(' ')
        .match(/Record: ticket/g)?.length,
    ],
    [{ table: null }, 4],
  );
  const short = body('z').slice(0, 16);
  const counted = await read(
    ...body('x'),
    ...short,
    'Made in May, 1 of 3',
    ...body('y'),
    'Made in May, 2 of 3',
    ...short,
    'Level 1',
  );
  assert.deepEqual([lostOf(counted), shown(counted).join(' ').includes('Level 1')], [{ table: null, page: 2 }, true]);
  const cells = await read('Score', '3', 'of', '7', 'Yes.', 'Yes.', 'Yes.');
  assert.deepEqual(lostOf(cells), { table: null });
});

test('PO35 entries of a table of contents are left out and counted', async () => {
  const imported = await read(
    'Access policy',
    '1. Purpose ........ 2',
    '2. Scope .......... 3',
    '1. Purpose',
    'Words of it.',
  );
  assert.deepEqual([shown(imported), lostOf(imported)], [['2 Purpose', 'Words of it.'], { table: null, contents: 2 }]);
});
