import type { Transaction } from 'kysely';
import type { OwnerConnection } from './engine.ts';
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
  /**
   * Runs `work` between BEGIN and COMMIT; a throw rolls back and goes on to the caller. Nothing is
   * tried again: `work` may have read a clock, made ids or staged files. A call inside another
   * `work` throws at once. An `AbortedTransactionError` says that a statement had failed, `work`
   * swallowed it, and nothing was kept.
   */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What the composition root holds. Requests and jobs get it as `Database`. */
export interface OpenDatabase extends Database {
  /** One session as the owner of the tables, outside row-level security: for the job queue alone. */
  owner<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T>;
}
