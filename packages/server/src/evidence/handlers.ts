import {
  engagementPeriod,
  examinedControls,
  sealedFacts,
  speaksTo,
  tagKey,
  TickmarkError,
  type Evidence,
} from '@tickmark/core';
import { addDays } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { allEngagements, engagementOf } from '../engagements/index.ts';
import { Afterwards, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { acceptHandlers } from './accept.ts';
import { addPiece, fileOf } from './add.ts';
import { countEvidence, listEvidence } from './list-store.ts';
import { organizeHandlers, refuseUnknown } from './organize.ts';
import { daysOf, evidenceOf, refuseFork, storedFile } from './piece.ts';
import { previewOf } from './preview/preview.ts';
import { requestsOf } from './request-store.ts';
import { lockLibrary } from './store.ts';
import { countedTags, insertTagged, tagsNamed } from './tag-store.ts';

export const evidenceHandlers: HandlersOf<'evidence'> = {
  'evidence.upload': async (context, input) => {
    const { organizationId, tx } = context;
    fileOf(context);
    const controls = [...new Set(input.controls)].sort();
    await refuseUnknown(context, controls, 'controls');
    if (input.supersedes !== undefined) await refuseFork(context, input.supersedes);
    if (input.renewOn !== undefined && input.renewOn <= input.period.from) {
      throw new TickmarkError('bad_input', 'It is to be renewed before it begins to speak for anything.', {
        field: 'renewOn',
        action: `Give a day after ${input.period.from}, or none.`,
      });
    }
    const tags = await tagsOfUpload(context, input.tags);
    const id = await addPiece(
      context,
      {
        title: input.title,
        method: 'upload',
        source: input.source,
        period: input.period,
        controls,
        renewOn: input.renewOn ?? null,
        supersedes: input.supersedes ?? null,
        capturedBy: context.userId,
      },
      {
        facts: (piece) =>
          sealedFacts['evidence.upload'].parse({
            ...piece,
            supersedes: input.supersedes ?? null,
            ...(input.renewOn === undefined ? {} : { renewOn: input.renewOn }),
            ...(tags.length === 0 ? {} : { tags }),
          }),
      },
    );
    await insertTagged(
      tx,
      organizationId,
      tags.map((tagId) => ({ evidenceId: id, tagId })),
    );
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
      controls: doesCount(piece) ? speaksTo(piece, engagement, versions) : [],
    }));
    return {
      ...piece,
      engagements: engagements.filter(({ controls }) => controls.length > 0),
      requests: (await requestsOf(tx, organizationId, [piece.id])).get(piece.id) ?? [],
    };
  },

  'evidence.counts': async (context) => countEvidence(context.tx, context.organizationId, await daysOf(context)),

  'evidence.tags': async ({ tx, organizationId }, { search }) => ({
    items: await countedTags(tx, organizationId, search),
  }),

  ...organizeHandlers,
  ...acceptHandlers,

  'evidence.preview': async (context, { id, ...input }) => {
    const { blobs, organizationId } = context;
    const { sha256, fileName, size } = storedFile(await evidenceOf(context, id, 'id'));
    return new Afterwards(async () => {
      const path = await blobs.held(organizationId, sha256);
      return previewOf({ path, fileName, size }, input);
    });
  },

  'evidence.download': async (context, input) => {
    return storedFile(await evidenceOf(context, input.id, 'id'));
  },
};

/** What came through a capture link is no evidence before it was accepted. */
function doesCount({ given }: Evidence): boolean {
  return given === null || given.state === 'accepted';
}

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
