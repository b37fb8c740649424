import { open, type FileHandle } from 'node:fs/promises';
import type { Evidence, EvidencePreview, PreviewShown, PreviewText } from '@tickmark/core';
import type { Look } from '@tickmark/connectors/look';
import { beliesOf, contentOf, lookedAtBytes, type Content } from './content.ts';
import { pictureFormats, type ReadAt } from './picture.ts';
import { NoTable, tableReader } from './tables.ts';
import { delimiterOf, encodingOf, pieceOf, type TextEncoding } from './text.ts';

export interface PreviewInput {
  as?: 'text' | undefined;
  sheet?: string | undefined;
  /** Rows of a table to pass over, or bytes of a text. */
  from: number;
}

const pieceBytes = 256 * 1024;
const tableLimits: Look['limits'] = { rows: 1000, columns: 256, cell: 1000, together: 256 * 1024 };

/** A browser makes four bytes of each pixel, and a phone has about a gigabyte for all. */
const maxPixels = 64_000_000;
const maxPictureBytes = 64 * 1024 ** 2;

interface Subject extends Pick<Evidence, 'size'> {
  fileName: string;
  /** The file on this machine, held against its hash. */
  path: string;
}

/** What a file is and the first of what is in it, as data alone: nothing of it is run, and memory has bounds. */
export async function previewOf({ path, fileName, size }: Subject, input: PreviewInput): Promise<EvidencePreview> {
  const file = await open(path);
  try {
    const read = readerOf(file, size);
    const { end, content, encoding, text } = await lookAt(read, size);
    return {
      what: content.what,
      kind: content.kind,
      belies: beliesOf(fileName, content),
      shown: await shownOf({ path, fileName, size, read, end, content, encoding, text }, input),
    };
  } finally {
    await file.close();
  }
}

/** What a file of this machine is by its content. */
export async function contentAt(path: string, size: number): Promise<Content> {
  const file = await open(path);
  try {
    return (await lookAt(readerOf(file, size), size)).content;
  } finally {
    await file.close();
  }
}

function readerOf(file: FileHandle, size: number): ReadAt {
  return async (at, length) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, Math.min(length, size - at))), {
      position: at,
    });
    return buffer.subarray(0, bytesRead);
  };
}

async function lookAt(read: ReadAt, size: number): Promise<Pick<Known, 'end' | 'content' | 'encoding' | 'text'>> {
  const beginning = await read(0, lookedAtBytes);
  const encoding = encodingOf(beginning);
  const text = encoding && pieceOf(beginning, 0, size, encoding).text;
  const end = await read(Math.max(0, size - lookedAtBytes), lookedAtBytes);
  return { end, content: contentOf(beginning, end, text), encoding, text };
}

interface Known extends Subject {
  read: ReadAt;
  /** Its last bytes. */
  end: Buffer;
  content: Content;
  encoding: TextEncoding | undefined;
  text: string | undefined;
}

async function shownOf(file: Known, input: PreviewInput): Promise<PreviewShown> {
  const { content, encoding, text } = file;
  if (isPicture(content.id)) return picture(file, content.id);
  if (content.id === 'pdf') return { as: 'pdf' };
  if (content.id === 'xlsx' || content.id === 'xlsm') return workbook(file, input);
  if (encoding === undefined || text === undefined) return { as: 'nothing', why: notShown(content) };
  const { from } = input;
  if (!isTable(file) || input.as === 'text') {
    const piece = await pieceAt(file, from, encoding);
    return content.id === 'json' ? { as: 'json', ...piece } : { as: 'text', ...piece, why: null };
  }
  const table = { format: 'csv', encoding: encoding.label, delimiter: delimiterOf(text) } as const;
  try {
    const found = await tableReader.read({ path: file.path, table, look: { from, limits: tableLimits } });
    return { as: 'table', ...table, ...found, encoding: encoding.encoding, guessed: encoding.guessed };
  } catch (error) {
    if (!(error instanceof NoTable)) throw error;
    return { as: 'text', ...(await pieceAt(file, 0, encoding)), why: error.message };
  }
}

async function pieceAt({ read, size }: Known, from: number, encoding: TextEncoding): Promise<PreviewText> {
  return pieceOf(await read(from, pieceBytes), from, size, encoding);
}

async function workbook({ path }: Known, { sheet, from }: PreviewInput): Promise<PreviewShown> {
  try {
    const table = { format: 'xlsx', sheet } as const;
    const found = await tableReader.read({ path, table, look: { from, limits: tableLimits } });
    return { as: 'table', format: 'xlsx', encoding: null, guessed: false, delimiter: null, ...found };
  } catch (error) {
    if (!(error instanceof NoTable)) throw error;
    return { as: 'nothing', why: error.message };
  }
}

function isPicture(id: string): id is keyof typeof pictureFormats {
  return Object.hasOwn(pictureFormats, id);
}

async function picture({ read, size, end }: Known, id: keyof typeof pictureFormats): Promise<PreviewShown> {
  const format = pictureFormats[id];
  const found = await format.size(read);
  const nothing = (why: string): PreviewShown => ({ as: 'nothing', why });
  if (found === undefined || found.width === 0 || found.height === 0) {
    return nothing('Its beginning does not say how large the picture is: the file is damaged.');
  }
  const { width, height } = found;
  if (width * height > maxPixels) {
    return nothing(
      `It says that it has ${grouped(width)} × ${grouped(height)} pixels; up to ${maxPixels / 1e6} million are drawn here.`,
    );
  }
  if (size > maxPictureBytes) return nothing(`Pictures of up to ${maxPictureBytes / 1024 ** 2} MiB are drawn here.`);
  const cut = format.ends !== undefined && !end.includes(format.ends);
  return { as: 'image', mediaType: format.mediaType, ...found, cut };
}

function grouped(number: number): string {
  return number.toLocaleString('en');
}

/** By what stands in it, or by the ending that its sender gave a text. */
function isTable({ content, fileName }: Known): boolean {
  return content.id === 'csv' || (content.id === 'text' && /\.(csv|tsv)$/i.test(fileName));
}

function notShown({ kind }: Content): string {
  return kind === 'program' ? 'Programs are never run here.' : 'Files of this kind are not shown here.';
}
