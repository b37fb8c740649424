import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

export type BrandRecord = Selectable<Schema['policyBrands']>;

export async function brandOf(tx: Tx, organizationId: string): Promise<BrandRecord | undefined> {
  return tx.selectFrom('policyBrands').selectAll().where('organizationId', '=', organizationId).executeTakeFirst();
}

export async function putBrand(tx: Tx, row: BrandRecord): Promise<void> {
  const { organizationId: _, ...values } = row;
  await tx
    .insertInto('policyBrands')
    .values(row)
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet(values))
    .execute();
}
