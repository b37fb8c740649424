import type { Block, Cell } from '@tickmark/core';
import { writeWord } from '../word/package.ts';
import { cellText, pairs, paragraph, run, table, widthsOf } from '../word/parts.ts';
import { frameOf, type ReadinessDocument } from './document.ts';
import { pictureRun } from './word-drawing.ts';

/**
 * A readiness report as a document to edit: the same parts in the same order as the PDF, with real headings, tables whose
 * header rows repeat, and pictures that are shapes. The same report gives the same bytes.
 */
export function writeReadiness(document: ReadinessDocument): Promise<Uint8Array> {
  const frame = frameOf(document);
  const { organization, version, status, mark } = frame;
  return writeWord({
    title: `${organization}: readiness report, ${frame.engagement}`,
    organization,
    description: `${version}. ${status}.`,
    created: document.facts.madeAt,
    version,
    status,
    mark,
    classification: 'Confidential',
    footer: frame.sealed,
    lists: document.pages.filter(({ kind }) => kind === 'list').length,
    body: bodyOf(document),
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
