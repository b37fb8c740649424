import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

/** A number or a name of a role that an organization has set, or has taken back to the template's. */
export type ValueRecord = Selectable<Schema['policyValues']>;

/** All that the organization ever set. */
export async function ownValues(tx: Tx, organizationId: string): Promise<ValueRecord[]> {
  return tx.selectFrom('policyValues').selectAll().where('organizationId', '=', organizationId).execute();
}

export async function putValues(tx: Tx, rows: readonly ValueRecord[]): Promise<void> {
  await tx
    .insertInto('policyValues')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'id']).doUpdateSet(({ ref }) => ({
        number: ref('excluded.number'),
        name: ref('excluded.name'),
        revision: ref('excluded.revision'),
        changedAt: ref('excluded.changedAt'),
        changedBy: ref('excluded.changedBy'),
        entryIndex: ref('excluded.entryIndex'),
      })),
    )
    .execute();
}
