import type { DryRun, DryRunDocument, DryRunSummary } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function insertDryRun(
  tx: Tx,
  dryRun: Omit<Insertable<Schema['dryRuns']>, 'document'> & { document: DryRunDocument },
): Promise<DryRun> {
  const row = await tx
    .insertInto('dryRuns')
    .values({ ...dryRun, document: json(dryRun.document) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDryRun(row);
}

export async function findDryRun(tx: Tx, organizationId: string, id: string): Promise<DryRun | undefined> {
  const row = await tx
    .selectFrom('dryRuns')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toDryRun(row);
}

/** The newest dry run of an engagement; `entries` looks among the first entries of the log only. */
export async function newestDryRun(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  { entries }: { entries?: number } = {},
): Promise<DryRun | undefined> {
  let query = tx
    .selectFrom('dryRuns')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId);
  if (entries !== undefined) query = query.where('entryIndex', '<', entries);
  const row = await query.orderBy('entryIndex', 'desc').limit(1).executeTakeFirst();
  return row && toDryRun(row);
}

export async function listDryRuns(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; engagementId?: string | undefined },
): Promise<Page<DryRunSummary>> {
  let query = tx
    .selectFrom('dryRuns')
    .select(['id', 'engagementId', 'ranAt', 'ranBy', 'sha256', 'entryIndex'])
    .where('organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('sha256')]));
  const page = await readPage(
    query,
    {
      sorts: { ranAt: { by: sql.ref('ranAt'), type: 'timestamptz' } },
      initial: '-ranAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toSummary) };
}

function toDryRun(row: Selectable<Schema['dryRuns']>): DryRun {
  return { ...toSummary(row), document: row.document as DryRunDocument };
}

function toSummary(row: Omit<Selectable<Schema['dryRuns']>, 'document' | 'organizationId'>): DryRunSummary {
  return {
    id: row.id,
    engagementId: row.engagementId,
    ranAt: row.ranAt.toISOString(),
    ranBy: row.ranBy,
    sha256: row.sha256,
    entryIndex: row.entryIndex,
  };
}
