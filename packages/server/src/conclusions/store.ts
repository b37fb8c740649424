import type { ConclusionState, Decision } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

function selectDecisions(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('conclusions')
    .leftJoin('users', 'users.id', 'conclusions.decidedBy')
    .select([
      'conclusions.id',
      'conclusions.dryRunId',
      'conclusions.subjectKind',
      'conclusions.subject',
      'conclusions.conclusion',
      'conclusions.proposal',
      'conclusions.against',
      'conclusions.softer',
      'conclusions.reason',
      'conclusions.explainedToo',
      'conclusions.decidedAt',
      'conclusions.decidedBy',
      'conclusions.entryIndex',
      'users.name as decidedByName',
    ])
    .where('conclusions.organizationId', '=', organizationId);
}

/** Decisions on one dry run wait for each other: each is weighed against those before it. */
export async function lockDecisions(tx: Tx, dryRunId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.conclusions ${dryRunId}`}, 0))`.execute(tx);
}

/** Every decision on a dry run in the order they were made. */
export async function decisionsOf(tx: Tx, organizationId: string, dryRunId: string): Promise<Decision[]> {
  const rows = await selectDecisions(tx, organizationId)
    .where('conclusions.dryRunId', '=', dryRunId)
    .orderBy('conclusions.entryIndex')
    .execute();
  return rows.map(toDecision);
}

export async function insertDecision(tx: Tx, row: Insertable<Schema['conclusions']>): Promise<Decision> {
  await tx.insertInto('conclusions').values(row).execute();
  const written = await selectDecisions(tx, row.organizationId)
    .where('conclusions.id', '=', row.id)
    .executeTakeFirstOrThrow();
  return toDecision(written);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDecisions>['executeTakeFirstOrThrow']>>;

function toDecision(row: Row): Decision {
  return {
    id: row.id,
    dryRunId: row.dryRunId,
    on: row.subjectKind as Decision['on'],
    subject: row.subject,
    conclusion: row.conclusion as ConclusionState,
    proposal: row.proposal as ConclusionState,
    against: row.against as ConclusionState,
    softer: row.softer,
    reason: row.reason,
    explainedToo: row.explainedToo,
    decidedAt: row.decidedAt.toISOString(),
    decidedBy: { id: row.decidedBy, name: row.decidedByName ?? 'Somebody who has left' },
    entryIndex: row.entryIndex,
  };
}
