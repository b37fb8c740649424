import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Whether anybody may read a document, as it is sealed. */
export type PageRecord = Selectable<Schema['policyPages']>;

/** Pages of the organization by the id of their document, those that were taken back among them. */
export async function pagesOf(tx: Tx, organizationId: string): Promise<Map<string, PageRecord>> {
  const rows = await tx.selectFrom('policyPages').selectAll().where('organizationId', '=', organizationId).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function putPage(tx: Tx, row: PageRecord): Promise<void> {
  const { organizationId: _, id: __, ...values } = row;
  await tx
    .insertInto('policyPages')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organizationId', 'id']).doUpdateSet(values))
    .execute();
}

/** Whose public page has this address; asked by whoever belongs to no organization. */
export async function organizationOfPage(tx: Tx, slug: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('policyPages')
    .select('organizationId')
    .where('slug', '=', slug)
    .where('isPublic', '=', true)
    .executeTakeFirst();
  return row?.organizationId;
}

export async function publicPage(tx: Tx, organizationId: string, slug: string): Promise<PageRecord | undefined> {
  return tx
    .selectFrom('policyPages')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('slug', '=', slug)
    .where('isPublic', '=', true)
    .executeTakeFirst();
}
