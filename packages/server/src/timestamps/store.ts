import type { Timestamp, TimestampAuthority, TimestampOutcome } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { TreeSize } from '../log/index.ts';
import type { Schema, Tx } from '../platform/database/index.ts';

/** Until the transaction ends, nobody else changes the list. */
export async function lockAuthorities(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.timestamps ${organizationId}`}, 0))`.execute(tx);
}

/** Whether any authority is asked. */
export async function hasAuthorities(tx: Tx, organizationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('timestampAuthorities')
    .select('id')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** An authority that is asked, with its certificates and what came of it the last time. */
export interface AuthorityRow extends Selectable<Schema['timestampAuthorities']> {
  pem: string;
  askedAt: Date | null;
  outcome: TimestampOutcome | null;
  detail: string | null;
}

/** All of them, by name. */
export async function authoritiesOf(tx: Tx, organizationId: string): Promise<AuthorityRow[]> {
  return tx
    .selectFrom('timestampAuthorities as a')
    .innerJoin('timestampCertificates as c', (join) =>
      join.onRef('c.organizationId', '=', 'a.organizationId').onRef('c.sha256', '=', 'a.certificatesSha256'),
    )
    .leftJoin('timestampAsks as k', (join) =>
      join.onRef('k.organizationId', '=', 'a.organizationId').onRef('k.authorityId', '=', 'a.id'),
    )
    .selectAll('a')
    .select(['c.pem', 'k.askedAt', 'k.outcome', 'k.detail'])
    .where('a.organizationId', '=', organizationId)
    .orderBy('a.name')
    .orderBy('a.id')
    .execute();
}

export function toAuthority(row: AuthorityRow): TimestampAuthority {
  const { id, name, url, pem, certificatesSha256, policy, addedAt, entryIndex, askedAt, outcome, detail } = row;
  return {
    id,
    name,
    url,
    certificates: pem,
    certificatesSha256,
    policy,
    entryIndex,
    addedAt: addedAt.toISOString(),
    asked: askedAt === null || outcome === null ? null : { at: askedAt.toISOString(), outcome, detail },
  };
}

export async function insertAuthority(
  tx: Tx,
  row: Insertable<Schema['timestampAuthorities']> & { id: string },
): Promise<void> {
  await tx.insertInto('timestampAuthorities').values(row).execute();
}

/** Keeps certificates under their hash; those of an authority that was removed are there already. */
export async function keepCertificates(tx: Tx, row: Insertable<Schema['timestampCertificates']>): Promise<void> {
  await tx
    .insertInto('timestampCertificates')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .execute();
}

export async function deleteAuthority(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx
    .deleteFrom('timestampAuthorities')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Keeps what came of asking; does nothing where the authority was removed meanwhile. */
export async function saveAsked(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { askedAt, outcome, detail }: { askedAt: Date; outcome: TimestampOutcome; detail: string | null },
): Promise<void> {
  const still = await tx
    .selectFrom('timestampAuthorities')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (still === undefined) return;
  await tx
    .insertInto('timestampAsks')
    .values({ organizationId, authorityId: id, askedAt, outcome, detail })
    .onConflict((oc) => oc.columns(['organizationId', 'authorityId']).doUpdateSet({ askedAt, outcome, detail }))
    .execute();
}

export async function insertTimestamp(tx: Tx, row: Insertable<Schema['timestamps']>): Promise<void> {
  await tx
    .insertInto('timestamps')
    .values(row)
    // Two rounds may ask for the same at once: one of the two is enough.
    .onConflict((oc) => oc.columns(['organizationId', 'certificatesSha256', 'logNumber', 'size']).doNothing())
    .execute();
}

/** Whether a checkpoint was stamped under these certificates. */
export async function isStamped(
  tx: Tx,
  organizationId: string,
  { certificatesSha256, number, size }: TreeSize & { certificatesSha256: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('timestamps')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('certificatesSha256', '=', certificatesSha256)
    .where('logNumber', '=', number)
    .where('size', '=', size)
    .executeTakeFirst();
  return row !== undefined;
}

/** A stamp as it is kept, with the certificates to check it by. */
export interface KeptTimestamp extends Omit<Timestamp, 'entry' | 'ended' | 'fits'> {
  size: number;
  token: Uint8Array;
  pem: string;
}

function kept(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('timestamps as t')
    .innerJoin('timestampCertificates as c', (join) =>
      join.onRef('c.organizationId', '=', 't.organizationId').onRef('c.sha256', '=', 't.certificatesSha256'),
    )
    .leftJoin('timestampAuthorities as a', (join) =>
      join
        .onRef('a.organizationId', '=', 't.organizationId')
        .onRef('a.certificatesSha256', '=', 't.certificatesSha256'),
    )
    .select(['t.id', 't.name', 't.signer', 't.certificatesSha256', 't.logNumber as log', 't.size', 't.token'])
    .select(['t.stampedAt', 't.accuracyMs', 'c.pem', 'a.id as authorityId'])
    .where('t.organizationId', '=', organizationId);
}

type KeptRow = Awaited<ReturnType<ReturnType<typeof kept>['execute']>>[number];

function toKept({ stampedAt, authorityId, size, token, ...row }: KeptRow): KeptTimestamp {
  return {
    ...row,
    size: Number(size),
    token: new Uint8Array(token),
    at: stampedAt.toISOString(),
    named: authorityId !== null,
  };
}

/** Of each log and each authority that ever stamped it, the largest tree; the newest log first. */
export async function furthestTimestamps(tx: Tx, organizationId: string): Promise<KeptTimestamp[]> {
  const rows = await kept(tx, organizationId)
    .distinctOn(['t.certificatesSha256', 't.logNumber'])
    .orderBy('t.certificatesSha256')
    .orderBy('t.logNumber')
    .orderBy('t.size', 'desc')
    .execute();
  return rows.map(toKept).toSorted((a, b) => b.log - a.log || b.size - a.size);
}

/** Of each authority that has stamped a tree of this log with the entry at `index`, the smallest one. */
export async function smallestTimestampsOver(
  tx: Tx,
  organizationId: string,
  { number, index }: { number: number; index: number },
): Promise<KeptTimestamp[]> {
  const rows = await kept(tx, organizationId)
    .distinctOn('t.certificatesSha256')
    .where('t.logNumber', '=', number)
    .where('t.size', '>', index)
    .orderBy('t.certificatesSha256')
    .orderBy('t.size')
    .execute();
  return rows.map(toKept).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** Of each authority and each day in UTC the first stamp of a log, and its last one of all, up to a size. */
export async function dailyTimestamps(
  tx: Tx,
  organizationId: string,
  { number, size }: TreeSize,
): Promise<KeptTimestamp[]> {
  const rows = await kept(tx, organizationId)
    .where('t.logNumber', '=', number)
    .where('t.size', '<=', size)
    .orderBy('t.certificatesSha256')
    .orderBy('t.size')
    .execute();
  return rows.map(toKept).filter(({ certificatesSha256, at }, i, all) => {
    const [before, after] = [all[i - 1], all[i + 1]];
    const first = before?.certificatesSha256 !== certificatesSha256 || before.at.slice(0, 10) !== at.slice(0, 10);
    return first || after?.certificatesSha256 !== certificatesSha256;
  });
}

/** Undefined where there is none. */
export async function findTimestamp(tx: Tx, organizationId: string, id: string): Promise<KeptTimestamp | undefined> {
  const row = await kept(tx, organizationId).where('t.id', '=', id).executeTakeFirst();
  return row && toKept(row);
}
