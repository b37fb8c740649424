import { TickmarkError, type Device, type Role, type Session } from '@tickmark/core';
import { enterScope, hashPassword, sha256Hex, verifyPassword } from '../platform/auth/index.ts';
import { instanceLogId, type Tx } from '../platform/database/database.ts';

export interface NewUser {
  id: string;
  accountId: string;
  name: string;
  email: string;
  password: string;
  now: Date;
}

/** Makes a user with a password. Errors: conflict when the e-mail address has an account. */
export async function createUser(tx: Tx, { id, accountId, name, email, password, now }: NewUser): Promise<void> {
  const inserted = await tx
    .insertInto('users')
    .values({ id, name, email, createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) {
    throw new TickmarkError('conflict', 'This e-mail address has an account already.', {
      field: 'email',
      action: 'Sign in with it, or take another address.',
    });
  }
  await tx
    .insertInto('accounts')
    .values({
      id: accountId,
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: await hashPassword(password),
      createdAt: now,
      updatedAt: now,
    })
    .execute();
}

/** The user with this e-mail address, and whether the password is theirs; equally slow either way. */
export async function checkPassword(
  tx: Tx,
  email: string,
  password: string,
): Promise<{ userId: string | null; matches: boolean }> {
  const found = await tx
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.userId', 'users.id')
    .select(['users.id as userId', 'accounts.password as password'])
    .where('users.email', '=', email)
    .where('accounts.providerId', '=', 'credential')
    .executeTakeFirst();
  return { userId: found?.userId ?? null, matches: await verifyPassword(found?.password ?? null, password) };
}

/** Who someone is and where they belong. The transaction works for this account from here on. */
export async function readSession(tx: Tx, userId: string): Promise<Session> {
  await enterScope(tx, { role: 'identity', userId, organizationId: instanceLogId });
  const user = await tx
    .selectFrom('users')
    .select(['id', 'name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const organizations = await tx
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organizationId')
    .select(['organizations.id as id', 'organizations.name as name', 'members.role as role'])
    .where('members.userId', '=', userId)
    .orderBy('members.joinedAt')
    .orderBy('organizations.id')
    .execute();
  return { user, organizations: organizations.map((row) => ({ ...row, role: row.role as Role })) };
}

export async function listDevices(tx: Tx, userId: string, token: string | null, now: Date): Promise<Device[]> {
  const rows = await tx
    .selectFrom('sessions')
    .select(['id', 'createdAt', 'expiresAt', 'userAgent', 'token'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    userAgent: row.userAgent,
    current: token !== null && row.token === sha256Hex(token),
  }));
}

/** Signs one device of this user out; false when they have no such device. */
export async function endDevice(tx: Tx, userId: string, id: string): Promise<boolean> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}
