import { TickmarkError, type AuditRequest } from '@tickmark/core';
import { localDate, organizationFacts } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { findRequests } from './list-store.ts';

/** Today in the zone of the organization: by it a request is overdue. */
export async function todayOf({ tx, organizationId, now }: HandlerContext): Promise<string> {
  return localDate(now, (await organizationFacts(tx, organizationId)).timeZone);
}

/** In the order of their codes. */
export async function requestsOf(context: HandlerContext, ids: readonly string[]): Promise<AuditRequest[]> {
  return findRequests(context.tx, context.organizationId, await todayOf(context), ids);
}

/** Errors: not_found. */
export async function requestOf(context: HandlerContext, id: string): Promise<AuditRequest> {
  const [found] = await requestsOf(context, [id]);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such request.', {
    field: 'id',
    action: 'Take an id from the list of requests.',
  });
}
