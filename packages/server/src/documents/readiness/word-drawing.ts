import type { Block, Fill, Shape } from '@tickmark/core';
import { escaped } from '../files/office.ts';
import { toneColours } from '../word/parts.ts';

type Picture = Extract<Block, { kind: 'picture' }>;

/** English Metric Units of a point (ECMA-376 part 1, 20.1.2.1). */
const emu = (points: number): number => Math.round(points * 12_700);

/** A pattern beside each colour, so that no colour says anything alone. */
const fillOf: Record<Fill, { paint: string; dark?: true }> = {
  'not-designed': { paint: solid('8C1D18'), dark: true },
  designed: { paint: pattern('wdUpDiag', 'C9972B', 'F3DFAE') },
  implemented: { paint: solid('9FC3E0') },
  operating: { paint: pattern('ltHorz', '6F8FB3', '1D3B5F'), dark: true },
  unknown: { paint: pattern('pct10', '56616D', 'FFFFFF') },
  'not-assessed': { paint: pattern('ltUpDiag', 'A8B0B8', 'FFFFFF') },
  'not-applicable': { paint: solid('D5DADE') },
  planned: { paint: solid('1D3B5F'), dark: true },
  unplanned: { paint: pattern('wdUpDiag', 'C9972B', 'F3DFAE') },
  work: { paint: solid('9FC3E0') },
  critical: { paint: solid('1D3B5F'), dark: true },
  examined: { paint: pattern('ltUpDiag', '56616D', 'FFFFFF') },
};

function solid(colour: string): string {
  return `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
}

function pattern(preset: string, front: string, back: string): string {
  return `<a:pattFill prst="${preset}"><a:fgClr><a:srgbClr val="${front}"/></a:fgClr><a:bgClr><a:srgbClr val="${back}"/></a:bgClr></a:pattFill>`;
}

/**
 * A picture as a group of shapes that Word and LibreOffice draw and people can edit (DrawingML, ECMA-376 part 1, 20.4, with the
 * groups of Word 2010). `first`: the number of its first shape; each of a document has its own.
 */
export function pictureRun(picture: Picture, first: number): string {
  const { width, height, label, description, shapes } = picture;
  const size = `cx="${emu(width)}" cy="${emu(height)}"`;
  const drawn = shapes.map((shape, place) => shapeText(shape, first + 1 + place, width)).join('');
  const named = `<wp:docPr id="${first}" name="${escaped(label)}" descr="${escaped(description)}"/>`;
  const group = `<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/><a:chOff x="0" y="0"/><a:chExt ${size}/></a:xfrm></wpg:grpSpPr>${drawn}</wpg:wgp>`;
  const inline = `<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/>${named}<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">${group}</a:graphicData></a:graphic></wp:inline>`;
  return `<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>${inline}</w:drawing></mc:Choice><mc:Fallback><w:t>${escaped(description)}</w:t></mc:Fallback></mc:AlternateContent></w:r>`;
}

/** Where words stand, wide enough for them in any font. */
const wide = 200;
/** Points of a dash with the gap after it; each dash has a number far from those of other shapes. */
const dash = 5;

function shapeText(shape: Shape, id: number, edgeAt: number): string {
  if (shape.kind === 'area') {
    const { x, y, width, height, fill } = shape;
    return box(id, { x, y, width, height }, fillOf[fill].paint, edge, '');
  }
  if (shape.kind === 'line') {
    // As thin areas: LibreOffice turns a group around that has a line without width in it.
    const { x1, y1, x2, y2, tone, dashed } = shape;
    const thick = tone === 'quiet' ? 0.5 : 1.1;
    const paint = solid(tone === 'quiet' ? 'C9D0D7' : toneColours[tone]);
    const pieces = dashed ? Array.from({ length: Math.ceil((y2 - y1) / dash) }, (_, n) => y1 + n * dash) : [y1];
    return pieces
      .map((top, n) => {
        const height = Math.max(thick, dashed ? Math.min(dash * 0.6, y2 - top) : y2 - y1);
        const at = { x: x1 - thick / 2, y: top, width: Math.max(thick, x2 - x1), height };
        return box(id + n * 100_000, at, paint, '<a:ln><a:noFill/></a:ln>', '');
      })
      .join('');
  }
  const { x, y, at, text, size, tone, strong, on } = shape;
  // Within the picture: LibreOffice fits a group to whatever reaches beyond it.
  const half = Math.min(wide / 2, x, edgeAt - x);
  const left = at === 'start' ? x : at === 'middle' ? x - half : Math.max(0, x - wide);
  const room = at === 'start' ? Math.min(wide, edgeAt - x) : at === 'middle' ? half * 2 : x - left;
  const colour = on !== null && fillOf[on].dark ? 'FFFFFF' : toneColours[tone];
  const side = at === 'start' ? 'left' : at === 'middle' ? 'center' : 'right';
  const run = `<w:r><w:rPr>${strong ? '<w:b/>' : ''}<w:color w:val="${colour}"/><w:sz w:val="${Math.round(size * 2)}"/></w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  const words = `<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="${side}"/></w:pPr>${run}</w:p></w:txbxContent></wps:txbx>`;
  const height = size * 1.8;
  return box(
    id,
    { x: left, y: Math.max(0, y - height / 2), width: room, height },
    '<a:noFill/>',
    '<a:ln><a:noFill/></a:ln>',
    words,
  );
}

const edge = `<a:ln w="${emu(0.5)}">${solid('56616D')}</a:ln>`;

function box(
  id: number,
  at: { x: number; y: number; width: number; height: number },
  fill: string,
  stroke: string,
  words: string,
): string {
  const frame = `<a:xfrm><a:off x="${emu(at.x)}" y="${emu(at.y)}"/><a:ext cx="${emu(at.width)}" cy="${emu(at.height)}"/></a:xfrm>`;
  const body = `<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>`;
  return `<wps:wsp><wps:cNvPr id="${id}" name="${id}"/><wps:cNvSpPr/><wps:spPr>${frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>${fill}${stroke}</wps:spPr>${words}${body}</wps:wsp>`;
}
