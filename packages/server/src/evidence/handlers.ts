import { randomBytes } from 'node:crypto';
import { sealedFacts, TickmarkError, type Evidence } from '@tickmark/core';
import { adoptedCodes } from '../controls/index.ts';
import { localDate, organizationFacts } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { commitmentOf } from './commitment.ts';
import { findEvidence, insertEvidence, listEvidence } from './store.ts';

export const evidenceHandlers: HandlersOf<'evidence'> = {
  'evidence.upload': async (context, input) => {
    const { file, organizationId, tx } = context;
    if (file === undefined) {
      throw new TickmarkError('bad_input', 'No file came with the request.', {
        field: 'file',
        action: 'Send the bytes of a file with the request.',
      });
    }
    const controls = [...new Set(input.controls)].sort();
    const adopted = await adoptedCodes(tx, organizationId, controls, false);
    const unknown = controls.find((code) => !adopted.has(code));
    if (unknown !== undefined) {
      throw new TickmarkError('not_found', `${unknown} is not among the adopted controls.`, {
        field: 'controls',
        action: `Adopt ${unknown} first, or leave it out.`,
      });
    }
    if (input.supersedes !== undefined) await evidenceOf(context, input.supersedes, 'supersedes');

    const { timeZone } = await organizationFacts(tx, organizationId);
    const salt = randomBytes(32).toString('hex');
    const commitment = await commitmentOf(salt, await context.blobs.open(organizationId, file.sha256));
    const id = context.newId();
    const backDated = localDate(context.now, timeZone) > input.period.to;
    const supersedes = input.supersedes ?? null;
    const entryIndex = await context.record(
      sealedFacts['evidence.upload'].parse({
        evidenceId: id,
        commitment,
        periodFrom: input.period.from,
        periodTo: input.period.to,
        backDated,
        supersedes,
      }),
    );
    return insertEvidence(
      tx,
      {
        organizationId,
        id,
        title: input.title,
        method: 'upload',
        source: input.source,
        capturedAt: context.now,
        capturedBy: context.userId,
        periodFrom: input.period.from,
        periodTo: input.period.to,
        backDated,
        fileName: file.name,
        mediaType: file.mediaType,
        size: file.size,
        sha256: file.sha256,
        salt,
        commitment,
        supersedes,
        entryIndex,
      },
      controls,
    );
  },

  'evidence.list': (context, input) => listEvidence(context.tx, context.organizationId, input),

  'evidence.get': (context, input) => evidenceOf(context, input.id, 'id'),

  'evidence.download': async (context, input) => {
    const { sha256, fileName, mediaType, size } = await evidenceOf(context, input.id, 'id');
    return { sha256, fileName, mediaType, size };
  },
};

async function evidenceOf(context: HandlerContext, id: string, field: string): Promise<Evidence> {
  const found = await findEvidence(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such evidence.', {
    field,
    action: 'Take an id from the evidence library.',
  });
}
