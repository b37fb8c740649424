import type { Vouched, Witness, WitnessOutcome } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { TreeSize } from '../log/index.ts';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Until the transaction ends, nobody else changes the list. */
export async function lockWitnesses(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.witnesses ${organizationId}`}, 0))`.execute(tx);
}

/** A witness that is asked, with what came of asking it about the logs before the one it is asked about now. */
export interface WitnessRow extends Selectable<Schema['witnesses']> {
  earlier: EarlierAsk[];
}

type EarlierAsk = Omit<Selectable<Schema['earlierAsks']>, 'organizationId' | 'witnessId'>;

/** All of them, by name. */
export async function witnessesOf(tx: Tx, organizationId: string): Promise<WitnessRow[]> {
  const rows = await tx
    .selectFrom('witnesses')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  if (rows.every(({ logNumber }) => logNumber === 1)) return rows.map((row) => ({ ...row, earlier: [] }));
  const asks = await tx
    .selectFrom('earlierAsks')
    .select(['witnessId', 'logNumber', 'askedAt', 'outcome', 'detail'])
    .where('organizationId', '=', organizationId)
    .orderBy('logNumber')
    .execute();
  const earlier = Map.groupBy(asks, ({ witnessId }) => witnessId);
  return rows.map((row) => ({ ...row, earlier: earlier.get(row.id) ?? [] }));
}

/** Those that are or were asked about a log, with what came of it the last time. */
export async function askedAbout(
  tx: Tx,
  organizationId: string,
  logNumber: number,
): Promise<Pick<Witness, 'name' | 'verifierKey' | 'asked'>[]> {
  return (await witnessesOf(tx, organizationId)).flatMap((row) => {
    const about = row.logNumber === logNumber ? row : row.earlier.find((each) => each.logNumber === logNumber);
    return about === undefined ? [] : [{ name: row.name, verifierKey: row.verifierKey, asked: toAsked(about) }];
  });
}

export function toWitness({ earlier, ...row }: WitnessRow): Witness {
  return {
    id: row.id,
    name: row.name,
    verifierKey: row.verifierKey,
    url: row.url,
    addedAt: row.addedAt.toISOString(),
    entryIndex: row.entryIndex,
    log: row.logNumber,
    asked: toAsked(row),
    earlier: earlier.map(({ logNumber, askedAt, outcome, detail }) => ({
      log: logNumber,
      at: askedAt.toISOString(),
      outcome,
      detail,
    })),
  };
}

function toAsked({
  askedAt,
  outcome,
  detail,
}: Pick<Selectable<Schema['witnesses']>, 'askedAt' | 'outcome' | 'detail'>): Witness['asked'] {
  return askedAt === null || outcome === null ? null : { at: askedAt.toISOString(), outcome, detail };
}

export async function insertWitness(tx: Tx, row: Insertable<Schema['witnesses']>): Promise<void> {
  await tx.insertInto('witnesses').values(row).execute();
}

export async function deleteWitness(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx.deleteFrom('witnesses').where('organizationId', '=', organizationId).where('id', '=', id).execute();
}

/** Keeps what came of asking about a log; does nothing where the witness was removed or is asked about another by now. */
export async function saveAsked(
  tx: Tx,
  { organizationId, id, logNumber }: { organizationId: string; id: string; logNumber: number },
  asked: { size: number; askedAt: Date; outcome: WitnessOutcome; detail: string | null },
): Promise<void> {
  await tx
    .updateTable('witnesses')
    .set(asked)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('logNumber', '=', logNumber)
    .execute();
}

/** From now on a witness is asked about the log after this one; what came of asking about this one is kept. */
export async function moveToNextLog(tx: Tx, organizationId: string, id: string, logNumber: number): Promise<void> {
  const row = await tx
    .selectFrom('witnesses')
    .select(['askedAt', 'outcome', 'detail'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('logNumber', '=', logNumber)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const { askedAt, outcome, detail } = row;
  if (askedAt !== null && outcome !== null) {
    await tx
      .insertInto('earlierAsks')
      .values({ organizationId, witnessId: id, logNumber, askedAt, outcome, detail })
      .execute();
  }
  await tx
    .updateTable('witnesses')
    .set({ logNumber: logNumber + 1, size: 0, askedAt: null, outcome: null, detail: null })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function saveCosignature(
  tx: Tx,
  row: Insertable<Schema['cosignatures']> & { logNumber: number },
): Promise<void> {
  const { root, line, cosignedAt } = row;
  await tx
    .insertInto('cosignatures')
    .values(row)
    .onConflict((oc) =>
      oc.columns(['organizationId', 'verifierKey', 'logNumber', 'size']).doUpdateSet({ root, line, cosignedAt }),
    )
    .execute();
}

/** Lines of the witnesses that have cosigned this size of a log, with their keys, by name. */
export async function cosignaturesAt(
  tx: Tx,
  organizationId: string,
  { number, size }: TreeSize,
): Promise<{ verifierKey: string; line: string }[]> {
  return tx
    .selectFrom('cosignatures')
    .select(['verifierKey', 'line'])
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', number)
    .where('size', '=', size)
    .orderBy('name')
    .orderBy('verifierKey')
    .execute();
}

/** Of each log and each witness that ever cosigned it, the largest tree; the newest log first. */
export async function furthestCosignatures(
  tx: Tx,
  organizationId: string,
): Promise<(Omit<Vouched, 'fits' | 'entry' | 'ended'> & { size: number; root: Uint8Array })[]> {
  const rows = await tx
    .selectFrom('cosignatures as c')
    .leftJoin('witnesses as w', (join) =>
      join.onRef('w.organizationId', '=', 'c.organizationId').onRef('w.verifierKey', '=', 'c.verifierKey'),
    )
    .distinctOn(['c.verifierKey', 'c.logNumber'])
    .select(['c.verifierKey', 'c.name', 'c.logNumber as log', 'c.size', 'c.root', 'c.cosignedAt', 'w.id'])
    .where('c.organizationId', '=', organizationId)
    .orderBy('c.verifierKey')
    .orderBy('c.logNumber')
    .orderBy('c.size', 'desc')
    .execute();
  return rows
    .map(({ id, cosignedAt, size, ...row }) => ({
      ...row,
      size: Number(size),
      named: id !== null,
      at: cosignedAt.toISOString(),
    }))
    .toSorted((a, b) => b.log - a.log || b.size - a.size);
}

/** Of each witness that has cosigned a tree of this log with the entry at `index`, the size of the smallest one. */
export async function smallestCosignedOver(
  tx: Tx,
  organizationId: string,
  { number, index }: { number: number; index: number },
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('cosignatures')
    .select(({ fn }) => ['verifierKey', fn.min('size').as('size')])
    .where('organizationId', '=', organizationId)
    .where('logNumber', '=', number)
    .where('size', '>', index)
    .groupBy('verifierKey')
    .execute();
  return new Map(rows.map(({ verifierKey, size }) => [verifierKey, Number(size)]));
}
