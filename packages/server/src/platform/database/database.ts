import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** A transaction that works under one of the two roles of the second fence. */
export type Tx = Transaction<Schema>;

/** The log of the instance itself: account writes that belong to no organization. */
export const instanceLogId = '00000000-0000-0000-0000-000000000000';

/**
 * Whose rows a transaction may see. `identity` reaches users and sessions; `app` reaches one
 * organization. Row-level security holds both, whatever the SQL says.
 */
export type Scope =
  | { role: 'identity'; userId: string | null; organizationId: string }
  | { role: 'app'; organizationId: string; userId: string | null };

/**
 * The only way to the database. There is deliberately no query outside a transaction: on the
 * embedded database, a query beside an open transaction would wait for itself.
 */
export interface Database {
  readonly kind: 'embedded' | 'server';
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
