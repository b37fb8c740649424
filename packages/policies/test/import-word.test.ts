import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importDocument, linesOf, lostKinds, textOf, writeMarkdown, readBlocks } from '../src/index.ts';
import {
  cell,
  docx,
  item,
  lostOf,
  numbering,
  p,
  row,
  shown,
  style,
  styled,
  t,
  tbl,
  zip,
  type Docx,
} from './import-docx.ts';

const read = async (document: Docx | string) =>
  importDocument('docx', docx(typeof document === 'string' ? { body: document, numbering } : document));
const b = '<w:b/>';

test('PO30 headings are found by outline, name, language and ancestors of their style, and without the numbers in front of them', async () => {
  const styles = [
    style('Title', 'Title'),
    style('berschrift1', 'heading 1'),
    style('H2', 'Überschrift 2'),
    style('Own', 'Part of a policy', '', '<w:outlineLvl w:val="2"/>'),
    style('Child', 'Company Part', '<w:basedOn w:val="berschrift1"/>'),
    style('Text', 'Text below', '<w:basedOn w:val="berschrift1"/>', '<w:outlineLvl w:val="9"/>'),
    style('Loop', 'Loop', '<w:basedOn w:val="Loop"/>'),
  ].join('');
  const imported = await read({
    styles,
    body: [
      p('Acme GmbH'),
      styled('Title', 'Access policy'),
      styled('berschrift1', '1. Purpose'),
      styled('Text', 'No heading.'),
      styled('H2', '3.2 Access'),
      styled('Own', 'IV. Rooms'),
      styled('Child', t('Section 4: Review', b)),
      p('Direct', '<w:outlineLvl w:val="1"/>'),
      styled('Loop', 'Text.'),
      styled('Heading2', '24 hours notice'),
      styled('berschrift1', ''),
    ].join(''),
  });
  assert.equal(imported.title, 'Access policy');
  assert.deepEqual(shown(imported), [
    'Acme GmbH',
    '2 Purpose',
    'No heading.',
    '3 Access',
    '4 Rooms',
    '2 Review',
    '3 Direct',
    'Text.',
    '3 24 hours notice',
  ]);
  assert.deepEqual(imported.lost, []);
});

test('PO30 the highest level that is found becomes the second; what is below the fourth is told with its place', async () => {
  const imported = await read(
    [2, 4, 5, 6, 2].map((level) => styled(`Heading${level}`, `Level ${level}`)).join('') + p('x'),
  );
  assert.deepEqual(shown(imported), ['2 Level 2', '3 Level 4', '4 Level 5', '4 Level 6', '2 Level 2', 'x']);
  assert.deepEqual(imported.lost, [{ what: 'deeperHeading', count: 1, under: ['Level 6'] }]);
});

test('PO30 the first heading is the title where it names the document or stands above all others, and is no part of it', async () => {
  const title = async (...headings: [level: number, text: string][]) =>
    (await read(headings.map(([level, text]) => styled(`Heading${level}`, text) + p('Words.')).join(''))).title;
  assert.equal(await title([1, 'Access control policy'], [1, 'Purpose']), 'Access control policy');
  assert.equal(await title([1, 'Who may come in'], [2, 'Purpose'], [2, 'Scope']), 'Who may come in');
  assert.equal(await title([1, 'Purpose'], [1, 'Scope']), null);
  assert.equal(await title([1, 'Purpose'], [2, 'Scope']), null);
  assert.equal(await title([1, '1. Access policy'], [1, '2. Scope']), null);
});

test('PO30 in a document without styles, lines that are bold throughout are its headings', async () => {
  const imported = await read(
    [p(t('1. Purpose', b)), p('Words.'), p(t('Never do this.', b)), p(t('Part ', b) + t('bold'))].join(''),
  );
  assert.deepEqual(shown(imported), ['2 Purpose', 'Words.', '**Never do this.**', '**Part **bold']);
});

test('PO31 lists keep their order, kind and second level; deeper ones are brought to the second and told', async () => {
  const imported = await read(
    [
      item('one', 0, 2),
      item('below', 1, 1),
      item('deeper', 2, 1),
      item('deeper still', 3, 1),
      item('below again', 1, 1),
      item('two', 0, 2),
      p('Between.'),
      item('three', 0, 2),
      p('Text.'),
      item('only a second level', 1, 1),
      item('none', 0, 0),
    ].join(''),
  );
  assert.deepEqual(shown(imported), [
    '1. one',
    '  - below',
    '  - deeper',
    '  - deeper still',
    '  - below again',
    '1. two',
    'Between.',
    '1. three',
    'Text.',
    '- only a second level',
    'none',
  ]);
  assert.deepEqual(lostOf(imported), { deeperList: 2, interrupted: 1 });
});

test('PO31 a paragraph is in a list by its style too', async () => {
  const styles =
    style('LB', 'List Bullet', '', '<w:numPr><w:numId w:val="1"/></w:numPr>') +
    style('LB2', 'Own bullets', '<w:basedOn w:val="LB"/>', '<w:numPr><w:ilvl w:val="1"/></w:numPr>');
  const imported = await read({ styles, numbering, body: styled('LB', 'one') + styled('LB2', 'below') + p('text') });
  assert.deepEqual(shown(imported), ['- one', '  - below', 'text']);
});

test('PO31 tables have their head where there is one, and merged cells say their text in each row', async () => {
  const down = (first: boolean): string => `<w:vMerge${first ? ' w:val="restart"' : ''}/>`;
  const imported = await read(
    [
      tbl(row(['Role', 'Task'], '<w:tblHeader/>'), row(['CISO', 'Reviews'])),
      p('Next.'),
      tbl(row([p(t('A', b)), p(t('B', b))]), row(['1', '2'])),
      p('Next.'),
      tbl(row(['no', 'head']), row(['at', 'all'])),
      p('Next.'),
      tbl(
        row([cell('wide', '<w:gridSpan w:val="2"/>'), cell('tall', down(true))]),
        row(['a', 'b', cell('', down(false))]),
        row([cell('whole', '<w:gridSpan w:val="3"/>')]),
        row(['short']),
      ),
      p('Next.'),
      tbl(row([cell(p('A frame') + item('around') + p('text'))])),
    ].join(''),
  );
  assert.deepEqual(shown(imported), [
    '| Role | Task |',
    '| CISO | Reviews |',
    'Next.',
    '| A | B |',
    '| 1 | 2 |',
    'Next.',
    '|  |  |',
    '| no | head |',
    '| at | all |',
    'Next.',
    '|  |  |  |',
    '| wide | wide | tall |',
    '| a | b | tall |',
    '| whole |  |  |',
    '| short |  |  |',
    'Next.',
    'A frame',
    '- around',
    'text',
  ]);
  assert.deepEqual(lostOf(imported), { merged: 3 });
});

test('PO31 a cell of several paragraphs, a list or a table is one line, and that is told', async () => {
  const imported = await read(
    tbl(
      row(['a', cell(p('one') + p('two'))]),
      row([cell(item('x') + item('y')), cell(tbl(row(['in', 'ner'])) + p(''))]),
    ),
  );
  assert.deepEqual(shown(imported), ['|  |  |', '| a | one two |', '| x y | in ner |']);
  assert.deepEqual(lostOf(imported), { cell: 3 });
});

test('PO31 bold, italic and breaks are kept, empty paragraphs go, and words of any script come in as they are', async () => {
  const imported = await read({
    styles: '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/></w:style>',
    body: [
      styled('Heading1', 'Words'),
      p(t('plain ') + t('bo', b) + t('ld ', b) + t('both', `${b}<w:i/>`) + t(' x', '<w:b w:val="0"/>')),
      p(''),
      p(t(' ')),
      p(`${t('one')}<w:r><w:br/></w:r>${t('two')}<w:r><w:tab/><w:noBreakHyphen/></w:r>`),
      p(t('named', '<w:rStyle w:val="S"/>')),
      p(
        `<w:smartTag w:element="place">${t('Kiel')}</w:smartTag><w:fldSimple w:instr=" DATE ">${t(' today')}</w:fldSimple>`,
      ),
      p('アクセス権は四半期ごとに確認する。 سياسة الوصول Zugriff für Ärzte &amp; 🚀'),
      p(`<w:bdo w:val="rtl">${t('שלום')}</w:bdo>`),
    ].join(''),
  });
  assert.deepEqual(shown(imported), [
    '2 Words',
    'plain **bold **_**both**_ x',
    'one',
    'two ‑',
    '**named**',
    'Kiel today',
    'アクセス権は四半期ごとに確認する。 سياسة الوصول Zugriff für Ärzte & 🚀',
    'שלום',
  ]);
});

test('PO32 tracked changes: what was put in is text, what was taken out is not, and both are told', async () => {
  const del = (content: string): string => `<w:del w:id="1">${content}</w:del>`;
  const imported = await read(
    [
      styled('Heading1', 'Rules'),
      p(
        `${t('Keys are ')}${del('<w:r><w:delText>never </w:delText></w:r>')}<w:ins w:id="2">${t('always ')}</w:ins>${t('locked.')}`,
      ),
      p('First ', '<w:rPr><w:del w:id="3"/></w:rPr>'),
      p('and second.'),
      p(`<w:moveFrom w:id="4">${t('gone')}</w:moveFrom>${t('stays')}<w:moveTo w:id="5">${t(' moved')}</w:moveTo>`),
      tbl(row(['kept', 'row']), row(['deleted', 'row'], '<w:del w:id="6"/>'), row(['new', 'row'], '<w:ins w:id="7"/>')),
    ].join(''),
  );
  assert.deepEqual(shown(imported), [
    '2 Rules',
    'Keys are always locked.',
    'First and second.',
    'stays moved',
    '|  |  |',
    '| kept | row |',
    '| new | row |',
  ]);
  assert.deepEqual(lostOf(imported), { deleted: 4, inserted: 3 });
  assert.deepEqual(
    imported.lost.map(({ under }) => under),
    [['Rules'], ['Rules']],
  );
});

test('PO32 notes and links keep their words, pictures, comments and hidden text go, and each is told with its place', async () => {
  const picture =
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="no"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
  const imported = await read({
    links: ['https://example.com/policy', 'mailto:ciso@example.com', 'javascript:alert(1)'],
    footnotes: `<w:footnote w:id="2">${p(`<w:r><w:footnoteRef/></w:r>${t(' Unless the board decides otherwise. ')}`)}</w:footnote>`,
    comments: `<w:comment w:id="1">${p('Really?')}</w:comment>`,
    body: [
      p(picture),
      styled('Heading1', 'Words'),
      p(
        `${t('Rule')}<w:r><w:footnoteReference w:id="2"/></w:r>${t(' holds')}<w:r><w:footnoteReference w:id="9"/></w:r>${t('.')}`,
      ),
      styled('Heading1', 'Links'),
      p(
        `${t('See ')}<w:hyperlink r:id="L1">${t('our page')}</w:hyperlink>${t(', ')}<w:hyperlink r:id="L2">${t('ciso@example.com')}</w:hyperlink>`,
      ),
      p(
        `<w:hyperlink r:id="L3">${t('press')}</w:hyperlink><w:hyperlink w:anchor="x">${t('above')}</w:hyperlink><w:hyperlink r:id="none">${t(' lost')}</w:hyperlink>`,
      ),
      p(
        `${t('said')}<w:r><w:commentReference w:id="1"/></w:r>${t(' secret', '<w:vanish/>')}${t(' old', '<w:strike/>')}`,
      ),
      p(`<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>${picture}`),
    ].join(''),
  });
  assert.deepEqual(shown(imported), [
    '2 Words',
    'Rule [Unless the board decides otherwise.] holds.',
    '2 Links',
    'See our page (https://example.com/policy), ciso@example.com',
    'pressabove lost',
    'said old',
    'a+b',
  ]);
  assert.deepEqual(lostOf(imported), {
    picture: 2,
    footnote: 2,
    link: 1,
    comment: 1,
    hidden: 1,
    struck: 1,
    formula: 1,
  });
  assert.deepEqual(imported.lost.find(({ what }) => what === 'picture')?.under, ['', 'Links']);
  for (const { what } of imported.lost) assert.ok(lostKinds[what].length > 10);
});

test('PO32 a text box is kept once, beside the place where it stood; a table of contents goes', async () => {
  const box = `<w:txbxContent>${p('In the box')}</w:txbxContent>`;
  const both = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  const imported = await read({
    styles: style('TOC1', 'toc 1') + style('TOCHeading', 'TOC Heading', '<w:basedOn w:val="Heading1"/>'),
    body: [
      styled('TOCHeading', 'Contents'),
      styled('TOC1', 'Purpose 1'),
      styled('TOC1', 'Scope 2'),
      p(t('Beside') + both),
      p('After.'),
      `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p('Purpose 1')}</w:sdtContent></w:sdt>`,
      `<w:sdt><w:sdtPr/><w:sdtContent>${p('Controlled.')}</w:sdtContent></w:sdt>`,
    ].join(''),
  });
  assert.deepEqual(shown(imported), ['Beside', 'In the box', 'After.', 'Controlled.']);
  assert.deepEqual(lostOf(imported), { contents: 2, textBox: 1 });
});

test('PO32 text that looks like a tag, a mark or Markdown is text', async () => {
  const words = ['{{organization}} grants {IAM-06 quarterly} and <b>HTML</b> # * _ 1. [x](y)'];
  const imported = await read(words.map((text) => p(text.replaceAll('<', '&lt;'))).join(''));
  assert.deepEqual(shown(imported), words);
  const pieces = imported.blocks.flatMap(linesOf).flat();
  assert.ok(pieces.every(({ tag, obligation }) => tag === undefined && obligation === undefined));
  const plain = await read(p('- *a* <b>').replace('<b>', '&lt;b&gt;'));
  assert.deepEqual(readBlocks(writeMarkdown(plain.blocks)).flatMap(linesOf).map(textOf), ['- *a* <b>']);
});

test('PO32 a document whose parts have other prefixes is read as the same', async () => {
  const parts = docx({ body: styled('Heading1', 'Scope') + p('Words.') });
  const imported = await importDocument('docx', parts);
  const body =
    '<d:p><d:pPr><d:pStyle d:val="Heading1"/></d:pPr><d:r><d:t>Scope</d:t></d:r></d:p><d:p><d:r><d:t>Words.</d:t></d:r></d:p>';
  const renamed = zip([
    {
      name: 'word/document.xml',
      content: `<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body>${body}</d:body></d:document>`,
    },
  ]);
  assert.deepEqual(await importDocument('docx', renamed), imported);
});
