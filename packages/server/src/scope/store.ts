import type { ScopeBody, ScopeVersion } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A version as its record is sealed. */
export type NewVersion = Omit<Insertable<Schema['scopeVersions']>, 'body' | 'entryIndex'> & { body: ScopeBody };

/** Holds back whoever else would change the scope of this engagement: each version is held against the one before it. */
export async function lockScope(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.scope ${engagementId}`}, 0))`.execute(tx);
}

export async function insertVersions(tx: Tx, rows: readonly NewVersion[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('scopeVersions')
    .values(rows.map((row) => ({ ...row, body: json(row.body), entryIndex })))
    .execute();
}

function selectVersions(tx: Tx, organizationId: string, engagementId: string) {
  return tx
    .selectFrom('scopeVersions as s')
    .leftJoin('users as u', 'u.id', 's.writtenBy')
    .select([
      's.itemId',
      's.version',
      's.body',
      's.removed',
      's.effectiveFrom',
      's.reason',
      's.copiedFrom',
      's.writtenAt',
      's.writtenBy',
      's.entryIndex',
      'u.name',
    ])
    .where('s.organizationId', '=', organizationId)
    .where('s.engagementId', '=', engagementId);
}

/** The newest version of each item, by item; removals too. */
export async function newestVersions(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Map<string, ScopeVersion>> {
  const rows = await selectVersions(tx, organizationId, engagementId)
    .distinctOn('s.itemId')
    .orderBy('s.itemId')
    .orderBy('s.version', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.itemId, toVersion(row)]));
}

/** Every version of every item, or of one, in the order in which they were written. */
export async function allVersions(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  item?: string,
): Promise<ScopeVersion[]> {
  let query = selectVersions(tx, organizationId, engagementId);
  if (item !== undefined) query = query.where('s.itemId', '=', item);
  const rows = await query.orderBy('s.itemId').orderBy('s.version').execute();
  return rows.map(toVersion);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectVersions>['executeTakeFirstOrThrow']>>;

function toVersion({ itemId, body, writtenAt, writtenBy, name, entryIndex, ...row }: Row): ScopeVersion {
  const { version, removed, effectiveFrom, reason, copiedFrom } = row;
  return {
    id: itemId,
    version,
    removed,
    effectiveFrom,
    reason,
    copiedFrom,
    body: body as ScopeBody,
    at: writtenAt.toISOString(),
    by: { id: writtenBy, name },
    entryIndex: Number(entryIndex),
  };
}
