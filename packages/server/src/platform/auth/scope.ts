import { sql } from 'kysely';
import type { Scope, Tx } from '../database/database.ts';

/** Goes on in the same transaction for somebody else: who signs in is known only after looking. */
export async function enterScope(tx: Tx, scope: Scope): Promise<void> {
  await sql`select set_config('role', ${`tickmark_${scope.role}`}, true),
    set_config('tickmark.organization_id', ${scope.organizationId}, true),
    set_config('tickmark.user_id', ${scope.userId ?? ''}, true)`.execute(tx);
}
