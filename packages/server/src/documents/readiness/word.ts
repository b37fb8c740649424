import type { Block, Cell, Tone } from '@tickmark/core';
import { escaped, officeRelations, packageRelations, packed } from '../files/office.ts';
import { frameOf, type ReadinessDocument } from './document.ts';
import { pictureRun, toneColours } from './word-drawing.ts';
import { headerText, numbering, styles } from './word-styles.ts';

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const wordMl = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${officeRelations}"`,
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(' ');
/** Twentieths of a point between the margins of an upright A4 page. */
const textWidth = 9638;

/**
 * A readiness report as a document to edit (WordprocessingML, ECMA-376): the same parts in the same order as the PDF, with
 * real headings, tables whose header rows repeat, and pictures that are shapes. The same report gives the same bytes.
 */
export function writeReadiness(document: ReadinessDocument): Promise<Uint8Array> {
  const frame = frameOf(document);
  const { facts } = document;
  const body = bodyOf(document);
  const overrides = [
    ['/word/document.xml', `${wordMl}.document.main+xml`],
    ['/word/styles.xml', `${wordMl}.styles+xml`],
    ['/word/numbering.xml', `${wordMl}.numbering+xml`],
    ['/word/settings.xml', `${wordMl}.settings+xml`],
    ['/word/header1.xml', `${wordMl}.header+xml`],
    ['/word/footer1.xml', `${wordMl}.footer+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  const related = ['styles', 'numbering', 'settings', 'header', 'footer'].map(
    (kind, place) =>
      `<Relationship Id="r${place + 1}" Type="${officeRelations}/${kind}" Target="${kind === 'header' || kind === 'footer' ? `${kind}1` : kind}.xml"/>`,
  );
  const title = `${frame.organization}: readiness report, ${frame.engagement}`;
  return packed({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `<Relationships ${packageRelations}><Relationship Id="r1" Type="${officeRelations}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(frame.organization)}</dc:creator><dc:description>${escaped(`${frame.version}. ${frame.status}.`)}</dc:description><dc:language>en-US</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${facts.madeAt}</dcterms:created></cp:coreProperties>`,
    'word/document.xml': `<w:document ${namespaces}><w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="r4"/><w:footerReference w:type="default" r:id="r5"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    'word/styles.xml': styles,
    'word/numbering.xml': numbering(document.pages.filter(({ kind }) => kind === 'list').length),
    'word/settings.xml': `<w:settings ${namespaces}><w:themeFontLang w:val="en-US"/></w:settings>`,
    'word/header1.xml': `<w:hdr ${namespaces}>${headerText(frame)}</w:hdr>`,
    'word/footer1.xml': `<w:ftr ${namespaces}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>${run(frame.sealed)}<w:r><w:tab/></w:r>${field('PAGE')}${run(' of ')}${field('NUMPAGES')}</w:p></w:ftr>`,
    'word/_rels/document.xml.rels': `<Relationships ${packageRelations}>${related.join('')}</Relationships>`,
  });
}

function bodyOf(document: ReadinessDocument): string {
  const frame = frameOf(document);
  let lists = 0;
  let shapes = 1;
  const parts = document.pages.map((block, place): string => {
    if (block.kind === 'list') lists += 1;
    if (block.kind !== 'picture') return blockText(block, lists, place > 0);
    const text = paragraph(pictureRun(block, shapes), 'Picture');
    shapes += block.shapes.length + 1;
    return text;
  });
  return [
    paragraph(run(frame.title), 'Title'),
    paragraph(run(frame.organization), 'Subtitle'),
    ...(frame.example
      ? [
          paragraph(
            run('Example. This company is fictional. Its records were made by a generator and describe nobody.'),
            'Nothing',
          ),
        ]
      : []),
    pairs('About this report', frame.rows),
    ...parts,
  ].join('');
}

function blockText(block: Exclude<Block, { kind: 'picture' }>, list: number, later: boolean): string {
  switch (block.kind) {
    case 'heading': {
      // The first page stands alone: what it says is meant to be seen in one look.
      const broken = later && block.text === 'Where we stand' ? '<w:pageBreakBefore/>' : '';
      return paragraph(run(block.text), `Heading${block.level}`, broken);
    }
    case 'text':
      return paragraph(run(block.text, block));
    case 'nothing':
      return paragraph(run(block.text), 'Nothing');
    case 'list':
      return block.items
        .map((item) =>
          paragraph(
            run(item),
            'ListParagraph',
            `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${block.ordered ? list + 1 : 1}"/></w:numPr>`,
          ),
        )
        .join('');
    case 'facts':
      return pairs(
        block.label,
        block.rows.map(({ name, value }): [string, string] => [name, value]),
      );
    case 'figures':
      return figuresText(block.items);
    case 'table':
      return tableText(block);
  }
}

function run(text: string, { tone = 'ink', strong = false }: { tone?: Tone; strong?: boolean } = {}): string {
  const looks = `${strong ? '<w:b/>' : ''}${tone === 'ink' ? '' : `<w:color w:val="${toneColours[tone]}"/>`}`;
  const lines = text.split('\n').map((each) => `<w:t xml:space="preserve">${escaped(each)}</w:t>`);
  return `<w:r>${looks === '' ? '' : `<w:rPr>${looks}</w:rPr>`}${lines.join('<w:br/>')}</w:r>`;
}

function field(name: 'PAGE' | 'NUMPAGES'): string {
  return `<w:fldSimple w:instr=" ${name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
}

function paragraph(content: string, style = '', more = ''): string {
  const named = style === '' ? '' : `<w:pStyle w:val="${style}"/>`;
  return `<w:p>${named === '' && more === '' ? '' : `<w:pPr>${named}${more}</w:pPr>`}${content}</w:p>`;
}

function cellText(content: string, width: number, shade = ''): string {
  const fill = shade === '' ? '' : `<w:shd w:val="clear" w:color="auto" w:fill="${shade}"/>`;
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${fill}</w:tcPr>${content}</w:tc>`;
}

/** Widths that fill the text, by shares. */
function widthsOf(shares: readonly number[]): number[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.floor((share / whole) * textWidth));
}

function table(label: string, widths: readonly number[], look: string, rows: readonly string[]): string {
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="${whole}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook ${look}/><w:tblCaption w:val="${escaped(label)}"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>${paragraph('', 'AfterTable')}`;
}

function tableText({ label, columns, rows, more }: Extract<Block, { kind: 'table' }>): string {
  const widths = widthsOf(columns.map(({ share }) => share));
  const side = (place: number): string => (columns[place]?.figures ? '<w:jc w:val="right"/>' : '');
  const head = columns.map(({ title }, place) =>
    cellText(paragraph(run(title, { strong: true }), 'Cell', side(place)), widths[place] ?? 0, 'EEF2F6'),
  );
  const body = rows.map((row) => {
    const cells = row.map((cell: Cell, place) =>
      cellText(paragraph(run(cell.text, cell), 'Cell', side(place)), widths[place] ?? 0),
    );
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`;
  });
  const heading = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.join('')}</w:tr>`;
  const rest = more === '' ? '' : paragraph(run(more, { tone: 'quiet' }));
  return (
    table(label, widths, 'w:firstRow="1" w:firstColumn="0" w:noHBand="1" w:noVBand="1"', [heading, ...body]) + rest
  );
}

/** Names and values; each name heads its row. */
function pairs(label: string, rows: readonly (readonly [string, string])[]): string {
  const widths = widthsOf([26, 74]);
  const body = rows.map(([name, value]) => {
    const cells = [run(name, { strong: true }), run(value)].map((each, place) =>
      cellText(paragraph(each, 'Cell'), widths[place] ?? 0),
    );
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`;
  });
  return table(label, widths, 'w:firstRow="0" w:firstColumn="1" w:noHBand="1" w:noVBand="1"', body);
}

function figuresText(items: Extract<Block, { kind: 'figures' }>['items']): string {
  const widths = widthsOf(items.map(() => 1));
  const cells = items.map(({ figure, words, tone }, place) =>
    cellText(
      paragraph(run(figure, { tone, strong: true }), 'Figure') + paragraph(run(words), 'Cell'),
      widths[place] ?? 0,
      'EEF2F6',
    ),
  );
  return table('In figures', widths, 'w:firstRow="0" w:firstColumn="0" w:noHBand="1" w:noVBand="1"', [
    `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`,
  ]);
}
