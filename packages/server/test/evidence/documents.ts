import { deflateSync } from 'node:zlib';
import { archive } from '../../../connectors/test/files/workbooks.ts';

/** A PDF of pages of one line each, byte by byte; `streams` puts other bytes in place of what a page draws. */
export function pdf(pages: readonly string[], streams: readonly Buffer[] = []): Buffer {
  const objects: (string | Buffer)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${4 + 2 * n} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((line, n) => {
      const drawn = streams[n] ?? deflateSync(`BT /F1 12 Tf 40 700 Td (${line}) Tj ET`);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * n} 0 R >>`,
        Buffer.concat([
          Buffer.from(`<< /Length ${drawn.length} /Filter /FlateDecode >>\nstream\n`),
          drawn,
          Buffer.from('\nendstream'),
        ]),
      ];
    }),
  ];
  const parts = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let size = 9;
  for (const [n, object] of objects.entries()) {
    offsets.push(size);
    const part = Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    parts.push(part);
    size += part.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** A Word document of paragraphs, with a header. */
export function docx(paragraphs: readonly string[], header = ''): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  return archive([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/header1.xml', content: `<w:hdr><w:p><w:r><w:t>${header}</w:t></w:r></w:p></w:hdr>` },
    { name: 'word/document.xml', content: `<w:document><w:body>${body}</w:body></w:document>` },
  ]);
}

/** A presentation: parts below `ppt/` with what stands in each. */
export function pptx(parts: Record<string, string>): Buffer {
  return archive([
    { name: 'ppt/presentation.xml', content: '<p:presentation/>' },
    ...Object.entries(parts).map(([part, text]) => ({
      name: `ppt/${part}.xml`,
      content: `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`,
    })),
  ]);
}
