import type { Links } from '../platform/http/links.ts';
import { closedBy } from './closed.ts';
import { isSecret, nameIn } from './secret.ts';
import { findLink } from './store.ts';

/** How the dispatcher finds out whose secret somebody shows. */
export const captureLinks: Links = {
  named: nameIn,

  find: async (tx, { organizationId, linkId }, secret, now) => {
    const link = await findLink(tx, { organizationId, makerId: undefined, now }, linkId);
    if (!isSecret(secret, link?.secretSha256) || link === undefined) return null;
    const { createdBy: madeBy, maxBytes, state } = link;
    return { organizationId, linkId, madeBy, maxBytes, closed: closedBy(state) };
  },
};
