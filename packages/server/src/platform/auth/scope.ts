import { sql } from 'kysely';
import { instanceLogId, type Scope, type Tx } from '../database/database.ts';

/** Goes on in the same transaction for somebody else: who signs in is known only after looking. */
export async function enterScope(tx: Tx, scope: Scope): Promise<void> {
  await sql`select set_config('role', ${`tickmark_${scope.role}`}, true),
    set_config('tickmark.organization_id', ${scope.organizationId}, true),
    set_config('tickmark.user_id', ${scope.userId ?? ''}, true)`.execute(tx);
}

/** Whom a transaction works for: one organization. */
export interface Inside {
  tx: Tx;
  organizationId: string;
  userId: string | null;
}

/**
 * Works for the instance itself, whose log belongs to no organization, and then for the organization again. Until `work` has
 * ended, this transaction sees nothing of the organization and must do nothing else.
 */
export async function insideInstance<T>({ tx, organizationId, userId }: Inside, work: () => Promise<T>): Promise<T> {
  await enterScope(tx, { role: 'app', organizationId: instanceLogId, userId: null });
  const back = (): Promise<void> => enterScope(tx, { role: 'app', organizationId, userId });
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // Where a statement failed, this one does too, and the first failure is the one to tell.
    await back().catch(() => undefined);
    throw error;
  }
  await back();
  return result;
}
