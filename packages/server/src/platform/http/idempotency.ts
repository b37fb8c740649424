import { TickmarkError } from '@tickmark/core';
import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import { seal, sha256Hex, unseal, type MasterKey } from '../auth/index.ts';
import type { Tx } from '../database/database.ts';

/** One write that its caller may send again: the key is theirs, within one organization and user. */
export interface Repeatable {
  organizationId: string;
  userId: string;
  key: string;
  operation: string;
  inputSha256: string;
}

/** Reads the header. Errors: bad_input when it is no printable word of 1 to 200 characters. */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new TickmarkError('bad_input', 'The idempotency key must have 1 to 200 printable characters without blanks.', {
    field: 'Idempotency-Key',
    action: 'Send a random UUID, the same one for each repetition.',
  });
}

/** Hash of what was asked: canonical JSON of the parsed input, and the bytes of the file. */
export function inputHash(input: unknown, fileSha256: string | undefined): string {
  return sha256Hex(canonicalize([input, fileSha256 ?? null]) ?? '');
}

/**
 * The output of an earlier write with this key, or undefined when it is new. Repetitions that arrive
 * together wait here for the first to commit. Errors: idempotency_mismatch.
 */
export async function findOutput(
  tx: Tx,
  write: Repeatable,
  masterKey: MasterKey,
): Promise<{ output: unknown } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${boundTo(write)}, 2))`.execute(tx);
  const found = await sql<{ operation: string; inputSha256: string; output: { sealed: string } }>`
    select operation, input_sha256, output from tickmark.idempotency_keys
    where organization_id = ${write.organizationId} and user_id = ${write.userId} and key = ${write.key}`.execute(tx);
  const earlier = found.rows[0];
  if (earlier === undefined) return undefined;
  if (earlier.operation !== write.operation || earlier.inputSha256 !== write.inputSha256) {
    throw new TickmarkError('idempotency_mismatch', 'This idempotency key was used for another request.', {
      field: 'Idempotency-Key',
      action: 'Take a new key for a new request.',
    });
  }
  const plain = unseal(masterKey, Buffer.from(earlier.output.sealed, 'base64'), boundTo(write));
  return { output: JSON.parse(Buffer.from(plain).toString('utf8')) };
}

/** Keeps an output for repetitions; sealed, because some outputs are secrets shown once. */
export async function keepOutput(
  tx: Tx,
  write: Repeatable,
  output: unknown,
  at: Date,
  masterKey: MasterKey,
): Promise<void> {
  const sealed = Buffer.from(seal(masterKey, Buffer.from(JSON.stringify(output)), boundTo(write))).toString('base64');
  await sql`
    insert into tickmark.idempotency_keys (organization_id, user_id, key, operation, input_sha256, output, created_at)
    values (${write.organizationId}, ${write.userId}, ${write.key}, ${write.operation}, ${write.inputSha256},
      ${JSON.stringify({ sealed })}::text::jsonb, ${at.toISOString()}::timestamptz)`.execute(tx);
}

function boundTo({ organizationId, userId, key }: Repeatable): string {
  return `tickmark.idempotency ${organizationId} ${userId} ${key}`;
}
