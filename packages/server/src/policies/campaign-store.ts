import type { Role } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

export type CampaignRecord = Omit<Selectable<Schema['policyCampaigns']>, 'roles'> & { roles: Role[] };
export type AcceptanceRecord = Selectable<Schema['policyAcceptances']>;

/** Campaigns, the newest first; `open`: only those in which somebody is asked still. */
export async function campaignsOf(
  tx: Tx,
  organizationId: string,
  { id, open = false }: { id?: string; open?: boolean } = {},
): Promise<CampaignRecord[]> {
  let query = tx.selectFrom('policyCampaigns').selectAll().where('organizationId', '=', organizationId);
  if (id !== undefined) query = query.where('id', '=', id);
  if (open) query = query.where('closedAt', 'is', null);
  const rows = await query.orderBy('startedAt', 'desc').orderBy('id').execute();
  return rows.map((row) => ({ ...row, roles: row.roles as Role[] }));
}

export async function insertCampaign(
  tx: Tx,
  row: Omit<CampaignRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('policyCampaigns')
    .values({ ...row, entryIndex })
    .execute();
}

export async function updateCampaign(
  tx: Tx,
  { organizationId, id, remindedAt, closedAt, closedBy }: CampaignRecord,
): Promise<void> {
  await tx
    .updateTable('policyCampaigns')
    .set({ remindedAt, closedAt, closedBy })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Acceptances in these campaigns, or by one person in any. */
export async function acceptancesOf(
  tx: Tx,
  organizationId: string,
  { campaigns, person }: { campaigns?: readonly string[]; person?: string },
): Promise<AcceptanceRecord[]> {
  if (campaigns?.length === 0) return [];
  let query = tx.selectFrom('policyAcceptances').selectAll().where('organizationId', '=', organizationId);
  if (campaigns !== undefined) query = query.where('campaignId', 'in', [...campaigns]);
  if (person !== undefined) query = query.where('person', '=', person);
  return query.orderBy('entryIndex').execute();
}

/** Who accepted which version in which of these campaigns: one row for each campaign and version, however many people did. */
export async function acceptedIn(
  tx: Tx,
  organizationId: string,
  campaigns: readonly string[],
): Promise<{ campaignId: string; versionId: string; people: string[] }[]> {
  if (campaigns.length === 0) return [];
  return tx
    .selectFrom('policyAcceptances')
    .select(['campaignId', 'versionId', sql<string[]>`array_agg(person)`.as('people')])
    .where('organizationId', '=', organizationId)
    .where('campaignId', 'in', [...campaigns])
    .groupBy(['campaignId', 'versionId'])
    .execute();
}

/** How many people accepted each version, in whatever campaign. */
export async function countAcceptances(
  tx: Tx,
  organizationId: string,
  policies: readonly string[],
): Promise<Map<string, number>> {
  if (policies.length === 0) return new Map();
  const rows = await tx
    .selectFrom('policyAcceptances')
    .select(({ fn }) => ['versionId', fn.count<number>('person').distinct().as('people')])
    .where('organizationId', '=', organizationId)
    .where('policyId', 'in', [...policies])
    .groupBy('versionId')
    .execute();
  return new Map(rows.map(({ versionId, people }) => [versionId, Number(people)]));
}

export async function insertAcceptance(
  tx: Tx,
  row: Omit<AcceptanceRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('policyAcceptances')
    .values({ ...row, entryIndex })
    .execute();
}
