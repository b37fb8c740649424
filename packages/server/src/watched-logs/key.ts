import { randomBytes } from 'node:crypto';
import { formatVerifierKey } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { seal, unseal, type MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { findWitnessKey, insertWitnessKey } from './store.ts';

/** The name of the key under which an organization cosigns. */
function witnessName(organizationId: string): string {
  return `tickmark.local/witnesses/${organizationId}`;
}

/** The seed of a witness does not open in the row of a log, nor the other way round. */
function boundTo(organizationId: string): string {
  return `witness ${organizationId}`;
}

/** The vkey of an organization as a witness; its Ed25519 key is made when it is first asked for. */
export async function ensureWitnessKey(
  tx: Tx,
  organizationId: string,
  { masterKey, at }: { masterKey: MasterKey; at: Date },
): Promise<string> {
  const known = await findWitnessKey(tx, organizationId);
  if (known !== undefined) return known.verifierKey;
  const seed = randomBytes(32);
  const name = witnessName(organizationId);
  const verifierKey = formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed), 'witness');
  const signingKey = Buffer.from(seal(masterKey, seed, boundTo(organizationId)));
  await insertWitnessKey(tx, { organizationId, verifierKey, signingKey, createdAt: at });
  return verifierKey;
}

/**
 * Name and seed with which an organization cosigns.
 * Errors: cannot_run when the master key is another one than the key was made with.
 */
export async function openWitnessKey(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
): Promise<{ name: string; seed: Uint8Array }> {
  const key = await findWitnessKey(tx, organizationId);
  if (key === undefined) throw new Error(`${organizationId} watches a log and has no key to cosign with.`);
  return { name: witnessName(organizationId), seed: unseal(masterKey, key.signingKey, boundTo(organizationId)) };
}
