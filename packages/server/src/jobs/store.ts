import type { Job, JobKind } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function findJob(tx: Tx, organizationId: string, id: string): Promise<Job | undefined> {
  const row = await tx
    .selectFrom('jobRuns')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toJob(row);
}

export async function listJobs(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; kind?: JobKind | undefined },
): Promise<Page<Job>> {
  let query = tx.selectFrom('jobRuns').selectAll().where('organizationId', '=', organizationId);
  if (input.kind !== undefined) query = query.where('kind', '=', input.kind);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('title')]));
  const page = await readPage(
    query,
    {
      sorts: { createdAt: { by: sql.ref('createdAt'), type: 'timestamptz' } },
      initial: '-createdAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toJob) };
}

function toJob(row: Selectable<Schema['jobRuns']>): Job {
  return {
    id: row.id,
    kind: row.kind as JobKind,
    title: row.title,
    state: row.state as Job['state'],
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    unit: row.unit,
    note: row.note,
    error: row.error as Job['error'],
    result: row.result as Job['result'],
    change: row.change,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
