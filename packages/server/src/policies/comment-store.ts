import type { PolicyComment } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

export type CommentRecord = Omit<Selectable<Schema['policyComments']>, 'passage'> & {
  passage: PolicyComment['passage'];
};

/** What was said of a document, or one comment with its answers, in its order. */
export async function commentsOf(
  tx: Tx,
  organizationId: string,
  { policyId, id }: { policyId?: string; id?: string },
): Promise<CommentRecord[]> {
  let query = tx.selectFrom('policyComments').selectAll().where('organizationId', '=', organizationId);
  if (policyId !== undefined) query = query.where('policyId', '=', policyId);
  if (id !== undefined) query = query.where((eb) => eb.or([eb('id', '=', id), eb('answers', '=', id)]));
  const rows = await query.orderBy('at').orderBy('id').execute();
  return rows.map((row) => ({ ...row, passage: row.passage as PolicyComment['passage'] }));
}

export async function insertComment(tx: Tx, row: CommentRecord): Promise<void> {
  await tx
    .insertInto('policyComments')
    .values({ ...row, passage: row.passage === null ? null : json(row.passage) })
    .execute();
}

export async function settleComment(
  tx: Tx,
  { organizationId, id, settled, settledAt, settledBy }: CommentRecord,
): Promise<void> {
  await tx
    .updateTable('policyComments')
    .set({ settled, settledAt, settledBy })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** How many threads are open of each document, and how many of these mention somebody. */
export async function openComments(
  tx: Tx,
  organizationId: string,
  person: string,
): Promise<Map<string, { open: number; mentioning: number }>> {
  const rows = await sql<{ policyId: string; open: number; mentioning: number }>`
    select t.policy_id, count(*)::integer as open,
      (count(*) filter (where exists (
        select from tickmark.policy_comments c
        where c.organization_id = t.organization_id and (c.id = t.id or c.answers = t.id) and ${person}::uuid = any (c.mentions)
      )))::integer as mentioning
    from tickmark.policy_comments t
    where t.organization_id = ${organizationId}::uuid and t.answers is null and t.settled is null
    group by t.policy_id`.execute(tx);
  return new Map(rows.rows.map(({ policyId, open, mentioning }) => [policyId, { open, mentioning }]));
}
