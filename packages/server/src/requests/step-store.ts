import type { AuditRequest, RequestStep } from '@tickmark/core';
import type { Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

export type NewStep = Insertable<Schema['requestSteps']>;

export async function insertSteps(tx: Tx, rows: readonly NewStep[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('requestSteps')
      .values([...rows])
      .execute();
}

/** What was done to a request, oldest first; the pieces are named by their titles as they are now. */
export async function stepsOf(tx: Tx, organizationId: string, requestId: string): Promise<RequestStep[]> {
  const rows = await tx
    .selectFrom('requestSteps as s')
    .leftJoin('users as u', 'u.id', 's.by')
    .select(['s.id', 's.step', 's.at', 's.by', 'u.name', 's.words', 's.evidence', 's.entryIndex'])
    .where('s.organizationId', '=', organizationId)
    .where('s.requestId', '=', requestId)
    .orderBy('s.entryIndex')
    .execute();
  const pieces = [...new Set(rows.flatMap(({ evidence }) => evidence))];
  const named =
    pieces.length === 0
      ? []
      : await tx
          .selectFrom('evidence')
          .select(['id', 'title'])
          .where('organizationId', '=', organizationId)
          .where('id', 'in', pieces)
          .execute();
  const titles = new Map(named.map(({ id, title }) => [id, title]));
  return rows.map(({ id, step, at, by, name, words, evidence, entryIndex }) => ({
    id,
    step,
    at: at.toISOString(),
    by: { id: by, name },
    words,
    evidence: evidence.map((piece) => ({ id: piece, title: titles.get(piece) ?? '' })),
    entryIndex: Number(entryIndex),
  }));
}

/** Which of these have steps, so that something was done to them that stays. */
export async function requestsWithSteps(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('requestSteps')
    .select('requestId')
    .distinct()
    .where('organizationId', '=', organizationId)
    .where('requestId', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ requestId }) => requestId));
}

/** How each of these was submitted last. */
export async function submissionsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, NonNullable<AuditRequest['submitted']>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('requestSteps as s')
    .leftJoin('users as u', 'u.id', 's.by')
    .select(['s.requestId', 's.at', 's.by', 'u.name', 's.words'])
    .where('s.organizationId', '=', organizationId)
    .where('s.step', '=', 'submitted')
    .where('s.requestId', 'in', [...ids])
    .orderBy('s.entryIndex')
    .execute();
  return new Map(
    rows.map(({ requestId, at, by, name, words }) => [
      requestId,
      { at: at.toISOString(), by: { id: by, name }, answer: words },
    ]),
  );
}
