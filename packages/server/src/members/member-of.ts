import { TickmarkError, type Member } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { findMember } from './store.ts';

/** The member that `field` names by the id of their user. Errors: not_found. */
export async function memberOf(tx: Tx, organizationId: string, userId: string, field: string): Promise<Member> {
  const member = await findMember(tx, organizationId, userId);
  if (member !== undefined) return member;
  throw new TickmarkError('not_found', 'There is no such member.', {
    field,
    action: 'Take an id from the list of members.',
  });
}
