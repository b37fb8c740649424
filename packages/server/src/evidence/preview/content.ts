import type { EvidencePreview } from '@tickmark/core';
import { mediaTypeOf, sniffedBytes } from '../../platform/http/media-type.ts';

/** What a file is by its content. `id` is what endings of names are held against. */
export interface Content {
  id: string;
  /** With its article: `a PNG image`. */
  what: string;
  kind: EvidencePreview['kind'];
}

/** Bytes of a file's beginning and of its end that are looked at; the directory of an archive stands at the end. */
export const lookedAtBytes = 64 * 1024;

type Signature = [id: string, what: string, kind: Content['kind'], at: number, bytes: string | number[]];

const signatures: Signature[] = [
  ['png', 'a PNG image', 'image', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', 'a JPEG image', 'image', 0, [0xff, 0xd8, 0xff]],
  ['gif', 'a GIF image', 'image', 0, 'GIF87a'],
  ['gif', 'a GIF image', 'image', 0, 'GIF89a'],
  ['webp', 'a WebP image', 'image', 8, 'WEBP'],
  ['avif', 'an AVIF image', 'image', 4, 'ftypavif'],
  ['avif', 'an AVIF image', 'image', 4, 'ftypavis'],
  ['heic', 'a HEIC image', 'image', 4, 'ftyphei'],
  ['heic', 'a HEIC image', 'image', 4, 'ftypmif1'],
  ['tiff', 'a TIFF image', 'image', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', 'a TIFF image', 'image', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['ico', 'an icon', 'image', 0, [0x00, 0x00, 0x01, 0x00]],
  ['pdf', 'a PDF', 'document', 0, '%PDF-'],
  [
    'ole',
    'a document or workbook of old Office programs, or one with a password',
    'document',
    0,
    [0xd0, 0xcf, 0x11, 0xe0],
  ],
  ['rtf', 'a document in Rich Text Format', 'document', 0, '{\\rtf'],
  ['exe', 'a program for Windows', 'program', 0, 'MZ'],
  ['elf', 'a program for Linux', 'program', 0, [0x7f, 0x45, 0x4c, 0x46]],
  ['macho', 'a program for macOS', 'program', 0, [0xcf, 0xfa, 0xed, 0xfe]],
  ['macho', 'a program for macOS', 'program', 0, [0xca, 0xfe, 0xba, 0xbe]],
  ['lnk', 'a shortcut of Windows', 'program', 0, [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00]],
  ['wasm', 'a WebAssembly program', 'program', 0, [0x00, 0x61, 0x73, 0x6d]],
  ['parquet', 'a Parquet file', 'table', 0, 'PAR1'],
  ['sqlite', 'a SQLite database', 'table', 0, 'SQLite format 3'],
  ['gzip', 'a compressed file (gzip)', 'archive', 0, [0x1f, 0x8b]],
  ['zstd', 'a compressed file (zstd)', 'archive', 0, [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', 'a compressed file (xz)', 'archive', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', 'a compressed file (bzip2)', 'archive', 0, 'BZh'],
  ['7z', 'a 7-Zip archive', 'archive', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', 'a RAR archive', 'archive', 0, 'Rar!'],
  ['tar', 'a tar archive', 'archive', 257, 'ustar'],
  ['webm', 'a video (WebM or Matroska)', 'other', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['mp4', 'a video or sound (MP4)', 'other', 4, 'ftyp'],
  ['ogg', 'a sound or video (Ogg)', 'other', 0, 'OggS'],
  ['wav', 'a sound (WAV)', 'other', 8, 'WAVE'],
  ['mp3', 'a sound (MP3)', 'other', 0, 'ID3'],
];

/** By a part that only this kind of archive has; what opens without being asked stands first. */
const archives: [part: string, id: string, what: string, kind: Content['kind']][] = [
  ['AndroidManifest.xml', 'apk', 'a program for Android', 'program'],
  ['xl/workbook.bin', 'xlsb', 'a binary Excel workbook (XLSB)', 'table'],
  ['xl/vbaProject.bin', 'xlsm', 'an Excel workbook with macros (XLSM)', 'table'],
  ['xl/workbook.xml', 'xlsx', 'an Excel workbook (XLSX)', 'table'],
  ['word/document.xml', 'docx', 'a Word document (DOCX)', 'document'],
  ['ppt/presentation.xml', 'pptx', 'a PowerPoint presentation (PPTX)', 'document'],
  ['mimetypeapplication/vnd.oasis.opendocument', 'opendocument', 'an OpenDocument file', 'document'],
  ['mimetypeapplication/epub+zip', 'epub', 'an electronic book (EPUB)', 'document'],
  ['META-INF/MANIFEST.MF', 'jar', 'a Java program (JAR)', 'program'],
];

/**
 * What a file is, told by its beginning and its end; its name is not looked at. `text` is its beginning where
 * that is text, in whatever encoding.
 */
export function contentOf(beginning: Buffer, end: Buffer, text: string | undefined): Content {
  const found = signatures.find(([, , , at, bytes]) => has(beginning, at, bytes));
  if (found !== undefined) return { id: found[0], what: found[1], kind: found[2] };
  if (has(beginning, 0, 'PK\u0003\u0004') || has(beginning, 0, 'PK\u0005\u0006')) return archiveOf(beginning, end);
  if (text !== undefined) return textContent(text);
  // A PDF may have some bytes before its head; readers look that far.
  if (beginning.subarray(0, 1024).includes('%PDF-')) return { id: 'pdf', what: 'a PDF', kind: 'document' };
  return { id: 'unknown', what: 'of a kind that is not known here', kind: 'other' };
}

function archiveOf(beginning: Buffer, end: Buffer): Content {
  const names = beginning.toString('latin1') + end.toString('latin1');
  const [, id, what, kind] = archives.find(([part]) => names.includes(part)) ?? [
    '',
    'zip',
    'a ZIP archive',
    'archive' as const,
  ];
  return { id, what, kind };
}

function textContent(text: string): Content {
  const start = text.trimStart().slice(0, 2000);
  const plain = (id: string, what: string): Content => ({ id, what, kind: 'text' });
  if (/^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(start)) {
    return plain('svg', 'an SVG drawing, which may hold scripts');
  }
  if (/<(!doctype html|html|head|body|script|iframe|img|table|meta)\b/i.test(start)) {
    return plain('html', 'a web page (HTML), which may hold scripts');
  }
  if (start.startsWith('#!')) return plain('script', 'a script');
  if (/^<\?xml\b/.test(start)) return plain('xml', 'XML text');
  if (/^-----BEGIN [A-Z0-9 ]+-----/.test(start)) return plain('pem', 'text (PEM)');
  if (/^[{[]/.test(start)) return plain('json', 'JSON text');
  if (mediaTypeOf(Buffer.from(text.slice(0, sniffedBytes))) === 'text/csv')
    return { id: 'csv', what: 'a table as text (CSV)', kind: 'table' };
  return plain('text', 'text');
}

function has(bytes: Buffer, at: number, signature: string | number[]): boolean {
  const wanted = Buffer.from(signature as string, 'latin1');
  return bytes.subarray(at, at + wanted.length).equals(wanted);
}

const textual = ['text', 'csv', 'json', 'xml', 'pem'];
const office = ['ole'];

/** What endings of names promise: content that keeps the promise. Of endings that are not here nothing is said. */
const promises: Record<string, string[]> = {
  png: ['png'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  gif: ['gif'],
  webp: ['webp'],
  avif: ['avif'],
  heic: ['heic'],
  tif: ['tiff'],
  tiff: ['tiff'],
  svg: ['svg'],
  pdf: ['pdf'],
  csv: textual,
  tsv: textual,
  txt: [...textual, 'script'],
  log: textual,
  md: [...textual, 'html'],
  json: ['json', 'text', 'csv'],
  jsonl: ['json', 'text'],
  xml: ['xml', 'svg', 'html', 'text'],
  html: ['html', 'text', 'xml'],
  htm: ['html', 'text', 'xml'],
  xlsx: ['xlsx', ...office],
  xlsm: ['xlsm', 'xlsx', ...office],
  xlsb: ['xlsb', ...office],
  xls: office,
  docx: ['docx', ...office],
  doc: [...office, 'rtf'],
  pptx: ['pptx', ...office],
  ppt: office,
  rtf: ['rtf'],
  zip: ['zip', 'xlsx', 'xlsm', 'docx', 'pptx', 'jar', 'apk', 'opendocument', 'epub'],
  parquet: ['parquet'],
  mp4: ['mp4'],
  mov: ['mp4'],
  mp3: ['mp3'],
};

/** Where the ending of a name promises other content: that, in words; else null. */
export function beliesOf(fileName: string, content: Content): string | null {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const promised = Object.hasOwn(promises, ending) ? promises[ending] : undefined;
  if (promised === undefined || promised.includes(content.id)) return null;
  return `The name ends in .${ending}, but the file is ${content.what}.`;
}
