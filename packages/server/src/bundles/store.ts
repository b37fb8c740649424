import type { Bundle } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/** A bundle with the ids of the evidence in it. */
export async function insertBundle(
  tx: Tx,
  bundle: Insertable<Schema['bundles']>,
  evidence: readonly string[],
): Promise<void> {
  const { organizationId, id } = bundle;
  await tx
    .insertInto('bundles')
    .values({ ...bundle, evidenceNamed: true })
    .execute();
  if (evidence.length === 0) return;
  await sql`
    insert into bundled_evidence (organization_id, evidence_id, bundle_id)
    select ${organizationId}::uuid, evidence_id, ${id}::uuid from unnest(${[...evidence]}::uuid[]) as evidence_id`.execute(
    tx,
  );
}

export async function findBundle(tx: Tx, organizationId: string, id: string): Promise<Bundle | undefined> {
  const row = await tx
    .selectFrom('bundles')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toBundle(row);
}

export async function countBundles(tx: Tx, organizationId: string, engagementId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('bundles')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function listBundles(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; engagementId?: string | undefined },
): Promise<Page<Bundle>> {
  let query = tx.selectFrom('bundles').selectAll().where('organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('sha256')]));
  const page = await readPage(
    query,
    {
      sorts: { createdAt: { by: sql.ref('createdAt'), type: 'timestamptz' } },
      initial: '-createdAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toBundle) };
}

function toBundle(row: Selectable<Schema['bundles']>): Bundle {
  return {
    id: row.id,
    engagementId: row.engagementId,
    createdAt: row.createdAt.toISOString(),
    sha256: row.sha256,
    manifestSha256: row.manifestSha256,
    size: row.size,
    files: row.files,
    entryIndex: row.entryIndex,
  };
}
