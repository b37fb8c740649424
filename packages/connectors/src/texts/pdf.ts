import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TickmarkError } from '@tickmark/core';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { KeptText, type FileText } from './kept-text.ts';

const shipped = (folder: string): string =>
  fileURLToPath(new URL(`./${folder}/`, import.meta.resolve('pdfjs-dist/package.json')));

/**
 * The text of a PDF page by page, at most `most` bytes of it, with `between` after each page. Nothing of it is drawn, run or fetched. A page that cannot
 * be read is passed over and told, and so is one without text: it may be a picture of one.
 * Errors: unsupported_media for one that asks for a password, source_unreadable for one that is damaged.
 */
export async function pdfText(path: string, most: number, between = '\n'): Promise<FileText> {
  const { getDocument, PasswordException, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const kept = new KeptText(most);
  const task = getDocument({
    data: new Uint8Array(await readFile(path)),
    verbosity: VerbosityLevel.ERRORS,
    useWasm: false,
    useSystemFonts: false,
    disableFontFace: true,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    cMapUrl: shipped('cmaps'),
    standardFontDataUrl: shipped('standard_fonts'),
  });
  try {
    const document = await task.promise;
    const broken: number[] = [];
    const silent: number[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const lines = await pageText(document, number).catch(() => undefined);
      if (lines === undefined) broken.push(number);
      else if (lines.trim() === '') silent.push(number);
      else if (!kept.add(`${lines}${between}`)) break;
    }
    const told = [
      broken.length === 0 ? [] : [`these could not be read: ${listed(broken)}`],
      silent.length === 0 ? [] : [`these hold no text, as pictures of a scanner do not: ${listed(silent)}`],
    ].flat();
    const partly = told.length === 0 ? null : `Of ${document.numPages} pages ${told.join('; ')}.`;
    const nothing = 'Its pages are pictures, such as those of a scanner; there is no text in them.';
    return kept.end(broken.length === 0 ? nothing : (partly ?? nothing), partly);
  } catch (cause) {
    if (cause instanceof PasswordException) {
      throw new TickmarkError('unsupported_media', 'It asks for a password.', { cause });
    }
    throw new TickmarkError('source_unreadable', 'It is a damaged PDF.', { cause });
  } finally {
    await task.destroy();
  }
}

async function pageText(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
}

function listed(numbers: readonly number[]): string {
  const first = numbers.slice(0, 5).join(', ');
  return numbers.length > 5 ? `${first} and ${numbers.length - 5} more` : first;
}
