import { daysDescribed, type DescriptionDocument } from '@tickmark/core';
import { writeMarkdown } from '@tickmark/policies';
import { renderPolicies, wordType, writePolicies, type PolicyPack } from '../documents/index.ts';
import { organizationFacts, todayIn } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlersOf } from '../platform/handler.ts';
import { brandFor } from '../policies/index.ts';
import { versionNumbered } from './freezing.ts';
import { standingOf, versionsShown } from './shown.ts';
import { wholeText } from './whole-text.ts';

/** A description as a file. */
export const downloadHandlers: Pick<HandlersOf<'descriptions'>, 'descriptions.download'> = {
  'descriptions.download': async (context, { engagementId, number, format }) => {
    const { tx, organizationId } = context;
    const version = number === undefined ? undefined : await versionNumbered(context, engagementId, number);
    const [shown] = version === undefined ? [] : await versionsShown(context, [version]);
    const document: DescriptionDocument = version?.document ?? (await standingOf(context, engagementId)).document;
    const name = `System description${number === undefined ? ', draft' : `, version ${number}`}`;
    const blocks = wholeText(document);
    if (format === 'markdown')
      return new MadeFile(Buffer.from(`# Description of the system\n\n${writeMarkdown(blocks)}`), {
        fileName: `${name}.md`,
        mediaType: 'text/markdown',
      });
    const approved = shown?.approvals ?? [];
    const pack: PolicyPack = {
      organization: await organizationFacts(tx, organizationId),
      today: (await todayIn(context)).today,
      mark: shown === undefined ? 'DRAFT' : approved.length === 0 ? 'NOT APPROVED' : '',
      status: shown === undefined ? 'Draft, not frozen' : approved.length === 0 ? 'Frozen, not approved' : 'Approved',
      note: '',
      brand: await brandFor(context),
      documents: [
        {
          code: 'Section III',
          title: 'Description of the system',
          rows: [
            ['Engagement', document.engagement.title],
            ['Described', daysDescribed(document.engagement.terms)],
            ['Version', shown === undefined ? 'Draft' : String(shown.number)],
            [
              'Approved by',
              approved.length === 0
                ? 'Nobody yet'
                : approved.map((each) => `${each.name}, ${each.position}, ${each.at.slice(0, 10)}`).join('; '),
            ],
            ...(shown === undefined ? [] : [['Hash', shown.sha256] as const]),
          ],
          blocks,
        },
      ],
    };
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderPolicies(pack)).pdf, { fileName: `${name}.pdf`, mediaType: 'application/pdf' })
        : new MadeFile(await writePolicies(pack), { fileName: `${name}.docx`, mediaType: wordType }),
    );
  },
};
