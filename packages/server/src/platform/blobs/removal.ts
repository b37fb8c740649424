import { TickmarkError } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';
import type { Blobs } from './blobs.ts';

/**
 * Holds the removal of files back until the transaction ends, which names them in a record, and finds each there: equal bytes
 * may have been removed since they were stored. Errors: conflict.
 */
export async function keepFiles(
  tx: Tx,
  blobs: Blobs,
  organizationId: string,
  hashes: readonly string[],
): Promise<void> {
  for (const sha256 of hashes.toSorted()) {
    await sql`select pg_advisory_xact_lock_shared(hashtextextended(${lockOf(organizationId, sha256)}, 0))`.execute(tx);
    if (await blobs.has(organizationId, sha256)) continue;
    throw new TickmarkError('conflict', 'The same bytes were deleted just now, and these with them.', {
      field: 'file',
      action: 'Send the file again.',
    });
  }
}

/** Waits for everybody who names the file just now, and holds others back until the transaction ends, which removes it. */
export async function lockForRemoval(tx: Tx, organizationId: string, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockOf(organizationId, sha256)}, 0))`.execute(tx);
}

function lockOf(organizationId: string, sha256: string): string {
  return `tickmark.file ${organizationId} ${sha256}`;
}
