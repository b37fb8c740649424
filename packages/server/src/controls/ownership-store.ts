import { holds, roles, type Ownership, type RequiredSkill } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** An ownership as its record is sealed. */
export type NewOwnership = Omit<Insertable<Schema['controlOwnerships']>, 'skills' | 'entryIndex'> & {
  skills: RequiredSkill[];
};

/** Roles that can do what an owner of a control has to. */
export const ableRoles = roles.filter((role) => holds(role, 'evidence.add'));

/** Holds back whoever else would name owners in this organization: each change is held against the one before it. */
export async function lockOwnerships(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.control-ownerships ${organizationId}`}, 0))`.execute(
    tx,
  );
}

export async function insertOwnerships(tx: Tx, rows: readonly NewOwnership[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('controlOwnerships')
    .values(rows.map((row) => ({ ...row, skills: json(row.skills), entryIndex })))
    .execute();
}

function selectOwnerships(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('controlOwnerships as o')
    .leftJoin('users as owner', 'owner.id', 'o.ownerId')
    .leftJoin('users as deputy', 'deputy.id', 'o.deputyId')
    .leftJoin('members as ownerRole', (join) =>
      join.onRef('ownerRole.organizationId', '=', 'o.organizationId').onRef('ownerRole.userId', '=', 'o.ownerId'),
    )
    .leftJoin('members as deputyRole', (join) =>
      join.onRef('deputyRole.organizationId', '=', 'o.organizationId').onRef('deputyRole.userId', '=', 'o.deputyId'),
    )
    .select([
      'o.code',
      'o.version',
      'o.ownerId',
      'o.deputyId',
      'o.skills',
      'o.namedAt',
      'owner.name as ownerName',
      'deputy.name as deputyName',
      'ownerRole.role as ownerRole',
      'deputyRole.role as deputyRole',
    ])
    .where('o.organizationId', '=', organizationId);
}

/** Who has controls now, by code; codes that nobody was ever named for are left out. */
export async function newestOwnerships(
  tx: Tx,
  organizationId: string,
  codes?: readonly string[],
): Promise<Map<string, Ownership>> {
  if (codes?.length === 0) return new Map();
  let query = selectOwnerships(tx, organizationId).distinctOn('o.code');
  if (codes !== undefined) query = query.where('o.code', 'in', [...codes]);
  const rows = await query.orderBy('o.code').orderBy('o.version', 'desc').execute();
  return new Map(rows.map((row) => [row.code, toOwnership(row)]));
}

/** Who had a control, newest first. */
export async function ownershipsOf(tx: Tx, organizationId: string, code: string): Promise<Ownership[]> {
  const rows = await selectOwnerships(tx, organizationId)
    .where('o.code', '=', code)
    .orderBy('o.version', 'desc')
    .execute();
  return rows.map(toOwnership);
}

/** Where nobody was ever named. */
export const unowned: Ownership = { version: 0, owner: null, deputy: null, skills: [], at: null };

type Row = Awaited<ReturnType<ReturnType<typeof selectOwnerships>['executeTakeFirstOrThrow']>>;

function toOwnership(row: Row): Ownership {
  return {
    version: row.version,
    owner: personOf(row.ownerId, row.ownerName, row.ownerRole),
    deputy: personOf(row.deputyId, row.deputyName, row.deputyRole),
    skills: row.skills as RequiredSkill[],
    at: row.namedAt.toISOString(),
  };
}

function personOf(id: string | null, name: string | null, role: Row['ownerRole']): Ownership['owner'] {
  return id === null ? null : { id, name, able: role !== null && ableRoles.includes(role) };
}
