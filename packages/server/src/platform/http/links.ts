import { TickmarkError } from '@tickmark/core';
import { admitAttempt } from '../auth/index.ts';
import type { Database, Tx } from '../database/database.ts';
import type { LinkHolder } from '../handler.ts';

/** What the dispatcher has to know of links that let in somebody without an account. */
export interface Links {
  /** What a secret says it is of; it proves nothing. null where it has not the form of one. */
  named(secret: string): LinkName | null;
  /** null where the secret is not that of the link; found out in constant time. */
  find(tx: Tx, name: LinkName, secret: string, now: Date): Promise<LinkHolder | null>;
}

export interface LinkName {
  organizationId: string;
  linkId: string;
}

/**
 * Whoever shows the secret of a link in the header `Tickmark-Link`. Wrong ones get a limited number of tries, and one answer
 * whatever is wrong with them.
 * Errors: wrong_credentials, too_many_requests.
 */
export async function findHolder(
  { database, links }: { database: Database; links: Links },
  request: Request,
  address: string,
  now: Date,
): Promise<LinkHolder> {
  const secret = request.headers.get('tickmark-link') ?? '';
  const name = links.named(secret);
  if (name === null) throw notThisLink();
  const { organizationId, linkId } = name;
  const succeeded = await admitAttempt(database, { address, account: `link ${linkId}` }, now);
  const holder = await database.transaction({ role: 'app', organizationId, userId: linkId }, (tx) =>
    links.find(tx, name, secret, now),
  );
  if (holder === null) throw notThisLink();
  await succeeded();
  return holder;
}

function notThisLink(): TickmarkError {
  return new TickmarkError('wrong_credentials', 'This link does not lead anywhere.', {
    action: 'Copy the whole address that you were given, or ask for a new link.',
  });
}
