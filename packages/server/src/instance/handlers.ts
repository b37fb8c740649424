import { TickmarkError } from '@tickmark/core';
import { sha256Hex } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { createUser, signIn } from '../sessions/index.ts';
import { markClaimed, readInstance } from './store.ts';
import { version } from './version.ts';

export const instanceHandlers: HandlersOf<'instance'> = {
  'instance.status': async (context) => ({ claimed: (await readInstance(context.tx)).claimedAt !== null, version }),

  'instance.claim': async (context, { claim, name, email, password }) => {
    const { tx, now } = context;
    const instance = await readInstance(tx, 'lock');
    if (instance.claimedAt !== null) {
      throw new TickmarkError('already_done', 'This instance has its first owner.', {
        action: 'Sign in, or ask an owner to invite you.',
      });
    }
    if (instance.claimSha256 !== sha256Hex(claim)) {
      throw new TickmarkError('wrong_credentials', 'This is not the claim of this instance.', {
        field: 'claim',
        action: 'Open the address that the terminal printed at the newest start.',
      });
    }
    const userId = context.newId();
    await createUser(tx, { id: userId, accountId: context.newId(), name, email, password, now });
    await markClaimed(tx, now);
    await context.record({ userId });
    return signIn(context, userId);
  },
};
