import { randomBytes } from 'node:crypto';
import { sealedFacts, TickmarkError, type Evidence } from '@tickmark/core';
import { addDays } from '@tickmark/control-testing';
import { adoptedCodes } from '../controls/index.ts';
import { localDate, organizationFacts } from '../engagements/index.ts';
import { Afterwards, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { commitmentOf } from './commitment.ts';
import { previewOf } from './preview/preview.ts';
import { findEvidence, insertEvidence, listEvidence, lockEvidence, type RenewalDays } from './store.ts';

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
    if (input.supersedes !== undefined) await refuseFork(context, input.supersedes);
    if (input.renewOn !== undefined && input.renewOn <= input.period.from) {
      throw new TickmarkError('bad_input', 'It is to be renewed before it begins to speak for anything.', {
        field: 'renewOn',
        action: `Give a day after ${input.period.from}, or none.`,
      });
    }
    const { timeZone } = await organizationFacts(tx, organizationId);
    const salt = randomBytes(32).toString('hex');
    const commitment = await commitmentOf(salt, await context.blobs.open(organizationId, file.sha256));
    const id = context.newId();
    const backDated = localDate(context.now, timeZone) > input.period.to;
    const supersedes = input.supersedes ?? null;
    const row = {
      organizationId,
      id,
      title: input.title,
      method: 'upload' as const,
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
      renewOn: input.renewOn ?? null,
    };
    const entryIndex = await context.record(
      sealedFacts['evidence.upload'].parse({
        evidenceId: id,
        commitment,
        periodFrom: input.period.from,
        periodTo: input.period.to,
        backDated,
        supersedes,
        ...(input.renewOn === undefined ? {} : { renewOn: input.renewOn }),
      }),
      seal('evidence', { ...row, controls: controls.toSorted() }),
    );
    await insertEvidence(tx, { ...row, entryIndex }, controls);
    return evidenceOf(context, id, 'id');
  },

  'evidence.list': async (context, { renewWithin, ...input }) => {
    const days = await daysOf(context);
    const renewBy = renewWithin === undefined ? undefined : addDays(days.today, renewWithin);
    return listEvidence(context.tx, context.organizationId, days, { ...input, renewBy });
  },

  'evidence.get': (context, input) => evidenceOf(context, input.id, 'id'),

  'evidence.preview': async (context, { id, ...input }) => {
    const { blobs, organizationId } = context;
    const { sha256, fileName, size } = await evidenceOf(context, id, 'id');
    return new Afterwards(async () => {
      const path = await blobs.held(organizationId, sha256);
      return previewOf({ path, fileName, size }, input);
    });
  },

  'evidence.download': async (context, input) => {
    const { sha256, fileName, mediaType, size } = await evidenceOf(context, input.id, 'id');
    return { sha256, fileName, mediaType, size };
  },
};

/** A version has one successor: two would leave open which of them counts. */
async function refuseFork(context: HandlerContext, id: string): Promise<void> {
  await lockEvidence(context.tx, id);
  const { supersededBy } = await evidenceOf(context, id, 'supersedes');
  if (supersededBy === null) return;
  throw new TickmarkError('conflict', 'This evidence has a newer version already.', {
    field: 'supersedes',
    action: `Supersede the newest version: ${supersededBy} comes next.`,
  });
}

const soon = 30;

/** Days in the zone of the organization by which renewal is told. */
async function daysOf({ tx, organizationId, now }: HandlerContext): Promise<RenewalDays> {
  const { timeZone } = await organizationFacts(tx, organizationId);
  const today = localDate(now, timeZone);
  return { today, soonUntil: addDays(today, soon) };
}

async function evidenceOf(context: HandlerContext, id: string, field: string): Promise<Evidence> {
  const found = await findEvidence(context.tx, context.organizationId, await daysOf(context), id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such evidence.', {
    field,
    action: 'Take an id from the evidence library.',
  });
}
