import type { AnnouncedFile, Upload } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import type { Schema, Tx } from '../database/index.ts';

/** Every function sees the uploads of one person in one organization: row-level security names both. */
export interface Sender {
  organizationId: string;
  userId: string;
}

export type UploadRow = Selectable<Schema['uploads']>;

/** Until the transaction ends, nobody else begins for this person: the limits are counted before. */
export async function lockSender(tx: Tx, { organizationId, userId }: Sender): Promise<void> {
  const key = `tickmark.uploads ${organizationId} ${userId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

export async function insertUpload(
  tx: Tx,
  { organizationId, userId }: Sender,
  upload: AnnouncedFile & { id: string; begunAt: Date; expiresAt: Date },
): Promise<UploadRow> {
  return numbered(
    await tx
      .insertInto('uploads')
      .values({ organizationId, userId, ...upload })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

export async function findUpload(tx: Tx, sender: Sender, id: string): Promise<UploadRow | undefined> {
  const row = await own(tx, sender).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : numbered(row);
}

/** Newest first, those that have expired among them. */
export async function uploadsOf(tx: Tx, sender: Sender): Promise<UploadRow[]> {
  const rows = await own(tx, sender).orderBy('begunAt', 'desc').orderBy('id').execute();
  return rows.map(numbered);
}

/** Notes progress, if nobody else did meanwhile; answers whether that was so. */
export async function advanceUpload(
  tx: Tx,
  sender: Sender,
  id: string,
  from: number,
  change: { received: number; expiresAt: Date },
): Promise<boolean> {
  const done = await tx
    .updateTable('uploads')
    .set(change)
    .where('organizationId', '=', sender.organizationId)
    .where('userId', '=', sender.userId)
    .where('id', '=', id)
    .where('received', '=', from)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function updateUpload(
  tx: Tx,
  sender: Sender,
  id: string,
  change: { received: number; mediaType: null; stored: boolean } | { mediaType: string } | { stored: true },
): Promise<void> {
  await tx
    .updateTable('uploads')
    .set(change)
    .where('organizationId', '=', sender.organizationId)
    .where('userId', '=', sender.userId)
    .where('id', '=', id)
    .execute();
}

export async function deleteUploads(tx: Tx, sender: Sender, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('uploads')
    .where('organizationId', '=', sender.organizationId)
    .where('userId', '=', sender.userId)
    .where('id', 'in', ids)
    .execute();
}

function own(tx: Tx, { organizationId, userId }: Sender) {
  return tx.selectFrom('uploads').selectAll().where('organizationId', '=', organizationId).where('userId', '=', userId);
}

/** 64-bit numbers come from the driver as text. */
function numbered(row: UploadRow): UploadRow {
  return { ...row, size: Number(row.size), received: Number(row.received) };
}

export function stateOf(row: UploadRow, now: Date): Upload['state'] {
  if (row.expiresAt <= now) return 'expired';
  return row.mediaType === null ? 'receiving' : 'complete';
}

export function toUpload(row: UploadRow, now: Date): Upload {
  const { id, name, size, sha256, received } = row;
  return {
    id,
    name,
    size,
    sha256,
    received,
    state: stateOf(row, now),
    begunAt: row.begunAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
