import { logStatement, sealedFacts, type SealedOp } from '@tickmark/core';
import { leafHash } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';

/** Longest entry a static tile can hold (C2SP tlog-tiles: 16-bit length). */
const maxStatementBytes = 65_535;

export interface Entry {
  /** The nil UUID for the log of the instance. */
  organizationId: string;
  op: string;
  at: Date;
  by: string | null;
  facts: Record<string, unknown>;
}

/**
 * Writes one log entry in the transaction of the write it tells of, and returns its index.
 *
 * The log is locked from here to the end of the transaction, so indices have no gaps and their order
 * is the order of commits. Facts that a verifier reads again are parsed by their schema first.
 * Throws a plain Error (a defect) when there is no log, the facts are not as declared, or the
 * statement is too long.
 */
export async function record(tx: Tx, entry: Entry): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.log ${entry.organizationId}`}, 0))`.execute(tx);
  const moved = await sql<{ index: number }>`
    update tickmark.logs set next_index = next_index + 1
    where organization_id = ${entry.organizationId}
    returning next_index - 1 as index`.execute(tx);
  const index = moved.rows[0]?.index;
  if (index === undefined) throw new Error(`There is no log for ${entry.organizationId}.`);
  const at = await notBefore(tx, entry, index);
  const statement = statementOf({ ...entry, at });
  const bytes = new TextEncoder().encode(statement);
  if (bytes.length > maxStatementBytes) {
    throw new Error(`The log entry of ${entry.op} has ${bytes.length} bytes; ${maxStatementBytes} fit.`);
  }
  await sql`
    insert into tickmark.log_entries (organization_id, index, op, statement, leaf_hash, written_at)
    values (${entry.organizationId}, ${index}, ${entry.op}, ${statement}, ${leafHash(nodeCrypto, bytes)},
      ${at.toISOString()}::timestamptz)`.execute(tx);
  return index;
}

/**
 * Times never run backwards along the log: a write that began before the last entry was committed, or
 * a clock that was set back, takes the time of that entry.
 */
async function notBefore(tx: Tx, { organizationId, at }: Entry, index: number): Promise<Date> {
  const last = await sql<{ writtenAt: Date }>`
    select written_at as "writtenAt" from tickmark.log_entries
    where organization_id = ${organizationId} and index = ${index - 1}`.execute(tx);
  const before = last.rows[0]?.writtenAt;
  return before !== undefined && before > at ? before : at;
}

function statementOf({ op, at, by, facts }: Entry): string {
  const parsed = isSealed(op) ? sealedFacts[op].parse(facts) : facts;
  const text = canonicalize(logStatement.parse({ v: 1, op, at: at.toISOString(), by, facts: parsed }));
  if (text === undefined) throw new Error(`The facts of ${op} have no JSON form.`);
  return text;
}

function isSealed(op: string): op is SealedOp {
  return Object.hasOwn(sealedFacts, op);
}
