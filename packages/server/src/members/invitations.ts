import type { Role } from '@tickmark/core';
import { newSecret, sha256Hex } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/database.ts';

const sevenDays = 7 * 86_400_000;

export interface Invitation {
  organizationId: string;
  id: string;
  email: string;
  role: Role;
}

/**
 * Keeps a new invitation and returns the secret to hand over: organization id, dot, 256 random bits.
 * The id says where to look, since the one who accepts belongs nowhere yet; only a hash is stored.
 */
export async function insertInvitation(
  tx: Tx,
  invitation: Invitation & { invitedBy: string; createdAt: Date },
): Promise<{ secret: string; expiresAt: Date }> {
  const secret = `${invitation.organizationId}.${newSecret()}`;
  const expiresAt = new Date(invitation.createdAt.getTime() + sevenDays);
  await tx
    .insertInto('invitations')
    .values({ ...invitation, secretSha256: sha256Hex(secret), expiresAt })
    .execute();
  return { secret, expiresAt };
}

/** The organization an invitation names, or null when the text is none. It proves nothing yet. */
export function organizationOfInvitation(secret: string): string | null {
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{43}$/.exec(secret)?.[1] ?? null;
}

/** Uses an invitation up, so that it works once; undefined when it is unknown, used or has ended. */
export async function useInvitation(
  tx: Tx,
  organizationId: string,
  secret: string,
  now: Date,
): Promise<Invitation | undefined> {
  const row = await tx
    .updateTable('invitations')
    .set({ acceptedAt: now })
    .where('organizationId', '=', organizationId)
    .where('secretSha256', '=', sha256Hex(secret))
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['organizationId', 'id', 'email', 'role'])
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}
