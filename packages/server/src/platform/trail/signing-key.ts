import { randomBytes } from 'node:crypto';
import { formatVerifierKey } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { sql } from 'kysely';
import { seal, unseal, type MasterKey } from '../auth/master-key.ts';
import type { Tx } from '../database/database.ts';

/**
 * First line of every checkpoint of a log, and the name of its key (C2SP tlog-checkpoint, signed-note). Each log of a chain
 * has one of its own: a witness keeps one state for each.
 */
export function logOrigin(organizationId: string, number = 1): string {
  return `tickmark.local/logs/${organizationId}${number === 1 ? '' : `/${number}`}`;
}

/** A new Ed25519 key for the log of this number; the seed is sealed under the master key, bound to the log. */
export function newSigningKey(
  organizationId: string,
  number: number,
  masterKey: MasterKey,
): { origin: string; verifierKey: string; signingKey: Buffer } {
  const origin = logOrigin(organizationId, number);
  const seed = randomBytes(32);
  return {
    origin,
    verifierKey: formatVerifierKey(nodeCrypto, origin, nodeCrypto.ed25519PublicKey(seed)),
    signingKey: Buffer.from(seal(masterKey, seed, boundTo(organizationId, number))),
  };
}

/** Begins the first log of an organization, or that of the instance; the transaction must work for it. */
export async function createLog(
  tx: Tx,
  organizationId: string,
  { masterKey, at }: { masterKey: MasterKey; at: Date },
): Promise<void> {
  const { origin, verifierKey, signingKey } = newSigningKey(organizationId, 1, masterKey);
  await sql`
    insert into tickmark.logs (organization_id, origin, verifier_key, signing_key, created_at)
    values (${organizationId}, ${origin}, ${verifierKey}, ${signingKey}, ${at.toISOString()}::timestamptz)`.execute(tx);
}

/**
 * The Ed25519 seed that signs the checkpoints of the newest log, with its number and origin.
 * Errors: cannot_run when the master key is another one than the log was made with.
 */
export async function openSigningKey(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
): Promise<{ number: number; origin: string; verifierKey: string; seed: Uint8Array }> {
  const found = await sql<{ number: number; origin: string; verifierKey: string; signingKey: Uint8Array }>`
    select number, origin, verifier_key, signing_key from tickmark.logs
    where organization_id = ${organizationId}`.execute(tx);
  const log = found.rows[0];
  if (log === undefined) throw new Error(`There is no log for ${organizationId}.`);
  const { number, origin, verifierKey } = log;
  return {
    number,
    origin,
    verifierKey,
    seed: unseal(masterKey, log.signingKey, boundTo(organizationId, number)),
  };
}

/** What a sealed key belongs to: one of an earlier log does not open in its place. */
function boundTo(organizationId: string, number: number): string {
  return number === 1 ? organizationId : `${organizationId}/${number}`;
}

/** Whether an organization, or the instance, has a log yet. */
export async function hasLog(tx: Tx, organizationId: string): Promise<boolean> {
  const found = await sql`select 1 from tickmark.logs where organization_id = ${organizationId}`.execute(tx);
  return found.rows.length > 0;
}
