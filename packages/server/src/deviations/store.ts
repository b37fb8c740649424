import type { CauseKind, Explanation } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

function selectExplanations(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('explanations')
    .leftJoin('users', 'users.id', 'explanations.explainedBy')
    .select([
      'explanations.id',
      'explanations.engagementId',
      'explanations.testCode',
      'explanations.control',
      'explanations.items',
      'explanations.causeKind',
      'explanations.cause',
      'explanations.designAtFault',
      'explanations.extent',
      'explanations.fixedOn',
      'explanations.remediation',
      'explanations.correction',
      'explanations.explainedAt',
      'explanations.explainedBy',
      'explanations.entryIndex',
      'users.name as explainedByName',
    ])
    .where('explanations.organizationId', '=', organizationId);
}

export async function insertExplanation(tx: Tx, row: Insertable<Schema['explanations']>): Promise<Explanation> {
  await tx.insertInto('explanations').values(row).execute();
  const written = await selectExplanations(tx, row.organizationId)
    .where('explanations.id', '=', row.id)
    .executeTakeFirstOrThrow();
  return toExplanation(written);
}

/** Everything recorded in an engagement, or of one test or control in it, in the order it was recorded. */
export async function explanationsOf(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  of: { test?: string; control?: string } = {},
): Promise<Explanation[]> {
  let query = selectExplanations(tx, organizationId).where('explanations.engagementId', '=', engagementId);
  if (of.test !== undefined) query = query.where('explanations.testCode', '=', of.test);
  if (of.control !== undefined) query = query.where('explanations.control', '=', of.control);
  const rows = await query.orderBy('explanations.entryIndex').execute();
  return rows.map(toExplanation);
}

export async function listExplanations(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    control?: string | undefined;
    test?: string | undefined;
    causeKind?: CauseKind | undefined;
  },
): Promise<Page<Explanation>> {
  let query = selectExplanations(tx, organizationId);
  if (input.engagementId !== undefined) query = query.where('explanations.engagementId', '=', input.engagementId);
  if (input.control !== undefined) query = query.where('explanations.control', '=', input.control);
  if (input.test !== undefined) query = query.where('explanations.testCode', '=', input.test);
  if (input.causeKind !== undefined) query = query.where('explanations.causeKind', '=', input.causeKind);
  if (input.search) {
    query = query.where(
      matchesWords(input.search, [
        sql.ref('explanations.testCode'),
        sql.ref('explanations.cause'),
        sql.ref('explanations.extent'),
      ]),
    );
  }
  const page = await readPage(
    query,
    {
      sorts: {
        explainedAt: { by: sql.ref('explanations.explainedAt'), type: 'timestamptz' },
        test: { by: sql.ref('explanations.testCode'), type: 'text' },
      },
      initial: '-explainedAt',
      id: { by: sql.ref('explanations.id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toExplanation) };
}

type Row = Awaited<ReturnType<ReturnType<typeof selectExplanations>['executeTakeFirstOrThrow']>>;

function toExplanation(row: Row): Explanation {
  const { fixedOn, remediation } = row;
  return {
    id: row.id,
    engagementId: row.engagementId,
    test: row.testCode,
    control: row.control,
    items: row.items,
    causeKind: row.causeKind as CauseKind,
    cause: row.cause,
    designAtFault: row.designAtFault,
    extent: row.extent,
    remediation: fixedOn === null || remediation === null ? null : { fixedOn, text: remediation },
    correction: row.correction,
    explainedAt: row.explainedAt.toISOString(),
    explainedBy: { id: row.explainedBy, name: row.explainedByName ?? 'Somebody who has left' },
    entryIndex: row.entryIndex,
  };
}
