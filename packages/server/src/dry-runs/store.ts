import type { DryRun, DryRunDocument, DryRunFactsDocument, DryRunSummary } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/** A dry run as it is kept; those whom its document names are ids. */
export type KeptDryRun = Omit<DryRun, 'people'>;

const columns = ['id', 'engagementId', 'document', 'sha256', 'ranAt', 'ranBy', 'entryIndex'] as const;

export async function insertDryRun(
  tx: Tx,
  dryRun: Omit<Insertable<Schema['dryRuns']>, 'document' | 'facts'> & {
    document: DryRunDocument;
    facts: DryRunFactsDocument;
  },
): Promise<KeptDryRun> {
  const row = await tx
    .insertInto('dryRuns')
    .values({ ...dryRun, document: json(dryRun.document), facts: json(dryRun.facts) })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return toDryRun(row);
}

export async function findDryRun(tx: Tx, organizationId: string, id: string): Promise<KeptDryRun | undefined> {
  const row = await tx
    .selectFrom('dryRuns')
    .select(columns)
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
): Promise<KeptDryRun | undefined> {
  let query = tx
    .selectFrom('dryRuns')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId);
  if (entries !== undefined) query = query.where('entryIndex', '<', entries);
  const row = await query.orderBy('entryIndex', 'desc').limit(1).executeTakeFirst();
  return row && toDryRun(row);
}

/** What a dry run was concluded from; null for one made before that was kept. */
export async function factsOfDryRun(tx: Tx, organizationId: string, id: string): Promise<DryRunFactsDocument | null> {
  const row = await tx
    .selectFrom('dryRuns')
    .select('facts')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.facts as DryRunFactsDocument | null;
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

function toDryRun(row: Pick<Selectable<Schema['dryRuns']>, (typeof columns)[number]>): KeptDryRun {
  return { ...toSummary(row), document: row.document as DryRunDocument };
}

function toSummary(row: Omit<Selectable<Schema['dryRuns']>, 'document' | 'facts' | 'organizationId'>): DryRunSummary {
  return {
    id: row.id,
    engagementId: row.engagementId,
    ranAt: row.ranAt.toISOString(),
    ranBy: row.ranBy,
    sha256: row.sha256,
    entryIndex: row.entryIndex,
  };
}
