import { chainWarnings, followingFault, TickmarkError, type Chained, type Engagement } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { allEngagements } from './store.ts';
import { localDate } from './terms.ts';

type Context = Pick<HandlerContext, 'tx' | 'organizationId' | 'now'>;

/** Engagements with what their place among the others would have questioned, beside what their own terms have. */
export async function withChainWarnings(
  { tx, organizationId, now }: Context,
  engagements: readonly Engagement[],
): Promise<Engagement[]> {
  const all = await allEngagements(tx, organizationId);
  return engagements.map((engagement) => ({
    ...engagement,
    warnings: [...engagement.warnings, ...chainWarnings(engagement, all, localDate(now, engagement.timeZone))],
  }));
}

export async function withItsWarnings(context: Context, engagement: Engagement): Promise<Engagement> {
  const [shown] = await withChainWarnings(context, [engagement]);
  return shown ?? engagement;
}

/** Errors: not_found, conflict, bad_input of the field `previousId`. */
export async function refuseFollowing({ tx, organizationId }: Context, engagement: Chained): Promise<void> {
  if (engagement.previousId === null) return;
  const all = await allEngagements(tx, organizationId);
  if (!all.some(({ id }) => id === engagement.previousId)) {
    throw new TickmarkError('not_found', 'There is no such engagement to follow.', {
      field: 'previousId',
      action: 'Take an id from the list of engagements.',
    });
  }
  const fault = followingFault(engagement, all);
  if (fault === null) return;
  throw new TickmarkError('conflict', `${fault} Nothing of what you sent was kept.`, {
    field: 'previousId',
    action: 'Choose another engagement that this one follows, or none, or change the dates.',
  });
}
