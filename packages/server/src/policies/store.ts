import type { Frequency, PolicyDocument, PolicyStepKind, Role } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A document as its record is sealed. */
export type PolicyRecord = Omit<Selectable<Schema['policies']>, 'reviewCadence' | 'acceptedBy' | 'entryIndex'> & {
  reviewCadence: Frequency;
  acceptedBy: Role[];
};
export type DraftRecord = Selectable<Schema['policyDrafts']>;
export type VersionRecord = Omit<Selectable<Schema['policyVersions']>, 'document'> & { document: PolicyDocument };
export type StepRecord = Omit<Selectable<Schema['policySteps']>, 'kind'> & { kind: PolicyStepKind };

/** Holds back whoever else would change documents of this organization: codes, revisions and states are held against each other. */
export async function lockPolicies(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.policies ${organizationId}`}, 0))`.execute(tx);
}

/** Documents by code; all of them where no ids are named. */
export async function policiesOf(tx: Tx, organizationId: string, ids?: readonly string[]): Promise<PolicyRecord[]> {
  let query = tx.selectFrom('policies').selectAll().where('organizationId', '=', organizationId);
  if (ids !== undefined) {
    if (ids.length === 0) return [];
    query = query.where('id', 'in', [...ids]);
  }
  const rows = await query.orderBy('code').execute();
  return rows.map((row) => {
    const { entryIndex: _, ...record } = row;
    return { ...record, reviewCadence: row.reviewCadence as Frequency, acceptedBy: row.acceptedBy as Role[] };
  });
}

export async function insertPolicies(tx: Tx, rows: readonly PolicyRecord[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('policies')
    .values(rows.map((row) => ({ ...row, entryIndex })))
    .execute();
}

export async function updatePolicy(tx: Tx, { organizationId, id, ...row }: PolicyRecord): Promise<void> {
  await tx.updateTable('policies').set(row).where('organizationId', '=', organizationId).where('id', '=', id).execute();
}

export async function insertDrafts(tx: Tx, rows: readonly Insertable<Schema['policyDrafts']>[]): Promise<void> {
  await tx
    .insertInto('policyDrafts')
    .values([...rows])
    .execute();
}

export async function updateDraft(tx: Tx, { organizationId, policyId, ...row }: DraftRecord): Promise<void> {
  await tx
    .updateTable('policyDrafts')
    .set(row)
    .where('organizationId', '=', organizationId)
    .where('policyId', '=', policyId)
    .execute();
}

export async function draftOf(tx: Tx, organizationId: string, policyId: string): Promise<DraftRecord> {
  return tx
    .selectFrom('policyDrafts')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('policyId', '=', policyId)
    .executeTakeFirstOrThrow();
}

/** Texts of all drafts, by document. */
export async function draftTexts(tx: Tx, organizationId: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('policyDrafts')
    .select(['policyId', 'body'])
    .where('organizationId', '=', organizationId)
    .execute();
  return new Map(rows.map(({ policyId, body }) => [policyId, body]));
}

/** Of each draft what is told beside its text, and whether that says something else than the newest version. */
export async function draftFactsOf(
  tx: Tx,
  organizationId: string,
  policies: readonly string[],
): Promise<Map<string, Omit<DraftRecord, 'body'> & { unsubmitted: boolean }>> {
  if (policies.length === 0) return new Map();
  const rows = await tx
    .selectFrom('policyDrafts')
    .select(({ ref }) => [
      'organizationId',
      'policyId',
      'revision',
      'authors',
      'savedAt',
      'savedBy',
      sql<boolean>`coalesce(${ref('body')} is distinct from (select v.document->>'source' from tickmark.policy_versions v
        where v.organization_id = ${ref('policyDrafts.organizationId')} and v.policy_id = ${ref('policyDrafts.policyId')}
        order by v.number desc limit 1), true)`.as('unsubmitted'),
    ])
    .where('organizationId', '=', organizationId)
    .where('policyId', 'in', [...policies])
    .execute();
  return new Map(rows.map((row) => [row.policyId, row]));
}

const versionColumns = [
  'organizationId',
  'id',
  'policyId',
  'number',
  'sha256',
  'changes',
  'authors',
  'approvers',
  'quorum',
  'submittedAt',
  'submittedBy',
  'entryIndex',
] as const;
export type VersionFacts = Omit<VersionRecord, 'document'>;

/** Versions of these documents without their texts, the oldest first. */
export async function versionsOf(tx: Tx, organizationId: string, policies: readonly string[]): Promise<VersionFacts[]> {
  if (policies.length === 0) return [];
  return tx
    .selectFrom('policyVersions')
    .select(versionColumns)
    .where('organizationId', '=', organizationId)
    .where('policyId', 'in', [...policies])
    .orderBy('number')
    .execute();
}

/** Texts of versions by the id of each. */
export async function versionTexts(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, PolicyDocument>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('policyVersions')
    .select(['id', 'document'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, document }) => [id, document as PolicyDocument]));
}

export async function insertVersion(
  tx: Tx,
  { document, ...row }: Omit<VersionRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('policyVersions')
    .values({ ...row, document: json(document), entryIndex })
    .execute();
}

/** What was done to versions of these documents, in its order. */
export async function stepsOf(tx: Tx, organizationId: string, policies: readonly string[]): Promise<StepRecord[]> {
  if (policies.length === 0) return [];
  const rows = await tx
    .selectFrom('policySteps')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('policyId', 'in', [...policies])
    .orderBy('entryIndex')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as PolicyStepKind }));
}

export async function insertStep(tx: Tx, row: Omit<StepRecord, 'entryIndex'>, entryIndex: number): Promise<void> {
  await tx
    .insertInto('policySteps')
    .values({ ...row, entryIndex })
    .execute();
}
