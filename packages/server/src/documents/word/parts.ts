import type { Tone } from '@tickmark/core';
import { escaped } from '../files/office.ts';

/** Pieces of WordprocessingML (ECMA-376) that every document is made of. */

/** The tones of words, as RGB. */
export const toneColours: Record<Tone, string> = { ink: '1C2530', quiet: '56616D', alarm: '8C1D18', caution: '7A4B00' };

/** Twentieths of a point between the margins of an upright A4 page. */
export const textWidth = 9638;

export function run(
  text: string,
  { tone = 'ink', strong = false, emphasis = false }: { tone?: Tone; strong?: boolean; emphasis?: boolean } = {},
): string {
  const looks = `${strong ? '<w:b/>' : ''}${emphasis ? '<w:i/>' : ''}${tone === 'ink' ? '' : `<w:color w:val="${toneColours[tone]}"/>`}`;
  const lines = text.split('\n').map((each) => `<w:t xml:space="preserve">${escaped(each)}</w:t>`);
  return `<w:r>${looks === '' ? '' : `<w:rPr>${looks}</w:rPr>`}${lines.join('<w:br/>')}</w:r>`;
}

export function field(name: 'PAGE' | 'NUMPAGES'): string {
  return `<w:fldSimple w:instr=" ${name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
}

export function paragraph(content: string, style = '', more = ''): string {
  const named = style === '' ? '' : `<w:pStyle w:val="${style}"/>`;
  return `<w:p>${named === '' && more === '' ? '' : `<w:pPr>${named}${more}</w:pPr>`}${content}</w:p>`;
}

export function cellText(content: string, width: number, shade = ''): string {
  const fill = shade === '' ? '' : `<w:shd w:val="clear" w:color="auto" w:fill="${shade}"/>`;
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${fill}</w:tcPr>${content}</w:tc>`;
}

/** Widths that fill the text, by shares. */
export function widthsOf(shares: readonly number[]): number[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.floor((share / whole) * textWidth));
}

export function table(label: string, widths: readonly number[], look: string, rows: readonly string[]): string {
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="${whole}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook ${look}/><w:tblCaption w:val="${escaped(label)}"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>${paragraph('', 'AfterTable')}`;
}

/** Names and values; each name heads its row. */
export function pairs(label: string, rows: readonly (readonly [string, string])[]): string {
  const widths = widthsOf([26, 74]);
  const body = rows.map(([name, value]) => {
    const cells = [run(name, { strong: true }), run(value)].map((each, place) =>
      cellText(paragraph(each, 'Cell'), widths[place] ?? 0),
    );
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`;
  });
  return table(label, widths, 'w:firstRow="0" w:firstColumn="1" w:noHBand="1" w:noVBand="1"', body);
}
