import type { Report } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function insertReport(tx: Tx, report: Insertable<Schema['reports']>): Promise<void> {
  await tx.insertInto('reports').values(report).execute();
}

export async function findReport(tx: Tx, organizationId: string, id: string): Promise<Report | undefined> {
  const row = await tx
    .selectFrom('reports')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toReport(row);
}

/** The newest draft of a dry run. */
export async function newestReport(tx: Tx, organizationId: string, dryRunId: string): Promise<Report | undefined> {
  const row = await tx
    .selectFrom('reports')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('dryRunId', '=', dryRunId)
    .orderBy('entryIndex', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toReport(row);
}

export async function countReports(tx: Tx, organizationId: string, engagementId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('reports')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function listReports(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; engagementId?: string | undefined },
): Promise<Page<Report>> {
  let query = tx.selectFrom('reports').selectAll().where('organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('sha256')]));
  const page = await readPage(
    query,
    {
      sorts: { renderedAt: { by: sql.ref('renderedAt'), type: 'timestamptz' } },
      initial: '-renderedAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toReport) };
}

function toReport(row: Selectable<Schema['reports']>): Report {
  return {
    id: row.id,
    engagementId: row.engagementId,
    dryRunId: row.dryRunId,
    renderedAt: row.renderedAt.toISOString(),
    sha256: row.sha256,
    size: row.size,
    pages: row.pages,
    entryIndex: row.entryIndex,
  };
}
