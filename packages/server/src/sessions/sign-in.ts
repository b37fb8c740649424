import type { Session } from '@tickmark/core';
import { createSession, endSession, enterScope } from '../platform/auth/index.ts';
import { instanceLogId } from '../platform/database/database.ts';
import type { AccountContext } from '../platform/handler.ts';
import { readSession } from './store.ts';

/**
 * Signs this device in with a fresh token; a session it came with ends, so nobody can plant one.
 * The last step of whatever proved who someone is.
 */
export async function signIn(context: AccountContext, userId: string): Promise<Session> {
  const { tx, now, request } = context;
  await enterScope(tx, { role: 'identity', userId, organizationId: instanceLogId });
  if (context.sessionToken !== null) await endSession(tx, context.sessionToken);
  const token = await createSession(tx, {
    id: context.newId(),
    userId,
    now,
    ip: request.ip,
    userAgent: request.userAgent,
  });
  context.setSession(token);
  return readSession(tx, userId);
}
