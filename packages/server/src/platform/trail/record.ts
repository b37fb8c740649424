import { logStatement, sealedFacts, type SealedOp } from '@tickmark/core';
import { leafHash } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';
import type { Seals } from './seal.ts';

/** Longest entry a static tile can hold (C2SP tlog-tiles: 16-bit length). */
const maxStatementBytes = 65_535;

/** What the entries of one write share. */
export interface Write {
  /** The nil UUID for the log of the instance. */
  organizationId: string;
  at: Date;
  by: string | null;
  /** The capture link through which somebody without an account does it. */
  link?: string | undefined;
}

/** What one entry tells. */
export interface Told {
  op: string;
  facts: Record<string, unknown>;
  /** Of the records that this write makes, changes or removes. */
  seals?: Seals | undefined;
}

export type Entry = Write & Told;

/** Writes one log entry in the transaction of the write it tells of, and returns its index; see `recordAll`. */
export function record(tx: Tx, { op, facts, seals, ...write }: Entry): Promise<number> {
  return recordAll(tx, write, [{ op, facts, seals }]);
}

/**
 * Writes log entries in the transaction of the write they tell of, and returns the index of the first; there is one at least.
 *
 * The log's row is locked from here to the end of the transaction, so indices have no gaps and their
 * order is the order of commits. Times never run backwards along the log: a write that began before
 * the last entry was committed, or a clock that was set back, takes the time of that entry. Facts that
 * a verifier reads again are parsed by their schema first. Throws a plain Error (a defect) when there
 * is no log, the facts are not as declared, or a statement is too long.
 */
export async function recordAll(tx: Tx, write: Write, told: readonly Told[]): Promise<number> {
  const first = (await append(tx, write, told)) ?? (await append(tx, await notBeforeTheLast(tx, write), told));
  if (first === undefined) throw new Error(`There is no log for ${write.organizationId}.`);
  return first;
}

/** In one statement, for each is a journey to the database; undefined where the last entry is of a later time. */
async function append(
  tx: Tx,
  { organizationId, at, by, link }: Write,
  told: readonly Told[],
): Promise<number | undefined> {
  const statements = told.map((each) => statementOf({ ...each, at, by, link }));
  const hashes = statements.map((statement, i) => {
    const bytes = new TextEncoder().encode(statement);
    if (bytes.length <= maxStatementBytes) return Buffer.from(leafHash(nodeCrypto, bytes)).toString('hex');
    throw new Error(`The log entry of ${told[i]?.op} has ${bytes.length} bytes; ${maxStatementBytes} fit.`);
  });
  const { rows } = await sql<{ first: number }>`
    with log as (
      update tickmark.logs set next_index = next_index + ${told.length}::integer, last_written_at = ${at}::timestamptz
      where organization_id = ${organizationId} and coalesce(last_written_at, '-infinity') <= ${at}::timestamptz
      returning next_index - ${told.length}::integer as first
    ), entries as (
      insert into tickmark.log_entries (organization_id, index, op, statement, leaf_hash, written_at)
      select ${organizationId}, log.first + entry.n - 1, entry.op, entry.statement,
        decode(entry.leaf_hash, 'hex'), ${at}::timestamptz
      from log, unnest(${told.map(({ op }) => op)}::text[], ${statements}::text[], ${hashes}::text[])
        with ordinality as entry (op, statement, leaf_hash, n)
    )
    select first from log`.execute(tx);
  return rows[0]?.first;
}

async function notBeforeTheLast(tx: Tx, write: Write): Promise<Write> {
  const log = await tx
    .selectFrom('logs')
    .select('lastWrittenAt')
    .where('organizationId', '=', write.organizationId)
    .forUpdate()
    .executeTakeFirst();
  return { ...write, at: log?.lastWrittenAt ?? write.at };
}

function statementOf({ op, at, by, link, facts, seals }: Omit<Entry, 'organizationId'>): string {
  const parsed = isSealed(op) ? sealedFacts[op].parse(facts) : facts;
  const text = canonicalize(logStatement.parse({ v: 1, op, at: at.toISOString(), by, link, facts: parsed, seals }));
  if (text === undefined) throw new Error(`The facts of ${op} have no JSON form.`);
  return text;
}

function isSealed(op: string): op is SealedOp {
  return Object.hasOwn(sealedFacts, op);
}
