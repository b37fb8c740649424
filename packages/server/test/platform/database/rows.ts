import type { Database } from '../../../src/platform/database/index.ts';
import { instanceLogId } from '../../../src/platform/database/index.ts';

export const organizationA = 'aaaaaaaa-0000-4000-8000-000000000000';
export const organizationB = 'bbbbbbbb-0000-4000-8000-000000000000';
export const userA = 'aaaaaaaa-0000-4000-8000-000000000001';
export const userB = 'bbbbbbbb-0000-4000-8000-000000000001';

const at = new Date('2026-01-01T00:00:00Z');

export async function addUser(database: Database, id: string): Promise<void> {
  await database.transaction({ role: 'identity', userId: null, organizationId: instanceLogId }, async (tx) => {
    await tx
      .insertInto('users')
      .values({ id, name: 'N', email: `${id}@example.com`, createdAt: at, updatedAt: at })
      .execute();
  });
}

export async function addOrganization(database: Database, id: string): Promise<void> {
  await database.transaction({ role: 'app', userId: null, organizationId: id }, async (tx) => {
    await tx.insertInto('organizations').values({ id, name: 'O', timeZone: 'UTC', createdAt: at }).execute();
  });
}
