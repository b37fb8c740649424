import { TickmarkError, type Engagement } from '@tickmark/core';
import type { Tx } from '../platform/database/database.ts';
import { findEngagement } from './store.ts';

/** The engagement an operation is about, or the one `not_found` that also answers for foreign ids. */
export async function engagementOf(
  tx: Tx,
  organizationId: string,
  id: string,
  field = 'engagementId',
): Promise<Engagement> {
  const found = await findEngagement(tx, organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such engagement.', {
    field,
    action: 'Take an id from the list of engagements.',
  });
}
