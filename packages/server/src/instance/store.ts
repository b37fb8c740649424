import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

export interface Instance {
  claimSha256: string | null;
  claimedAt: Date | null;
}

/** The instance, locked to the end of the transaction where it is about to be claimed. */
export async function readInstance(tx: Tx, lock: 'lock' | 'read' = 'read'): Promise<Instance> {
  const query = tx.selectFrom('instance').select(['claimSha256', 'claimedAt']);
  const found = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst();
  return found ?? { claimSha256: null, claimedAt: null };
}

/** Keeps the hash of a new claim in place of an older one. */
export async function offerClaim(tx: Tx, claimSha256: string): Promise<void> {
  await tx
    .insertInto('instance')
    .values({ claimSha256 })
    .onConflict((conflict) => conflict.column('singleton').doUpdateSet({ claimSha256 }))
    .execute();
}

export async function markClaimed(tx: Tx, at: Date): Promise<void> {
  await tx
    .updateTable('instance')
    .set({ claimSha256: null, claimedAt: at })
    .where('singleton', '=', sql.lit(true))
    .execute();
}
