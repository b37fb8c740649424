import type { Member, Role } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function listMembers(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined },
): Promise<Page<Member>> {
  let query = selectMembers(tx, organizationId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('users.name'), sql.ref('users.email')]));
  const page = await readPage(
    query,
    {
      sorts: {
        name: { by: sql.ref('users.name'), type: 'text' },
        email: { by: sql.ref('users.email'), type: 'text' },
        joinedAt: { by: sql.ref('members.joinedAt'), type: 'timestamptz' },
      },
      initial: 'name',
      id: { by: sql.ref('members.userId'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toMember) };
}

export async function findMember(tx: Tx, organizationId: string, userId: string): Promise<Member | undefined> {
  const row = await selectMembers(tx, organizationId).where('members.userId', '=', userId).executeTakeFirst();
  return row && toMember(row);
}

/** Every member, by the id of their user. */
export async function everyMember(tx: Tx, organizationId: string): Promise<Map<string, Member>> {
  const rows = await selectMembers(tx, organizationId).execute();
  return new Map(rows.map((row) => [row.userId, toMember(row)]));
}

/** What users are called, by id, whether they are members or not; those whom nobody here knows are left out. */
export async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await tx.selectFrom('users').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function isMemberEmail(tx: Tx, organizationId: string, email: string): Promise<boolean> {
  const row = await selectMembers(tx, organizationId).where('users.email', '=', email).executeTakeFirst();
  return row !== undefined;
}

/** False when the user is a member already. */
export async function insertMember(
  tx: Tx,
  organizationId: string,
  { userId, role, joinedAt }: { userId: string; role: Role; joinedAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('members')
    .values({ organizationId, userId, role, joinedAt })
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doNothing())
    .returning('userId')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The owners, locked: two owners who demote each other at the same moment must not both succeed. */
export async function lockOwners(tx: Tx, organizationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('members')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('role', '=', 'owner')
    .orderBy('userId')
    .forUpdate()
    .execute();
  return rows.map((row) => row.userId);
}

/** The owners by name. */
export async function ownersOf(tx: Tx, organizationId: string): Promise<{ userId: string; name: string }[]> {
  return selectMembers(tx, organizationId).where('members.role', '=', 'owner').orderBy('users.name').execute();
}

export async function changeRole(tx: Tx, organizationId: string, userId: string, role: Role): Promise<void> {
  await tx
    .updateTable('members')
    .set({ role })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .execute();
}

function selectMembers(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select([
      'members.userId as userId',
      'users.name as name',
      'users.email as email',
      'members.role as role',
      'members.joinedAt as joinedAt',
    ])
    .where('members.organizationId', '=', organizationId);
}

function toMember(row: { userId: string; name: string; email: string; role: string; joinedAt: Date }): Member {
  return {
    userId: row.userId,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    joinedAt: row.joinedAt.toISOString(),
  };
}
