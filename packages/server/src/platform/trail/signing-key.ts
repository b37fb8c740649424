import { randomBytes } from 'node:crypto';
import { formatVerifierKey } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { sql } from 'kysely';
import { seal, unseal, type MasterKey } from '../auth/master-key.ts';
import type { Tx } from '../database/database.ts';

/** First line of every checkpoint of a log, and the name of its key (C2SP tlog-checkpoint, signed-note). */
export function logOrigin(organizationId: string): string {
  return `tickmark.local/logs/${organizationId}`;
}

/**
 * Begins a log with a new Ed25519 key; the transaction must work for this organization. The seed is
 * stored under the master key, bound to the organization.
 */
export async function createLog(
  tx: Tx,
  organizationId: string,
  origin: string,
  { masterKey, at }: { masterKey: MasterKey; at: Date },
): Promise<void> {
  const seed = randomBytes(32);
  const verifierKey = formatVerifierKey(nodeCrypto, origin, nodeCrypto.ed25519PublicKey(seed));
  await sql`
    insert into tickmark.logs (organization_id, origin, verifier_key, signing_key, created_at)
    values (${organizationId}, ${origin}, ${verifierKey}, ${Buffer.from(seal(masterKey, seed, organizationId))},
      ${at.toISOString()}::timestamptz)`.execute(tx);
}

/**
 * The Ed25519 seed that signs the checkpoints of a log, with its origin.
 * Errors: cannot_run when the master key is another one than the log was made with.
 */
export async function openSigningKey(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
): Promise<{ origin: string; verifierKey: string; seed: Uint8Array }> {
  const found = await sql<{ origin: string; verifierKey: string; signingKey: Uint8Array }>`
    select origin, verifier_key, signing_key from tickmark.logs
    where organization_id = ${organizationId}`.execute(tx);
  const log = found.rows[0];
  if (log === undefined) throw new Error(`There is no log for ${organizationId}.`);
  return {
    origin: log.origin,
    verifierKey: log.verifierKey,
    seed: unseal(masterKey, log.signingKey, organizationId),
  };
}

/** Whether an organization, or the instance, has a log yet. */
export async function hasLog(tx: Tx, organizationId: string): Promise<boolean> {
  const found = await sql`select 1 from tickmark.logs where organization_id = ${organizationId}`.execute(tx);
  return found.rows.length > 0;
}
