import type { CriterionDecision } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** A decision as its record is sealed. */
export type NewDecision = Omit<Insertable<Schema['criterionDecisions']>, 'entryIndex'>;

/** Holds back whoever else would decide in this engagement: each decision is held against the one before it. */
export async function lockDecisions(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.criteria ${engagementId}`}, 0))`.execute(tx);
}

export async function insertDecisions(tx: Tx, rows: readonly NewDecision[], entryIndex: number): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('criterionDecisions')
    .values(rows.map((row) => ({ ...row, entryIndex })))
    .execute();
}

/** The newest decision on each criterion that was ever decided on. */
export async function newestDecisions(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Map<string, CriterionDecision>> {
  const rows = await tx
    .selectFrom('criterionDecisions as d')
    .leftJoin('users as u', 'u.id', 'd.decidedBy')
    .select([
      'd.criterion',
      'd.version',
      'd.relevant',
      'd.reason',
      'd.decidedAt',
      'd.decidedBy',
      'd.entryIndex',
      'u.name',
    ])
    .where('d.organizationId', '=', organizationId)
    .where('d.engagementId', '=', engagementId)
    .distinctOn('d.criterion')
    .orderBy('d.criterion')
    .orderBy('d.version', 'desc')
    .execute();
  return new Map(
    rows.map(({ criterion, version, relevant, reason, decidedAt, decidedBy, entryIndex, name }) => [
      criterion,
      {
        criterion,
        version,
        relevant,
        reason,
        at: decidedAt.toISOString(),
        by: { id: decidedBy, name },
        entryIndex: Number(entryIndex),
      },
    ]),
  );
}
