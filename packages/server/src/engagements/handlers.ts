import { engagementTitle, TickmarkError, type Engagement } from '@tickmark/core';
import type { Tx } from '../platform/database/database.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { findEngagement, insertEngagement, listEngagements, organizationFacts, updateEngagement } from './store.ts';
import { termsSha256 } from './terms.ts';

/** The engagement an operation is about, or the one `not_found` that also answers for foreign ids. */
export async function engagementOf(
  tx: Tx,
  organizationId: string,
  id: string,
  field = 'engagementId',
): Promise<Engagement> {
  const found = await findEngagement(tx, organizationId, id);
  if (found === undefined) throw notFound(field);
  return found;
}

function notFound(field: string): TickmarkError {
  return new TickmarkError('not_found', 'There is no such engagement.', {
    field,
    action: 'Take an id from the list of engagements.',
  });
}

export const engagementHandlers: HandlersOf<'engagements'> = {
  'engagements.list': (context, input) => listEngagements(context.tx, context.organizationId, input),

  'engagements.get': (context, input) => engagementOf(context.tx, context.organizationId, input.id, 'id'),

  'engagements.create': async (context, input) => {
    const { timeZone } = await organizationFacts(context.tx, context.organizationId);
    const engagement = await insertEngagement(context.tx, context.organizationId, {
      id: context.newId(),
      title: input.title ?? engagementTitle(input.terms),
      service: input.service,
      categories: input.categories,
      terms: input.terms,
      timeZone,
      createdAt: context.now,
    });
    await context.record(
      { engagementId: engagement.id, termsSha256: termsSha256(engagement) },
      await sealStored(context.tx, 'engagements', [engagement.id]),
    );
    return engagement;
  },

  'engagements.update': async (context, input) => {
    const engagement = await updateEngagement(context.tx, context.organizationId, input.id, input);
    if (engagement === undefined) throw notFound('id');
    await context.record(
      { engagementId: engagement.id, termsSha256: termsSha256(engagement) },
      await sealStored(context.tx, 'engagements', [engagement.id]),
    );
    return engagement;
  },
};
