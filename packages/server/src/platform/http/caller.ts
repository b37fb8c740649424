import { TickmarkError, type Role } from '@tickmark/core';
import type { SessionToken, SignedIn } from '../auth/index.ts';
import { notFound } from './errors.ts';

const cookieName = 'tickmark_session';

/** What a request says about who sends it. */
export interface Credentials {
  token: string | null;
  /** A cookie comes along by itself, also from a foreign page; a bearer token does not. */
  byCookie: boolean;
}

export function readCredentials(request: Request): Credentials {
  const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer, byCookie: false };
  const names = [cookieName, `__Host-${cookieName}`];
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const token = cookies.find(([name]) => name !== undefined && names.includes(name))?.[1] ?? null;
  return { token: token === '' ? null : token, byCookie: token !== null && token !== '' };
}

/** The session cookie; `null` ends it. Over https it is bound to this host (`__Host-`) and Secure. */
export function sessionCookie(token: SessionToken | null, secure: boolean): string {
  const name = secure ? `__Host-${cookieName}` : cookieName;
  const expires = (token?.expiresAt ?? new Date(0)).toUTCString();
  return `${name}=${token?.value ?? ''}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/**
 * Refuses a request that changes something, where a browser says that another site made it. One
 * that carries the cookie must say where it comes from (Fetch Metadata, or Origin).
 */
export function refuseCrossSite(request: Request, origin: string, { byCookie }: Credentials): void {
  if (request.method === 'GET') return;
  const site = request.headers.get('sec-fetch-site');
  const from = request.headers.get('origin');
  const foreign = (site !== null && site !== 'same-origin') || (from !== null && from !== origin);
  const silent = byCookie && site === null && from === null;
  if (foreign || silent) {
    throw new TickmarkError('not_permitted', 'This request comes from another site.', {
      action: 'Open Tickmark under its own address; a program sends Authorization: Bearer instead of the cookie.',
    });
  }
}

/** The membership a call works under: the one the header names, or the only one. */
export function chooseMembership(
  { memberships }: SignedIn,
  named: string | null,
): { organizationId: string; role: Role } {
  if (named !== null) {
    const membership = memberships.find((found) => found.organizationId === named.toLowerCase());
    if (membership === undefined) throw notFound();
    return membership;
  }
  const [only, ...others] = memberships;
  if (only === undefined) {
    throw new TickmarkError('not_permitted', 'You belong to no organization yet.', {
      action: 'Start one (organizations.create), or ask an owner to invite you.',
    });
  }
  if (others.length > 0) {
    throw new TickmarkError('bad_input', 'You belong to several organizations.', {
      field: 'Tickmark-Organization',
      action: 'Name one by its id in the header Tickmark-Organization.',
    });
  }
  return only;
}

export function notSignedIn(): TickmarkError {
  return new TickmarkError('not_signed_in', 'You are not signed in, or your session has ended.', {
    action: 'Sign in again.',
  });
}

export function notPermitted(permission: string, role: Role): TickmarkError {
  return new TickmarkError('not_permitted', `The role ${role} does not hold the permission ${permission}.`, {
    action: 'Ask an owner of the organization.',
  });
}
