import { readFile } from 'node:fs/promises';
import { pdfText } from '@tickmark/connectors/texts';
import { TickmarkError, type ErrorBody } from '@tickmark/core';
import { importDocument, type Imported, type ImportForm } from '@tickmark/policies';

/** A file to be read as a document. */
export interface AskedImport {
  path: string;
  form: ImportForm | 'pdf';
}
/** `note`: what of the file could not be read, in words; null where all of it was. */
export type AnsweredImport = { read: Imported; note: string | null } | { refused: ErrorBody };

const mostText = 4 * 1024 ** 2;

process.on('message', (asked: AskedImport) => {
  void answer(asked).then((answered) => process.send?.(answered));
});

async function answer({ path, form }: AskedImport): Promise<AnsweredImport> {
  try {
    if (form !== 'pdf') return { read: await importDocument(form, await readFile(path)), note: null };
    const { state, text, reason } = await pdfText(path, mostText, '\f');
    if (text === '')
      throw new TickmarkError('bad_input', reason ?? 'There is no text in it.', {
        field: 'file',
        action: 'Import the file that it was made from, such as a Word document.',
      });
    return { read: await importDocument('text', Buffer.from(text)), note: state === 'in-part' ? reason : null };
  } catch (error) {
    if (error instanceof TickmarkError) return { refused: { ...error.toJSON(), field: 'file' } };
    return {
      refused: {
        code: 'bad_input',
        message: 'The file is not as its form demands.',
        field: 'file',
        action: 'Open it in the program that made it, save it anew, and send that.',
      },
    };
  }
}
