import type { Population, PopulationManifest } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

const latest = sql<boolean>`not exists (
  select from populations later
  where later.organization_id = populations.organization_id and later.engagement_id = populations.engagement_id
    and later.kind = populations.kind and later.version > populations.version)`;

function selectPopulations(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('populations')
    .select(['id', 'engagementId', 'kind', 'version', 'frozenAt', 'entryIndex', 'manifest', latest.as('latest')])
    .where('organizationId', '=', organizationId);
}

export async function findPopulation(tx: Tx, organizationId: string, id: string): Promise<Population | undefined> {
  const row = await selectPopulations(tx, organizationId).where('id', '=', id).executeTakeFirst();
  return row && toPopulation(row);
}

/** The newest version of a kind in an engagement. */
export async function newestPopulation(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  kind: string,
): Promise<Population | undefined> {
  const row = await selectPopulations(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toPopulation(row);
}

/** The newest version of every kind frozen in an engagement. */
export async function newestPopulations(tx: Tx, organizationId: string, engagementId: string): Promise<Population[]> {
  const rows = await selectPopulations(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where(latest)
    .orderBy('kind')
    .execute();
  return rows.map(toPopulation);
}

export async function findPopulations(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Population[]> {
  if (ids.length === 0) return [];
  const rows = await selectPopulations(tx, organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toPopulation);
}

export async function listPopulations(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    kind?: string | undefined;
    latest?: boolean | undefined;
  },
): Promise<Page<Population>> {
  let query = selectPopulations(tx, organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.kind !== undefined) query = query.where('kind', '=', input.kind);
  if (input.latest !== undefined) query = query.where(input.latest ? latest : sql<boolean>`not (${latest})`);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('name'), sql.ref('kind')]));
  const page = await readPage(
    query,
    {
      sorts: {
        frozenAt: { by: sql.ref('frozenAt'), type: 'timestamptz' },
        kind: { by: sql.ref('kind'), type: 'text' },
      },
      initial: '-frozenAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toPopulation) };
}

/** Freezes of one kind in one engagement wait for each other, so that versions count without a gap. */
export async function lockVersions(tx: Tx, engagementId: string, kind: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.populations ${engagementId} ${kind}`}, 0))`.execute(
    tx,
  );
}

export async function insertPopulation(
  tx: Tx,
  population: Omit<Insertable<Schema['populations']>, 'manifest'> & { manifest: PopulationManifest },
): Promise<void> {
  await tx
    .insertInto('populations')
    .values({ ...population, manifest: json(population.manifest) })
    .execute();
}

interface Row {
  id: string;
  engagementId: string;
  kind: string;
  version: number;
  frozenAt: Date;
  entryIndex: number;
  manifest: unknown;
  latest: boolean;
}

function toPopulation(row: Row): Population {
  return {
    id: row.id,
    engagementId: row.engagementId,
    kind: row.kind,
    version: row.version,
    frozenAt: row.frozenAt.toISOString(),
    entryIndex: row.entryIndex,
    latest: row.latest,
    manifest: row.manifest as PopulationManifest,
  };
}
