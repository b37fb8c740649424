import type { PhaseId, PhaseStep } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** A step as its record is sealed. */
export type NewPhaseStep = Omit<Insertable<Schema['phaseSteps']>, 'entryIndex'>;

/** Holds back whoever else would pass a gate of this engagement. */
export async function lockPhases(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.phases ${engagementId}`}, 0))`.execute(tx);
}

export async function insertStep(tx: Tx, row: NewPhaseStep, entryIndex: number): Promise<void> {
  await tx
    .insertInto('phaseSteps')
    .values({ ...row, entryIndex })
    .execute();
}

/** Gates that were passed and phases that were taken up again, newest first. */
export async function stepsOf(tx: Tx, organizationId: string, engagementId: string): Promise<PhaseStep[]> {
  const rows = await tx
    .selectFrom('phaseSteps as p')
    .leftJoin('users as u', 'u.id', 'p.by')
    .select(['p.number', 'p.step', 'p.phase', 'p.open', 'p.reason', 'p.at', 'p.by', 'p.entryIndex', 'u.name'])
    .where('p.organizationId', '=', organizationId)
    .where('p.engagementId', '=', engagementId)
    .orderBy('p.number', 'desc')
    .execute();
  return rows.map(({ by, name, at, phase, entryIndex, ...row }) => ({
    ...row,
    phase: phase as PhaseId,
    at: at.toISOString(),
    by: { id: by, name },
    entryIndex: Number(entryIndex),
  }));
}
