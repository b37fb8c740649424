import { readHtml } from './html.ts';
import { refusedFile, type Imported, type ImportForm } from './imported.ts';
import { readLines } from './lines.ts';
import { readMarkdown } from './markdown.ts';
import { wordHtml } from './word.ts';

const maxText = 4 * 1024 ** 2;

/**
 * Reads an existing document as blocks. Nothing but these bytes is read; a text that looks like a tag or a mark of an obligation
 * is text, except in a template file with its front. Errors: bad_input with what to do, for what is damaged, locked, of another
 * form, empty or too large.
 */
export async function importDocument(form: ImportForm, bytes: Uint8Array): Promise<Imported> {
  const imported = await read(form, bytes).catch((cause: unknown) => {
    // Parts within parts without end take the room for calls.
    if (cause instanceof RangeError)
      throw refusedFile('Its parts are nested too deeply.', 'Save it as plain text and import that.', cause);
    throw cause;
  });
  if (imported.blocks.length === 0) {
    throw refusedFile(
      'There is no text in the document.',
      form === 'text'
        ? 'If its pages are pictures, such as those of a scanner, give the document that they were made from.'
        : 'Check that it is the right file.',
    );
  }
  return imported;
}

async function read(form: ImportForm, bytes: Uint8Array): Promise<Imported> {
  switch (form) {
    case 'docx':
      return readHtml(await wordHtml(bytes));
    case 'markdown':
      return readMarkdown(textFrom(bytes));
    case 'text':
      return readLines(textFrom(bytes));
  }
}

function textFrom(bytes: Uint8Array): string {
  if (bytes.length > maxText)
    throw refusedFile(`The text has more than ${maxText / 1024 ** 2} MiB.`, 'Split it and import its parts.');
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusedFile(
      'It is no text in UTF-8.',
      'Save it as text in UTF-8, or give the file in the format DOCX.',
      cause,
    );
  }
  if (text.startsWith('%PDF-'))
    throw refusedFile('It is a PDF, and not the text of one.', 'Import it as a PDF, or give it as DOCX.');
  if (text.includes('\0'))
    throw refusedFile('It is no text: it has bytes of zero.', 'Give the file in its own format.');
  return text.replaceAll(/\r\n?/g, '\n');
}
