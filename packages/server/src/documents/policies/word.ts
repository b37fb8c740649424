import type { Inline } from '@tickmark/core';
import { exportedLogo } from '@tickmark/policies';
import { writeWord } from '../word/package.ts';
import { cellText, pairs, paragraph, run, table, widthsOf } from '../word/parts.ts';
import { inlinePicture } from '../word/picture.ts';
import { packFacts, type PackFacts, type TextPack } from './document.ts';

/** Millimetres, as in a PDF. */
const logoHeight = 13;

type SetBlock = PackFacts['documents'][number]['blocks'][number];

/** Texts as a document to edit: real headings, lists and tables. The same texts give the same bytes. */
export function writePolicies(pack: TextPack): Promise<Uint8Array> {
  const { organization, title, mark, status, lead, made, example, classification, documents } = packFacts(pack);
  const lists = { count: 0 };
  const packed = documents.length > 1;
  const parts = documents.flatMap(({ title: own, rows, blocks }) => [
    ...(packed ? [paragraph(run(own), 'Heading1', '<w:pageBreakBefore/>')] : []),
    pairs('About this document', rows),
    ...blocks.map((block) => blockText(block, lists)),
  ]);
  const { colour, logo } = pack.brand;
  const described = { height: logoHeight, name: exportedLogo, description: `Logo of ${organization}` };
  const front = [
    ...(logo === null ? [] : [paragraph(inlinePicture(logo, described), 'Picture')]),
    paragraph(run(title), 'Title'),
    paragraph(run(organization), 'Subtitle'),
    ...(example
      ? [
          paragraph(
            run('Example. This company is fictional. Its records were made by a generator and describe nobody.'),
            'Nothing',
          ),
        ]
      : []),
    paragraph(run(lead), 'Nothing'),
  ];
  const body = [...front, ...parts].join('');
  return writeWord({
    title: `${organization}: ${title}`,
    organization,
    description: `${status}.`,
    created: `${pack.today}T00:00:00Z`,
    version: title,
    status,
    mark,
    classification,
    footer: made,
    ...(colour === null ? {} : { accent: colour.slice(1).toUpperCase() }),
    ...(logo === null ? {} : { picture: logo }),
    lists: lists.count,
    body,
  });
}

/** `lists` counts those that are numbered, for each begins anew. */
function blockText(block: SetBlock, lists: { count: number }): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(lineText(block.line), `Heading${Math.min(3, block.level)}`);
    case 'paragraph':
      return paragraph(lineText(block.line));
    case 'list': {
      const number = numberOf(block.ordered, lists);
      return block.items
        .map(({ line, below }) => {
          const inner = below === null ? 1 : numberOf(below.ordered, lists);
          return [item(line, 0, number), ...(below?.items ?? []).map((each) => item(each, 1, inner))].join('');
        })
        .join('');
    }
    case 'table': {
      const widths = widthsOf(block.shares);
      const row = (cells: readonly Inline[][], heading: boolean): string =>
        `<w:tr><w:trPr><w:cantSplit/>${heading ? '<w:tblHeader/>' : ''}</w:trPr>${cells
          .map((cell, place) =>
            cellText(paragraph(lineText(cell, heading), 'Cell'), widths[place] ?? 0, heading ? 'EEF2F6' : ''),
          )
          .join('')}</w:tr>`;
      return table(
        block.head.map((cell) => cell.map(({ text }) => text).join('')).join(', '),
        widths,
        'w:firstRow="1" w:firstColumn="0" w:noHBand="1" w:noVBand="1"',
        [row(block.head, true), ...block.rows.map((cells) => row(cells, false))],
      );
    }
  }
}

function numberOf(ordered: boolean, lists: { count: number }): number {
  if (!ordered) return 1;
  lists.count += 1;
  return lists.count + 1;
}

function item(line: readonly Inline[], level: number, number: number): string {
  return paragraph(
    lineText(line),
    'ListParagraph',
    `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${number}"/></w:numPr>`,
  );
}

function lineText(line: readonly Inline[], strong = false): string {
  return line
    .map((piece) => {
      if (piece.obligation !== undefined) return run(`\u00a0${piece.obligation.control}`, { tone: 'quiet' });
      if (piece.missing) return run(piece.text, { tone: 'caution', strong: true });
      return run(piece.text, { strong: strong || (piece.strong ?? false), emphasis: piece.emphasis ?? false });
    })
    .join('');
}
