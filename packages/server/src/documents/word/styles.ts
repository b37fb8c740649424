import { escaped } from '../files/office.ts';
import type { WordDocument } from './package.ts';

const main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
/** Of headings where nobody chose another. */
export const usualAccent = '1D3B5F';
const rule = 'C9D0D7';

interface Looks {
  name: string;
  /** Half points. */
  size?: number;
  bold?: boolean;
  colour?: string;
  /** Of the paragraph. */
  layout?: string;
  next?: string;
}

function paragraphStyle(id: string, { name, size, bold, colour, layout = '', next }: Looks): string {
  const looks = `${bold ? '<w:b/>' : ''}${colour === undefined ? '' : `<w:color w:val="${colour}"/>`}${size === undefined ? '' : `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`}`;
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${next === undefined ? '' : `<w:next w:val="${next}"/>`}<w:qFormat/><w:pPr>${layout}</w:pPr><w:rPr>${looks}</w:rPr></w:style>`;
}

const gap = (before: number, after: number): string => `<w:spacing w:before="${before}" w:after="${after}"/>`;
const border = (side: string): string => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="${rule}"/>`;

export const stylesWith = (accent: string): string =>
  `<w:styles ${main}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:color w:val="1C2530"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${[
    paragraphStyle('Title', {
      name: 'Title',
      size: 44,
      bold: true,
      colour: accent,
      layout: gap(0, 60),
      next: 'Normal',
    }),
    paragraphStyle('Subtitle', { name: 'Subtitle', size: 26, bold: true, layout: gap(0, 120), next: 'Normal' }),
    paragraphStyle('Heading1', {
      name: 'heading 1',
      size: 30,
      bold: true,
      colour: accent,
      layout: `<w:keepNext/>${gap(320, 120)}<w:outlineLvl w:val="0"/>`,
      next: 'Normal',
    }),
    paragraphStyle('Heading2', {
      name: 'heading 2',
      size: 23,
      bold: true,
      colour: accent,
      layout: `<w:keepNext/>${gap(220, 80)}<w:outlineLvl w:val="1"/>`,
      next: 'Normal',
    }),
    paragraphStyle('Heading3', {
      name: 'heading 3',
      size: 21,
      bold: true,
      colour: accent,
      layout: `<w:keepNext/>${gap(160, 60)}<w:outlineLvl w:val="2"/>`,
      next: 'Normal',
    }),
    paragraphStyle('ListParagraph', { name: 'List Paragraph', layout: gap(0, 60) }),
    paragraphStyle('Nothing', {
      name: 'Nothing',
      colour: '56616D',
      layout: `<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="${rule}"/></w:pBdr>`,
    }),
    paragraphStyle('Cell', { name: 'Cell', size: 17, layout: gap(30, 30) }),
    paragraphStyle('Figure', { name: 'Figure', size: 26, layout: gap(60, 0) }),
    paragraphStyle('AfterTable', { name: 'After a table', size: 8, layout: gap(0, 60) }),
    paragraphStyle('Picture', { name: 'Picture', layout: gap(80, 160) }),
    paragraphStyle('Header', {
      name: 'header',
      size: 16,
      colour: '56616D',
      layout: `<w:tabs><w:tab w:val="center" w:pos="4819"/><w:tab w:val="right" w:pos="9638"/></w:tabs>${gap(0, 0)}`,
    }),
    paragraphStyle('Footer', {
      name: 'footer',
      size: 14,
      colour: '56616D',
      layout: `<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>${gap(0, 0)}`,
    }),
  ].join(
    '',
  )}<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${border('top')}${border('bottom')}${border('insideH')}</w:tblBorders></w:tblPr></w:style></w:styles>`;

/** List 1 has bullets; each further one counts from 1. Both have a level below. */
export function numbering(lists: number): string {
  const level = (at: number, format: string, text: string): string =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${397 + at * 340}" w:hanging="340"/></w:pPr></w:lvl>`;
  const numbered = Array.from(
    { length: lists },
    (_, place) =>
      `<w:num w:numId="${place + 2}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`,
  );
  const levels = (first: string, second: string): string =>
    `<w:multiLevelType w:val="hybridMultilevel"/>${first}${second}`;
  return `<w:numbering ${main}><w:abstractNum w:abstractNumId="0">${levels(level(0, 'bullet', '•'), level(1, 'bullet', '–'))}</w:abstractNum><w:abstractNum w:abstractNumId="1">${levels(level(0, 'decimal', '%1.'), level(1, 'lowerLetter', '%2.'))}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>${numbered.join('')}</w:numbering>`;
}

/** Organization, version and classification, and while it is a draft a mark on each page. */
export function headerText({ organization, mark, version, status, classification }: WordDocument): string {
  const told = (text: string, looks = ''): string =>
    `<w:r>${looks === '' ? '' : `<w:rPr>${looks}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  const tab = '<w:r><w:tab/></w:r>';
  const behind =
    mark === ''
      ? ''
      : `<w:r><w:pict><v:shapetype id="mark-type" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="mark" type="#mark-type" alt="${escaped(mark)}" style="position:absolute;margin-left:0;margin-top:0;width:380pt;height:110pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#f0ecec" stroked="f"><v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="${escaped(mark)}"/></v:shape></w:pict></w:r>`;
  const first = `${told(organization)}${tab}${told(mark, '<w:b/><w:color w:val="8C1D18"/>')}${tab}${told(version)}`;
  const second = `${told(status)}${tab}${tab}${told(classification)}`;
  const named = '<w:pPr><w:pStyle w:val="Header"/></w:pPr>';
  return `<w:p>${named}${behind}${first}</w:p><w:p>${named}${second}</w:p>`;
}
