import { logStatement, noteFacts, noteOp, type LogStatement, type NotedCheckpoint } from '@tickmark/core';
import { formatCheckpoint, LogError, openNote, rootHash } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { insideInstance, type Inside } from '../../platform/auth/index.ts';
import { instanceLogId, type Tx } from '../../platform/database/index.ts';
import { logOrigin } from '../../platform/trail/index.ts';
import { rememberingTiles } from '../checkpoint-at.ts';
import { proofThatHolds } from '../proof.ts';
import { chainOf, findLog, statementsAt, type ChainLog, type LogState } from '../store.ts';
import { commitmentTo } from './commitment.ts';
import type { NotedRow } from './store.ts';

/** What the operator's log has of a checkpoint that was noted. */
export interface OperatorEntry {
  committed: NotedCheckpoint['committed'];
  /** null where there is no entry at its index. */
  statement: string | null;
  /** Verified; null unless `committed`. */
  proof: string | null;
}

/** The operator's log. Throws a plain Error (a defect) where the instance has none: a start begins it. */
export async function operatorLog(inside: Inside): Promise<LogState> {
  const log = await insideInstance(inside, () => findLog(inside.tx, instanceLogId));
  if (log === undefined) throw new Error('The instance has no log.');
  return log;
}

/** Each held against the log and the operator's log as both are now: what stands beside it in the database counts for nothing. */
export async function asTheyStand(inside: Inside, rows: readonly NotedRow[]): Promise<NotedCheckpoint[]> {
  const { tx, organizationId } = inside;
  const chain = await chainOf(tx, organizationId);
  const fit = await whichFit(tx, organizationId, chain, rows);
  const entries = await operatorEntries(inside, rows);
  return rows.map((row) => ({
    number: row.number,
    at: row.notedAt.toISOString(),
    log: row.logNumber,
    size: row.size,
    entry: (chain.find(({ number }) => number === row.logNumber)?.first ?? 0) + row.size - 1,
    checkpoint: row.checkpoint,
    salt: Buffer.from(row.salt).toString('hex'),
    commitment: commitmentTo(row.checkpoint, row.salt),
    operatorEntry: row.operatorIndex,
    fits: fit.has(row.number),
    committed: entries.get(row.number)?.committed ?? 'not-committed',
  }));
}

/** Numbers of those that the logs of the organization still begin with. */
async function whichFit(
  tx: Tx,
  organizationId: string,
  chain: readonly ChainLog[],
  rows: readonly NotedRow[],
): Promise<Set<number>> {
  const fit = new Set<number>();
  for (const [logNumber, noted] of Map.groupBy(rows, (row) => row.logNumber)) {
    const log = chain.find(({ number }) => number === logNumber);
    if (log === undefined) continue;
    const readTile = rememberingTiles(tx, organizationId, logNumber);
    for (const row of noted) if (await fits(row, log, readTile)) fit.add(row.number);
  }
  return fit;
}

async function fits(
  { checkpoint, size: entries }: NotedRow,
  { size, origin, verifierKey }: ChainLog,
  readTile: (path: string) => Promise<Uint8Array>,
): Promise<boolean> {
  if (entries > size) return false;
  try {
    const root = await rootHash(nodeCrypto, BigInt(entries), readTile);
    if (!checkpoint.startsWith(`${formatCheckpoint({ origin, size: BigInt(entries), root })}\n`)) return false;
    openNote(nodeCrypto, checkpoint, [verifierKey]);
    return true;
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}

/** What the operator's log has of each, by its number. */
export async function operatorEntries(inside: Inside, rows: readonly NotedRow[]): Promise<Map<number, OperatorEntry>> {
  const { tx, organizationId } = inside;
  const log = await operatorLog(inside);
  return insideInstance(inside, async () => {
    const indexes = rows.map(({ operatorIndex }) => operatorIndex);
    const statements = await statementsAt(tx, instanceLogId, indexes);
    const readTile = rememberingTiles(tx, instanceLogId, log.number);
    const found = new Map<number, OperatorEntry>();
    for (const row of rows) {
      const statement = statements.get(row.operatorIndex) ?? null;
      const speaks = statement !== null && commits(statement, organizationId, row);
      const index = row.operatorIndex - log.first;
      const signed = log.checkpoint !== null && index < log.size;
      const entry = new TextEncoder().encode(statement ?? '');
      const subject = { readTile, verifierKey: log.verifierKey, index, entry };
      const proof = speaks && signed ? await proofThatHolds(subject, log.checkpoint ?? '') : null;
      const committed = proof !== null ? 'committed' : speaks && !signed ? 'not-signed-yet' : 'not-committed';
      found.set(row.number, { committed, statement, proof });
    }
    return found;
  });
}

/** Whether an entry is the one that commits to what is kept, of which the size and the log are those of its checkpoint. */
function commits(text: string, organizationId: string, row: NotedRow): boolean {
  const { checkpoint, salt, size, logNumber, notedAt } = row;
  const statement = statementIn(text);
  if (statement?.op !== noteOp) return false;
  const { data: facts } = noteFacts.safeParse(statement.facts);
  return (
    facts?.commitment === commitmentTo(checkpoint, salt) &&
    statement.at === notedAt.toISOString() &&
    checkpoint.startsWith(`${logOrigin(organizationId, logNumber)}\n${size}\n`)
  );
}

function statementIn(text: string): LogStatement | undefined {
  try {
    return logStatement.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
