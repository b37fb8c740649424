import type { Role } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';
import { newSecret, sha256Hex } from './secrets.ts';

const day = 86_400_000;
/** A device stays signed in for this long after it was last used. */
const lifetime = 30 * day;
/** The end moves at most once a day, so that reading doesn't become writing. */
const renewAfter = day;

export interface SessionToken {
  value: string;
  expiresAt: Date;
}

export interface SignedIn {
  sessionId: string;
  userId: string;
  memberships: { organizationId: string; role: Role }[];
  /** Set when the end of the session has just moved; the cookie must follow. */
  renewed: SessionToken | null;
}

export interface NewSession {
  id: string;
  userId: string;
  now: Date;
  ip: string;
  userAgent: string | null;
}

/** Signs a device in. Only the SHA-256 of the token is stored; the token exists once, in the answer. */
export async function createSession(tx: Tx, { id, userId, now, ip, userAgent }: NewSession): Promise<SessionToken> {
  const token = { value: newSecret(), expiresAt: new Date(now.getTime() + lifetime) };
  const at = now.toISOString();
  await sql`delete from tickmark.sessions where user_id = ${userId} and expires_at <= ${at}::timestamptz`.execute(tx);
  await sql`
    insert into tickmark.sessions (id, user_id, token, expires_at, ip_address, user_agent, created_at, updated_at)
    values (${id}, ${userId}, ${sha256Hex(token.value)}, ${token.expiresAt.toISOString()}::timestamptz, ${ip},
      ${userAgent?.slice(0, 400) ?? null}, ${at}::timestamptz, ${at}::timestamptz)`.execute(tx);
  return token;
}

/**
 * Who holds this token, and where they belong; null when nobody does or it has ended. The
 * transaction must have the identity role.
 */
export async function findSession(tx: Tx, token: string, now: Date): Promise<SignedIn | null> {
  const found = await sql<{ id: string; userId: string; expiresAt: Date }>`
    select id, user_id, expires_at
    from tickmark.sessions
    where token = ${sha256Hex(token)} and expires_at > ${now.toISOString()}::timestamptz`.execute(tx);
  const session = found.rows[0];
  if (session === undefined) return null;
  await sql`select set_config('tickmark.user_id', ${session.userId}, true)`.execute(tx);
  const members = await sql<{ organizationId: string; role: Role }>`
    select organization_id, role from tickmark.members
    where user_id = ${session.userId} order by joined_at, organization_id`.execute(tx);
  let renewed: SessionToken | null = null;
  if (session.expiresAt.getTime() - now.getTime() < lifetime - renewAfter) {
    renewed = { value: token, expiresAt: new Date(now.getTime() + lifetime) };
    await sql`
      update tickmark.sessions
      set expires_at = ${renewed.expiresAt.toISOString()}::timestamptz, updated_at = ${now.toISOString()}::timestamptz
      where id = ${session.id}`.execute(tx);
  }
  return {
    sessionId: session.id,
    userId: session.userId,
    memberships: members.rows,
    renewed,
  };
}

/** Signs a device out by its token; returns the session's id, or null when it was none. */
export async function endSession(tx: Tx, token: string): Promise<string | null> {
  const ended = await sql<{ id: string }>`
    delete from tickmark.sessions where token = ${sha256Hex(token)} returning id`.execute(tx);
  return ended.rows[0]?.id ?? null;
}
