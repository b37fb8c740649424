import {
  engagementChain,
  engagementTitle,
  followingTerms,
  TickmarkError,
  type Engagement,
  type EngagementTerms,
} from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { carriedOver, inForceAtFirst } from './carry.ts';
import { refuseFollowing, withChainWarnings, withItsWarnings } from './chained.ts';
import { chosenFrom } from './chosen.ts';
import { engagementOf } from './engagement-of.ts';
import { partyHandlers } from './parties.ts';
import { insertParties, newestParties } from './parties-store.ts';
import { notRelevantOf, relevanceHandlers } from './relevance.ts';
import { insertDecisions, newestDecisions } from './relevance-store.ts';
import {
  allEngagements,
  insertEngagement,
  listEngagements,
  lockEngagements,
  organizationFacts,
  updateEngagement,
} from './store.ts';
import { termsSha256 } from './terms.ts';

export const engagementHandlers: HandlersOf<'engagements'> = {
  'engagements.list': async (context, input) => {
    const page = await listEngagements(context.tx, context.organizationId, input);
    return { ...page, items: await withChainWarnings(context, page.items) };
  },

  'engagements.get': async (context, input) =>
    withItsWarnings(context, await engagementOf(context.tx, context.organizationId, input.id, 'id')),

  'engagements.create': async (context, input) => {
    const { tx, organizationId } = context;
    const { timeZone } = await organizationFacts(tx, organizationId);
    const chosen = chosenFrom(input.chosen);
    const id = context.newId();
    const previousId = input.previousId ?? null;
    const title = input.title ?? engagementTitle(input.terms);
    await lockEngagements(tx, organizationId);
    await refuseFollowing(context, { id, title, terms: input.terms, categories: input.categories, previousId });
    const engagement = await insertEngagement(tx, organizationId, {
      id,
      title,
      service: input.service,
      categories: input.categories,
      terms: input.terms,
      timeZone,
      createdAt: context.now,
      previousId,
      chosen,
    });
    const carried = await carriedOver(context, engagement, input.carry);
    const entryIndex = await context.record(
      {
        engagementId: id,
        termsSha256: termsSha256(engagement),
        ...(previousId === null ? {} : { previousId, carried: Object.keys(carried.seals).length }),
        ...(chosen === null ? {} : { chosen: true }),
      },
      { ...(await sealStored(tx, 'engagements', [id])), ...carried.seals },
    );
    if (carried.parties !== null) await insertParties(tx, carried.parties, entryIndex);
    await insertDecisions(tx, carried.decisions, entryIndex);
    return withItsWarnings(context, engagement);
  },

  'engagements.update': async (context, input) => {
    const { tx, organizationId } = context;
    await lockEngagements(tx, organizationId);
    const before = await engagementOf(tx, organizationId, input.id, 'id');
    refuseOldRevision(before, input.revision);
    const previousId = input.previousId === undefined ? before.previousId : input.previousId;
    await refuseFollowing(context, { ...input, previousId });
    await refuseLeadBehind(context, { ...before, terms: input.terms, title: input.title });
    const engagement = await updateEngagement(tx, organizationId, input.id, { ...input, previousId });
    await context.record(
      { engagementId: engagement.id, termsSha256: termsSha256(engagement), revision: engagement.revision },
      await sealStored(tx, 'engagements', [engagement.id]),
    );
    return withItsWarnings(context, engagement);
  },

  'engagements.chain': async (context) => {
    const all = await withChainWarnings(context, await allEngagements(context.tx, context.organizationId));
    return engagementChain(all);
  },

  'engagements.next': async (context, { id }) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, id, 'id');
    const terms: EngagementTerms = followingTerms(engagement.terms);
    const all = await allEngagements(tx, organizationId);
    const followed = all.find(({ previousId }) => previousId === id);
    return {
      terms,
      title: engagementTitle(terms),
      service: engagement.service,
      categories: engagement.categories,
      carries: {
        parties: (await newestParties(tx, organizationId, id)).items.length,
        notRelevant: notRelevantOf(await newestDecisions(tx, organizationId, id)),
        controls: await inForceAtFirst(context, terms),
      },
      followedBy: followed === undefined ? null : { id: followed.id, title: followed.title },
    };
  },

  ...partyHandlers,
  ...relevanceHandlers,
};

/** Errors: conflict where somebody changed the terms meanwhile. */
function refuseOldRevision({ revision }: Engagement, seen: number | undefined): void {
  if (seen === undefined || seen === revision) return;
  throw new TickmarkError(
    'conflict',
    'Somebody changed the terms since you looked. Nothing of what you sent was kept.',
    {
      field: 'revision',
      action: `Look at them again. To change them, send ${revision} as the revision you have seen.`,
    },
  );
}

/** Errors: conflict where one that follows this would begin before it. */
async function refuseLeadBehind(context: Parameters<typeof refuseFollowing>[0], engagement: Engagement): Promise<void> {
  const all = await allEngagements(context.tx, context.organizationId);
  const follower = all.find(({ previousId }) => previousId === engagement.id);
  if (follower === undefined) return;
  const begins = (terms: EngagementTerms): string => (terms.type === 'type1' ? terms.asOf : terms.period.from);
  if (begins(engagement.terms) <= begins(follower.terms)) return;
  throw new TickmarkError(
    'conflict',
    `“${follower.title}” follows this one and begins on ${begins(follower.terms)}. Nothing of what you sent was kept.`,
    { field: 'terms', action: 'Choose earlier days, or let that one follow another engagement first.' },
  );
}
