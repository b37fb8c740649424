import { randomBytes } from 'node:crypto';
import {
  deletionReasonTitles,
  engagementPeriod,
  examinedControls,
  sealedFacts,
  speaksTo,
  tagKey,
  TickmarkError,
  type Deletion,
  type Evidence,
  type FileOutput,
} from '@tickmark/core';
import { addDays } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { allEngagements, engagementOf, localDate, organizationFacts } from '../engagements/index.ts';
import { Afterwards, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { commitmentOf } from './commitment.ts';
import { countEvidence, listEvidence } from './list-store.ts';
import { organizeHandlers, refuseUnknown } from './organize.ts';
import { previewOf } from './preview/preview.ts';
import { readEvidenceRequest } from './read-job.ts';
import { findEvidence, insertEvidence, lockEvidence, lockLibrary, type RenewalDays } from './store.ts';
import { countedTags, insertTagged, tagsNamed } from './tag-store.ts';

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
    await refuseUnknown(context, controls, 'controls');
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
    const tags = await tagsOfUpload(context, input.tags);
    const entryIndex = await context.record(
      sealedFacts['evidence.upload'].parse({
        evidenceId: id,
        commitment,
        periodFrom: input.period.from,
        periodTo: input.period.to,
        backDated,
        supersedes,
        ...(input.renewOn === undefined ? {} : { renewOn: input.renewOn }),
        ...(tags.length === 0 ? {} : { tags }),
      }),
      seal('evidence', { ...row, controls: controls.toSorted() }),
    );
    await insertEvidence(tx, { ...row, entryIndex }, controls);
    await insertTagged(
      tx,
      organizationId,
      tags.map((tagId) => ({ evidenceId: id, tagId })),
    );
    await context.startJob(readEvidenceRequest);
    return evidenceOf(context, id, 'id');
  },

  'evidence.list': async (context, { renewWithin, engagement, ...input }) => {
    const { tx, organizationId } = context;
    const days = await daysOf(context);
    const renewBy = renewWithin === undefined ? undefined : addDays(days.today, renewWithin);
    const examined = engagement === undefined ? undefined : await examinedIn(context, engagement);
    return listEvidence(tx, organizationId, days, { ...input, renewBy, examined });
  },

  'evidence.get': async (context, input) => {
    const { tx, organizationId } = context;
    const piece = await evidenceOf(context, input.id, 'id');
    const versions = await allControls(tx, organizationId);
    const engagements = (await allEngagements(tx, organizationId)).map((engagement) => ({
      id: engagement.id,
      title: engagement.title,
      controls: speaksTo(piece, engagement, versions),
    }));
    return { ...piece, engagements: engagements.filter(({ controls }) => controls.length > 0) };
  },

  'evidence.counts': async (context) => countEvidence(context.tx, context.organizationId, await daysOf(context)),

  'evidence.tags': async ({ tx, organizationId }, { search }) => ({
    items: await countedTags(tx, organizationId, search),
  }),

  ...organizeHandlers,

  'evidence.preview': async (context, { id, ...input }) => {
    const { blobs, organizationId } = context;
    const { sha256, fileName, size } = fileOf(await evidenceOf(context, id, 'id'));
    return new Afterwards(async () => {
      const path = await blobs.held(organizationId, sha256);
      return previewOf({ path, fileName, size }, input);
    });
  },

  'evidence.download': async (context, input) => {
    return fileOf(await evidenceOf(context, input.id, 'id'));
  },
};

/** Ids of the tags that a file comes with, each once. */
async function tagsOfUpload(context: HandlerContext, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { tx, organizationId } = context;
  await lockLibrary(tx, organizationId);
  const tags = await tagsNamed(tx, organizationId, names, () => context.newId());
  return [...new Set(names.map(tagKey))].flatMap((key) => tags.get(key)?.id ?? []);
}

/** The days of an engagement and the controls that it examines. Errors: not_found. */
async function examinedIn({ tx, organizationId }: HandlerContext, id: string) {
  const engagement = await engagementOf(tx, organizationId, id, 'engagement');
  const controls = examinedControls(engagement, await allControls(tx, organizationId));
  return { ...engagementPeriod(engagement.terms), controls };
}

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

/** A piece of the organization. Errors: not_found. */
export async function evidenceOf(context: HandlerContext, id: string, field: string): Promise<Evidence> {
  const found = await findEvidence(context.tx, context.organizationId, await daysOf(context), id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such evidence.', {
    field,
    action: 'Take an id from the evidence library.',
  });
}

/** What a piece says of its file. Errors: gone where the file was deleted. */
function fileOf({ deleted, sha256, fileName, mediaType, size }: Evidence): FileOutput {
  if (deleted === null && sha256 !== null && fileName !== null) return { sha256, fileName, mediaType, size };
  throw goneError(deleted);
}

/** Who deleted a file, when and why. */
export function goneError(deleted: Deletion | null): TickmarkError {
  if (deleted === null) return new TickmarkError('gone', 'The file of this evidence is gone.', { field: 'id' });
  const { at, by, reason, entryIndex } = deleted;
  return new TickmarkError(
    'gone',
    `The file of this evidence was deleted on ${at.slice(0, 10)} by ${by.name ?? 'somebody who is no member any more'}: ${deletionReasonTitles[reason]}.`,
    { field: 'id', action: `Entry ${entryIndex} of the log tells of it. Its record stays.` },
  );
}
