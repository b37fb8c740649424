import {
  standingOf,
  type Reconciliation,
  type ReconciliationDocument,
  type ReconciliationSummary,
  type Resolution,
  type ResolutionDocument,
} from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

const latest = sql<boolean>`not exists (
  select from reconciliations later
  where later.organization_id = reconciliations.organization_id and later.engagement_id = reconciliations.engagement_id
    and later.kind = reconciliations.kind and later.second_kind = reconciliations.second_kind
    and later.version > reconciliations.version)`;

function selectReconciliations(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('reconciliations')
    .select([
      'id',
      'engagementId',
      'populationId',
      'secondId',
      'version',
      'supersedes',
      'document',
      'sha256',
      'reconciledAt',
      'reconciledBy',
      'entryIndex',
      latest.as('latest'),
    ])
    .where('organizationId', '=', organizationId);
}

export async function findReconciliation(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<Reconciliation | undefined> {
  const rows = await selectReconciliations(tx, organizationId).where('id', '=', id).execute();
  return (await withResolutions(tx, organizationId, rows))[0];
}

/** The newest reconciliation of a population kind with a second kind. */
export async function newestReconciliation(
  tx: Tx,
  organizationId: string,
  { engagementId, kind, secondKind }: { engagementId: string; kind: string; secondKind: string },
): Promise<Reconciliation | undefined> {
  const rows = await selectReconciliations(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where('kind', '=', kind)
    .where('secondKind', '=', secondKind)
    .orderBy('version', 'desc')
    .limit(1)
    .execute();
  return (await withResolutions(tx, organizationId, rows))[0];
}

/** Every reconciliation of an engagement that no later one replaces, in the order of their entries. */
export async function standingReconciliations(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Reconciliation[]> {
  const rows = await selectReconciliations(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where(latest)
    .orderBy('entryIndex')
    .execute();
  return withResolutions(tx, organizationId, rows);
}

/** Every reconciliation of an engagement, the replaced ones too, in the order of their entries. */
export async function reconciliationsOf(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Reconciliation[]> {
  const rows = await selectReconciliations(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('entryIndex')
    .execute();
  return withResolutions(tx, organizationId, rows);
}

export async function listReconciliations(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    populationId?: string | undefined;
    kind?: string | undefined;
    latest?: boolean | undefined;
  },
): Promise<Page<ReconciliationSummary>> {
  let query = selectReconciliations(tx, organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.populationId !== undefined) query = query.where('populationId', '=', input.populationId);
  if (input.kind !== undefined) query = query.where('kind', '=', input.kind);
  if (input.latest !== undefined) query = query.where(input.latest ? latest : sql<boolean>`not (${latest})`);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('kind'), sql.ref('secondKind')]));
  const page = await readPage(
    query,
    {
      sorts: { reconciledAt: { by: sql.ref('reconciledAt'), type: 'timestamptz' } },
      initial: '-reconciledAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  const whole = await withResolutions(tx, organizationId, page.items);
  return { ...page, items: whole.map(toSummary) };
}

/** Without the differences and resolutions, which a list leaves out. */
function toSummary({ document, resolutions: _resolutions, ...rest }: Reconciliation): ReconciliationSummary {
  const { differences: _differences, ...brief } = document;
  return { ...rest, document: brief };
}

/** Reconciliations of the same kinds in one engagement wait for each other, so that versions count without a gap. */
export async function lockReconciliations(
  tx: Tx,
  { engagementId, kind, secondKind }: { engagementId: string; kind: string; secondKind: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.reconciliations ${engagementId} ${kind} ${secondKind}`}, 0))`.execute(
    tx,
  );
}

export async function insertReconciliation(
  tx: Tx,
  row: Omit<Insertable<Schema['reconciliations']>, 'document'> & { document: ReconciliationDocument },
): Promise<void> {
  await tx
    .insertInto('reconciliations')
    .values({ ...row, document: json(row.document) })
    .execute();
}

export async function insertResolution(
  tx: Tx,
  row: Omit<Insertable<Schema['differenceResolutions']>, 'document'> & { document: ResolutionDocument },
): Promise<void> {
  await tx
    .insertInto('differenceResolutions')
    .values({ ...row, document: json(row.document) })
    .execute();
}

interface Row {
  id: string;
  engagementId: string;
  populationId: string;
  secondId: string;
  version: number;
  supersedes: string | null;
  document: unknown;
  sha256: string;
  reconciledAt: Date;
  reconciledBy: string;
  entryIndex: number;
  latest: boolean;
}

async function withResolutions(tx: Tx, organizationId: string, rows: readonly Row[]): Promise<Reconciliation[]> {
  if (rows.length === 0) return [];
  const said = await tx
    .selectFrom('differenceResolutions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where(
      'reconciliationId',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('entryIndex')
    .execute();
  return rows.map(({ document: kept, reconciledAt, ...row }) => {
    const document = kept as ReconciliationDocument;
    const resolutions = said
      .filter(({ reconciliationId }) => reconciliationId === row.id)
      .map(({ id, resolvedAt, resolvedBy, entryIndex, sha256, document: reason }): Resolution => ({
        id,
        resolvedAt: resolvedAt.toISOString(),
        resolvedBy,
        entryIndex,
        sha256,
        document: reason as ResolutionDocument,
      }));
    return {
      ...row,
      reconciledAt: reconciledAt.toISOString(),
      document,
      standing: standingOf(document, resolutions),
      resolutions,
    };
  });
}
