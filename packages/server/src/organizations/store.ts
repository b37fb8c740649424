import type { Organization } from '@tickmark/core';
import type { Tx } from '../platform/database/database.ts';

export interface NewOrganization {
  id: string;
  name: string;
  timeZone: string;
  example: boolean;
  createdAt: Date;
  /** Its first owner. */
  ownerId: string;
}

export async function insertOrganization(tx: Tx, { ownerId, ...organization }: NewOrganization): Promise<Organization> {
  await tx.insertInto('organizations').values(organization).execute();
  await tx
    .insertInto('members')
    .values({ organizationId: organization.id, userId: ownerId, role: 'owner', joinedAt: organization.createdAt })
    .execute();
  return { ...organization, createdAt: organization.createdAt.toISOString() };
}

export async function readOrganization(tx: Tx, organizationId: string): Promise<Organization> {
  const row = await tx
    .selectFrom('organizations')
    .select(['id', 'name', 'timeZone', 'example', 'createdAt'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { ...row, createdAt: row.createdAt.toISOString() };
}
