import { ZipFile } from 'yazl';

/** What begins every part of an Office file. */
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const packageRelations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/**
 * An Office file (Open Packaging Conventions, ECMA-376 part 2) of these parts, by name: XML as text, and pictures as their bytes.
 * The same parts give the same bytes.
 */
export async function packed(parts: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) {
    zip.addBuffer(Buffer.from(typeof content === 'string' ? xmlHead + content : content), name, {
      mtime: new Date(Date.UTC(2000, 0, 1, 12)),
      forceDosTimestamp: true,
    });
  }
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Text as XML 1.0 takes it: what it has no character for is shown as one that says so. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
}
