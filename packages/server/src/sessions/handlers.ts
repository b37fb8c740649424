import { TickmarkError } from '@tickmark/core';
import { endSession } from '../platform/auth/index.ts';
import type { AccountContext, HandlersOf } from '../platform/handler.ts';
import { signIn } from './sign-in.ts';
import { checkPassword, endDevice, listDevices, readSession } from './store.ts';

/** Entries of the instance log hold ids only; addresses and devices stay out of it. */
export const sessionHandlers: HandlersOf<'sessions'> = {
  'sessions.sign-in': async (context, { email, password }) => {
    const { userId, matches } = await checkPassword(context.tx, email, password);
    if (userId === null || !matches) {
      throw new TickmarkError('wrong_credentials', 'E-mail address and password do not belong together.', {
        action: 'Check both. Upper and lower case count in the password.',
      });
    }
    await context.record({ userId });
    return signIn(context, userId);
  },

  'sessions.sign-out': async (context) => {
    const { sessionToken } = context;
    if (sessionToken !== null) await endSession(context.tx, sessionToken);
    context.setSession(null);
    await context.record({ userId: userIdOf(context) });
    return {};
  },

  'sessions.current': (context) => readSession(context.tx, userIdOf(context)),

  'sessions.list': async (context) => ({
    items: await listDevices(context.tx, userIdOf(context), context.sessionToken, context.now),
  }),

  'sessions.revoke': async (context, { id }) => {
    const userId = userIdOf(context);
    if (!(await endDevice(context.tx, userId, id))) {
      throw new TickmarkError('not_found', 'There is no such device.', {
        field: 'id',
        action: 'Take an id from the list of devices.',
      });
    }
    await context.record({ userId, sessionId: id });
    return {};
  },
};

/** The user of an operation that only signed-in callers reach. */
export function userIdOf({ userId }: AccountContext): string {
  if (userId === null) throw new Error('This operation was reached without a session.');
  return userId;
}
