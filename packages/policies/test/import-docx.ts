import { crc32, deflateRawSync } from 'node:zlib';
import type { Imported, LostKind } from '../src/index.ts';

export interface ZipPart {
  name: string;
  content: string | Uint8Array;
  /** Unpacked size that the archive claims, where it is not the real one. */
  claims?: number;
  flags?: number;
}

/** A ZIP archive, byte by byte. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims, flags = 0x0800 } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    entries.push(Buffer.from('PK\x01\x02\x14\0'), fields, place, Buffer.from(name));
    bodies.push(body);
    at += body.length;
  }
  const listed = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, listed, Buffer.from('PK\x05\x06'), end]);
}

export const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${office}"`,
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(' ');
const related = (content: string): string =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
const relation = (id: string, type: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"${more}/>`;

export interface Docx {
  body: string;
  styles?: string;
  numbering?: string;
  footnotes?: string;
  comments?: string;
  /** Addresses of links: `L1` the first. */
  links?: readonly string[];
}

/** Parts of a document as Word lays them out. */
export function docxParts({ body, styles = '', numbering = '', footnotes, comments, links = [] }: Docx): ZipPart[] {
  const part = (name: string, content: string): ZipPart => ({
    name: `word/${name}.xml`,
    content: `${head}<w:${name} ${namespaces}>${content}</w:${name}>`,
  });
  return [
    { name: '[Content_Types].xml', content: `${head}<Types/>` },
    { name: '_rels/.rels', content: related(relation('r1', 'officeDocument', 'word/document.xml')) },
    {
      name: 'word/_rels/document.xml.rels',
      content: related(
        relation('rS', 'styles', 'styles.xml') +
          links.map((url, at) => relation(`L${at + 1}`, 'hyperlink', url, ' TargetMode="External"')).join(''),
      ),
    },
    { name: 'word/document.xml', content: `${head}<w:document ${namespaces}><w:body>${body}</w:body></w:document>` },
    part('styles', styles),
    part('numbering', numbering),
    ...(footnotes === undefined ? [] : [part('footnotes', footnotes)]),
    ...(comments === undefined ? [] : [part('comments', comments)]),
  ];
}

export const docx = (document: Docx): Buffer => zip(docxParts(document));

export const t = (text: string, looks = ''): string =>
  `<w:r>${looks === '' ? '' : `<w:rPr>${looks}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const p = (content: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content.startsWith('<') || content === '' ? content : t(content)}</w:p>`;
export const styled = (id: string, content: string): string => p(content, `<w:pStyle w:val="${id}"/>`);
export const item = (content: string, level = 0, list = 1): string =>
  p(content, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
export const style = (id: string, name: string, more = '', properties = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}<w:pPr>${properties}</w:pPr></w:style>`;
export const cell = (content: string, properties = ''): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${content.startsWith('<w:p') || content.startsWith('<w:tbl') ? content : p(content)}</w:tc>`;
export const row = (cells: readonly string[], properties = ''): string =>
  `<w:tr>${properties === '' ? '' : `<w:trPr>${properties}</w:trPr>`}${cells.map((each) => (each.startsWith('<w:tc>') ? each : cell(each))).join('')}</w:tr>`;
export const tbl = (...rows: readonly string[]): string => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`;

/** List 1 has bullets, list 2 and 3 count. */
export const numbering = [
  ...[0, 1].map((id) => {
    const levels = [0, 1, 2, 3].map(
      (level) => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${id === 0 ? 'bullet' : 'decimal'}"/></w:lvl>`,
    );
    return `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
  }),
  ...[0, 1, 1].map((id, at) => `<w:num w:numId="${at + 1}"><w:abstractNumId w:val="${id}"/></w:num>`),
].join('');

/** Blocks in short: `2 Purpose`, `words`, `- item`, `1. item`, `  - below`, `| a | b |`. */
export function shown({ blocks }: Pick<Imported, 'blocks'>): string[] {
  const text = (
    line: readonly { text: string; strong?: boolean | undefined; emphasis?: boolean | undefined }[],
  ): string =>
    line
      .map((piece) => {
        const strong = piece.strong === true ? `**${piece.text}**` : piece.text;
        return piece.emphasis === true ? `_${strong}_` : strong;
      })
      .join('');
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [`${block.level} ${text(block.line)}`];
      case 'paragraph':
        return [text(block.line)];
      case 'list':
        return block.items.flatMap(({ line, below }) => [
          `${block.ordered ? '1.' : '-'} ${text(line)}`,
          ...(below?.items ?? []).map((each) => `  ${below?.ordered === true ? '1.' : '-'} ${text(each)}`),
        ]);
      case 'table':
        return [block.head, ...block.rows].map((cells) => `| ${cells.map(text).join(' | ')} |`);
    }
  });
}

export const lostOf = ({ lost }: Imported): Partial<Record<LostKind, number | null>> =>
  Object.fromEntries(lost.map(({ what, count }) => [what, count]));
