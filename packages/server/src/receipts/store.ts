import type { Tx } from '../platform/database/index.ts';

/** What a user is called; null where nobody in this organization has the id. */
export async function nameOf(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.selectFrom('users').select('name').where('id', '=', userId).executeTakeFirst();
  return row?.name ?? null;
}
