import type { DescriptionDocument } from '@tickmark/core';
import { descriptionMarkdown, renderDescription, wordType, writeDescription } from '../documents/index.ts';
import { organizationFacts, todayIn } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlersOf } from '../platform/handler.ts';
import { brandFor } from '../policies/index.ts';
import { versionNumbered } from './freezing.ts';
import { oneVersionShown, standingOf } from './shown.ts';

/** A description as a file. */
export const downloadHandlers: Pick<HandlersOf<'descriptions'>, 'descriptions.download'> = {
  'descriptions.download': async (context, { engagementId, number, format }) => {
    const { tx, organizationId } = context;
    const record = number === undefined ? undefined : await versionNumbered(context, engagementId, number);
    const version = record === undefined ? null : await oneVersionShown(context, record);
    const document: DescriptionDocument = record?.document ?? (await standingOf(context, engagementId)).document;
    const name = `System description${number === undefined ? ', draft' : `, version ${number}`}`;
    const system = {
      document,
      version,
      today: (await todayIn(context)).today,
      brand: await brandFor(context),
      example: (await organizationFacts(tx, organizationId)).example,
    };
    if (format === 'markdown')
      return new MadeFile(Buffer.from(descriptionMarkdown(system)), {
        fileName: `${name}.md`,
        mediaType: 'text/markdown',
      });
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderDescription(system)).pdf, { fileName: `${name}.pdf`, mediaType: 'application/pdf' })
        : new MadeFile(await writeDescription(system), { fileName: `${name}.docx`, mediaType: wordType }),
    );
  },
};
