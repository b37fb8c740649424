import { fileURLToPath } from 'node:url';
import { policyCatalogue, TickmarkError } from '@tickmark/core';
import { guessPolicy, lostKinds, mapHeadings, withSections } from '@tickmark/policies';
import { ProcessApart } from '../platform/apart/index.ts';
import { Afterwards, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import type { AnsweredImport, AskedImport } from './import-worker.ts';

const worker = fileURLToPath(new URL('./import-worker.ts', import.meta.url));
const limits = { time: 30_000, memory: 1024 ** 3 };
/** Bytes of a file. */
const mostBytes = 32 * 1024 ** 2;
/** Documents of the catalogue that are proposed. */
const mostGuesses = 5;

/** How documents that exist already come in. */
export const importingHandlers: Pick<HandlersOf<'policies'>, 'policies.read-file' | 'policies.fit-headings'> = {
  'policies.read-file': async (context) => {
    const { file, blobs, organizationId } = context;
    if (file === undefined) throw new Error('A file that was sent is not there.');
    const form = formOf(file);
    if (file.size > mostBytes)
      throw new TickmarkError('too_large', `The file has more than ${mostBytes / 1024 ** 2} MiB.`, {
        field: 'file',
        action: 'Take out its pictures, or import its parts.',
      });
    const path = await blobs.local(organizationId, file.sha256);
    return new Afterwards(async () => {
      const apart = new ProcessApart<AskedImport, AnsweredImport>(worker, limits);
      try {
        const given = await apart.ask({ path, form });
        if ('brokeOff' in given)
          throw new TickmarkError('bad_input', given.brokeOff, {
            field: 'file',
            action: 'Save the document as Markdown or as text, and import that.',
          });
        const { answered } = given;
        if ('refused' in answered) {
          const { code, message, field, action } = answered.refused;
          throw new TickmarkError(code, message, { ...(field && { field }), ...(action && { action }) });
        }
        const { read, note } = answered;
        const guesses = guessPolicy(read).slice(0, mostGuesses);
        return {
          title: read.title,
          blocks: read.blocks,
          lost: read.lost.map(({ what, count, under }) => ({ words: lostKinds[what], count, under })),
          note,
          guesses: guesses.flatMap(({ id }) => {
            const catalogued = policyCatalogue.find((each) => each.id === id);
            return catalogued === undefined ? [] : [{ code: id, title: catalogued.title }];
          }),
        };
      } finally {
        apart.close();
      }
    });
  },

  'policies.fit-headings': async (_, { code, blocks }) => {
    const catalogued = policyCatalogue.find(({ id }) => id === code);
    if (catalogued === undefined)
      throw new TickmarkError('not_found', `There is no document ${code} in the catalogue.`, {
        field: 'code',
        action: 'Take an id from the list of templates.',
      });
    const map = mapHeadings(blocks, catalogued.sections);
    return { ...map, blocks: withSections(blocks, catalogued.sections, map) };
  },
};

/** Errors: unsupported_media. */
function formOf({ mediaType, name }: NonNullable<HandlerContext['file']>): AskedImport['form'] {
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType === 'application/zip') return 'docx';
  if (mediaType.startsWith('text/')) return /\.(md|markdown)$/i.test(name) ? 'markdown' : 'text';
  throw new TickmarkError('unsupported_media', 'It is neither a Word document (DOCX), a PDF, Markdown nor text.', {
    field: 'file',
    action: 'Save it as a Word document, and import that.',
  });
}
