import { createHash } from 'node:crypto';
import type { SealedRecord } from '@tickmark/core';
import canonicalize from 'canonicalize';
import type { Tx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';

/** Records that people rely on as they stand in the database. What is missing here is work in progress, or says nothing of controls. */
export const sealedTables = [
  'captureLinks',
  'conclusions',
  'controlOwnerships',
  'controls',
  'criterionDecisions',
  'descriptionApprovals',
  'descriptionVersions',
  'differenceResolutions',
  'dryRuns',
  'engagementParties',
  'engagements',
  'evidence',
  'evidenceDeletions',
  'evidenceDecisions',
  'explanations',
  'holidays',
  'incrementComparisons',
  'incrementFiles',
  'increments',
  'nonceCommitments',
  'organizations',
  'phaseSteps',
  'planChanges',
  'planEvidence',
  'planItems',
  'planSettings',
  'policies',
  'policyAcceptances',
  'policyCampaigns',
  'policyPages',
  'policySteps',
  'policyValues',
  'policyVersions',
  'populations',
  'procedureRunEnds',
  'procedureRunSteps',
  'procedureRuns',
  'procedureVersions',
  'procedures',
  'readinessAnswers',
  'readinessEvidence',
  'readinessReportCopies',
  'readinessReports',
  'reconciliations',
  'reports',
  'requestSteps',
  'requests',
  'results',
  'retentionHolds',
  'retentionSchedules',
  'risks',
  'sampleSteps',
  'samples',
  'scopeVersions',
  'tests',
  'timestampAuthorities',
] as const satisfies readonly (keyof Schema)[];
export type SealedTable = (typeof sealedTables)[number];

/** `evidence/<id>` to the hash of the record, or null where it was removed. */
export type Seals = Record<string, string | null>;

/** The seal of a record as it is about to be written; `entryIndex` is not known yet and is left out. */
export function seal(table: SealedTable, row: Readonly<Record<string, unknown>>): Seals {
  return { [sealKey(table, row)]: recordSha256(row) };
}

/** What removes a record says so. */
export function sealRemoval(table: SealedTable, row: Readonly<Record<string, unknown>>): Seals {
  return { [sealKey(table, row)]: null };
}

/** Seals of records as they stand in the database now. */
export async function sealStored(
  tx: Tx,
  table: 'controls' | 'engagements' | 'organizations',
  ids: readonly string[],
): Promise<Seals> {
  if (ids.length === 0) return {};
  const rows = await tx
    .selectFrom(table)
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return Object.assign({}, ...rows.map((row) => seal(table, row))) as Seals;
}

/** The column that tells records of a table apart. */
export function keyColumn(table: SealedTable): string {
  if (table === 'holidays') return 'date';
  if (table === 'evidenceDeletions') return 'evidenceId';
  if (table === 'retentionSchedules') return 'organizationId';
  return table === 'incrementComparisons' ? 'resultId' : 'id';
}

/** `evidence/1f3…`, what a record is called in an entry. */
export function sealKey(table: SealedTable, row: Readonly<Record<string, unknown>>): string {
  return `${table}/${String(row[keyColumn(table)])}`;
}

/**
 * SHA-256 of the canonical JSON (RFC 8785) of a record: every field but the index of its entry and those without a
 * value, instants in UTC with milliseconds.
 */
export function recordSha256(row: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(String(canonicalize(sealedFields(row))))
    .digest('hex');
}

/** The fields of a record that its seal is made of, as JSON writes them. */
function sealedFields(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { entryIndex: _, ...fields } = row;
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  // As JSON writes it, for that is how a document comes back from the database.
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as Record<string, unknown>;
}

/** Every record of an engagement with the entry that seals it, in their order: somebody who has nothing but the log can check them. */
export async function sealedRecordsOf(
  tx: Tx,
  table: 'criterionDecisions' | 'scopeVersions',
  organizationId: string,
  engagementId: string,
): Promise<SealedRecord[]> {
  const rows = await tx
    .selectFrom(table)
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('entryIndex')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ entry: Number(row.entryIndex), record: sealedFields(row) }));
}
