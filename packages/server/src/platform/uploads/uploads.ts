import { maxPieceBytes, TickmarkError, type AnnouncedFile, type Upload } from '@tickmark/core';
import type { Blobs, StoredBlob } from '../blobs/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Database, Scope, Tx } from '../database/index.ts';
import { mediaTypeOf, sniffedBytes } from '../http/media-type.ts';
import type { Staging } from './staging.ts';
import {
  advanceUpload,
  deleteUploads,
  findUpload,
  insertUpload,
  lockSender,
  stateOf,
  toUpload,
  updateUpload,
  uploadsOf,
  type Sender,
  type UploadRow,
} from './store.ts';
import { Turns } from './turns.ts';

const hourMs = 3_600_000;

export interface UploadLimits {
  /** Bytes one file may have. */
  maxFileBytes: number;
  /** Files of one person in one organization that may be on their way or wait to be used. */
  maxFiles: number;
  /** Bytes of these together, as announced. */
  maxTotalBytes: number;
  /** After the last piece. */
  keptForMs: number;
}

/** A piece of a file as it comes in. */
export interface Piece {
  id: string;
  offset: number;
  /** As its sender announced; 0 when nothing was. */
  announcedBytes: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** Of one person: ten files, together twice what one may have. Kept for a day. */
export function uploadLimits(maxFileBytes: number): UploadLimits {
  return { maxFileBytes, maxFiles: 10, maxTotalBytes: 2 * maxFileBytes, keptForMs: 24 * hourMs };
}

export interface UploadParts {
  database: Database;
  blobs: Blobs;
  staging: Staging;
  clock: Clock;
  limits: UploadLimits;
}

/** Large files on their way: received piece by piece, then taken up by an operation by their id. */
export interface Uploads {
  /**
   * In a transaction of the sender. What was received of the same file (size and hash) before goes on.
   * Errors: too_large, too_many_requests.
   */
  begin(tx: Tx, sender: Sender, file: AnnouncedFile & { id: string }): Promise<Upload>;
  /** Errors: not_found. */
  show(tx: Tx, sender: Sender, id: string): Promise<Upload>;
  /** Those that nothing has taken up. */
  list(tx: Tx, sender: Sender): Promise<Upload[]>;
  /** Errors: not_found. */
  discard(tx: Tx, sender: Sender, id: string): Promise<void>;
  /**
   * Outside any transaction. Bytes count only once they are fsynced; what came before a connection
   * broke counts too. Errors: not_found, no_longer_possible, conflict, too_large, does_not_hold, cannot_run.
   */
  receive(sender: Sender, piece: Piece): Promise<void>;
  /**
   * Outside any transaction: puts a complete file into the blob store, once.
   * Errors: not_found, not_yet_possible, no_longer_possible.
   */
  take(sender: Sender, id: string): Promise<StoredBlob & { name: string; mediaType: string }>;
  /** Removes the bytes of uploads that have expired, now and every hour, until the function answered is called. */
  removeExpiredHourly(onError: (error: unknown) => void): () => Promise<void>;
  /** Ends what is coming in, and saves what came. */
  close(): Promise<void>;
}

/** Rows of expired uploads are kept this much longer, so that their sender is told what became of them. */
const toldForMs = 7 * 86_400_000;

export function createUploads(parts: UploadParts): Uploads {
  return new StagedUploads(parts);
}

class StagedUploads implements Uploads {
  readonly #parts: UploadParts;
  readonly #turns = new Turns();

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  async begin(tx: Tx, sender: Sender, file: AnnouncedFile & { id: string }): Promise<Upload> {
    const { limits, clock } = this.#parts;
    const now = clock.now();
    if (file.size > limits.maxFileBytes) throw tooLarge(limits.maxFileBytes);
    await lockSender(tx, sender);
    const rows = await uploadsOf(tx, sender);
    const forgotten = rows.filter((row) => row.expiresAt.getTime() + toldForMs <= now.getTime());
    await deleteUploads(
      tx,
      sender,
      forgotten.map(({ id }) => id),
    );
    const current = rows.filter((row) => row.expiresAt > now);
    const same = current.find((row) => row.sha256 === file.sha256 && row.size === file.size);
    if (same !== undefined) return toUpload(await this.#settled(tx, sender, same), now);
    refuseBeyond(limits, current, file.size);
    const expiresAt = this.#expiry(now);
    return toUpload(await insertUpload(tx, sender, { ...file, begunAt: now, expiresAt }), now);
  }

  async show(tx: Tx, sender: Sender, id: string): Promise<Upload> {
    return toUpload(await this.#settled(tx, sender, await existing(tx, sender, id)), this.#parts.clock.now());
  }

  async list(tx: Tx, sender: Sender): Promise<Upload[]> {
    const now = this.#parts.clock.now();
    return (await uploadsOf(tx, sender)).filter((row) => !row.stored).map((row) => toUpload(row, now));
  }

  async discard(tx: Tx, sender: Sender, id: string): Promise<void> {
    await existing(tx, sender, id);
    await deleteUploads(tx, sender, [id]);
    // Should the transaction fail after this, the next look finds nothing received.
    await this.#parts.staging.remove(sender.organizationId, id);
  }

  receive(sender: Sender, piece: Piece): Promise<void> {
    return this.#turns.take(keyOf(sender, piece.id), async (stopped) => {
      const row = await this.#inTransaction(sender, async (tx) =>
        this.#settled(tx, sender, await existing(tx, sender, piece.id)),
      );
      const now = this.#parts.clock.now();
      refuseExpired(row, now);
      if (row.mediaType === null) await this.#append(sender, row, piece, stopped);
      else if (piece.offset !== row.received) throw wrongOffset(row);
    });
  }

  take(sender: Sender, id: string): Promise<StoredBlob & { name: string; mediaType: string }> {
    return this.#turns.take(keyOf(sender, id), async () => {
      const { blobs, staging, clock } = this.#parts;
      const row = await this.#inTransaction(sender, async (tx) =>
        this.#settled(tx, sender, await existing(tx, sender, id)),
      );
      refuseExpired(row, clock.now());
      const { sha256, size, name, mediaType } = row;
      if (mediaType === null) throw notComplete(row);
      if (!row.stored) {
        await blobs.putFile(sender.organizationId, staging.path(sender.organizationId, id), { sha256 });
        await this.#inTransaction(sender, (tx) => updateUpload(tx, sender, id, { stored: true }));
        await staging.remove(sender.organizationId, id);
      }
      return { sha256, size, name, mediaType };
    });
  }

  removeExpiredHourly(onError: (error: unknown) => void): () => Promise<void> {
    const { staging, clock, limits } = this.#parts;
    let removing: Promise<void> = Promise.resolve();
    const look = (): void => {
      const before = new Date(clock.now().getTime() - limits.keptForMs);
      removing = removing.then(() => staging.removeOlder(before)).catch(onError);
    };
    look();
    const timer = setInterval(look, hourMs);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await removing;
    };
  }

  close(): Promise<void> {
    return this.#turns.end();
  }

  async #append(sender: Sender, row: UploadRow, piece: Piece, stopped: AbortSignal): Promise<void> {
    const { staging, clock } = this.#parts;
    if (piece.offset !== row.received) throw wrongOffset(row);
    const room = Math.min(row.size - row.received, maxPieceBytes);
    if (piece.announcedBytes > room) throw tooMuch(row);
    const bytes = watched(piece.bytes, stopped, room, () => tooMuch(row));
    const { written, failure } = await staging.write(sender.organizationId, row.id, row.received, bytes);
    if (failure instanceof TickmarkError && failure.code === 'too_large') throw failure;
    const received = row.received + written;
    if (written > 0) {
      const change = { received, expiresAt: this.#expiry(clock.now()) };
      const mine = await this.#inTransaction(sender, (tx) => advanceUpload(tx, sender, row.id, row.received, change));
      if (!mine) throw wrongOffset(row);
    }
    if (failure !== undefined) throw failure;
    if (received === row.size) await this.#complete(sender, row);
  }

  async #complete(sender: Sender, { id, sha256 }: UploadRow): Promise<void> {
    const { staging } = this.#parts;
    const found = await staging.digest(sender.organizationId, id, sniffedBytes);
    if (found.sha256 === sha256) {
      const mediaType = mediaTypeOf(found.beginning);
      await this.#inTransaction(sender, (tx) => updateUpload(tx, sender, id, { mediaType }));
      return;
    }
    await this.#inTransaction(sender, (tx) => deleteUploads(tx, sender, [id]));
    await staging.remove(sender.organizationId, id);
    throw new TickmarkError(
      'does_not_hold',
      `The bytes received have the SHA-256 ${found.sha256}, but ${sha256} was announced; they were removed.`,
      { field: 'sha256', action: 'Send the file again. If it changes while it is sent, send a copy of it.' },
    );
  }

  /**
   * The row as the disk bears it out: where bytes are missing (another machine, a restored backup, evidence that was
   * deleted), nothing counts as received and the file is sent from its beginning.
   */
  async #settled(tx: Tx, sender: Sender, row: UploadRow): Promise<UploadRow> {
    const { blobs, staging, clock } = this.#parts;
    if (row.received === 0 || row.expiresAt <= clock.now()) return row;
    const there = row.stored
      ? await blobs.has(sender.organizationId, row.sha256)
      : (await staging.size(sender.organizationId, row.id)) >= row.received;
    if (there) return row;
    const nothing = { received: 0, mediaType: null, stored: false };
    await updateUpload(tx, sender, row.id, nothing);
    return { ...row, ...nothing };
  }

  #expiry(now: Date): Date {
    return new Date(now.getTime() + this.#parts.limits.keptForMs);
  }

  #inTransaction<T>({ organizationId, userId }: Sender, work: (tx: Tx) => Promise<T>): Promise<T> {
    const scope: Scope = { role: 'app', organizationId, userId };
    return this.#parts.database.transaction(scope, work);
  }
}

/** Ends the bytes when another piece of the same file comes, or when there are more than there is room for. */
async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  stopped: AbortSignal,
  room: number,
  tooMany: () => TickmarkError,
): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  const replaced = new Promise<never>((_, reject) => {
    const end = (): void => reject(superseded());
    if (stopped.aborted) end();
    stopped.addEventListener('abort', end, { once: true });
  });
  replaced.catch(() => undefined);
  let size = 0;
  for (;;) {
    const next = await Promise.race([source.next().catch(brokenOff), replaced]);
    if (next.done === true) return;
    size += next.value.byteLength;
    if (size > room) throw tooMany();
    yield next.value;
  }
}

/** The sender is part of it: nobody may end what another is sending. */
function keyOf({ organizationId, userId }: Sender, id: string): string {
  return `${organizationId} ${userId} ${id}`;
}

async function existing(tx: Tx, sender: Sender, id: string): Promise<UploadRow> {
  const row = await findUpload(tx, sender, id);
  if (row !== undefined) return row;
  throw new TickmarkError('not_found', 'There is no such upload of yours.', {
    field: 'id',
    action: 'Begin again with uploads.begin; it finds what was received of the same file.',
  });
}

function refuseExpired(row: UploadRow, now: Date): void {
  if (stateOf(row, now) !== 'expired') return;
  throw new TickmarkError(
    'no_longer_possible',
    `Nothing came of ${row.name} until ${row.expiresAt.toISOString()}, so its bytes were removed.`,
    { field: 'id', action: 'Send the file again from its beginning.' },
  );
}

function refuseBeyond(limits: UploadLimits, rows: readonly UploadRow[], more: number): void {
  const open = rows.filter((row) => !row.stored);
  const action = `Go on with one of them or discard it (uploads.list, uploads.discard). They go by themselves ${hours(limits.keptForMs)} after their last piece.`;
  if (open.length >= limits.maxFiles) {
    throw new TickmarkError('too_many_requests', `You have ${open.length} files on their way already.`, { action });
  }
  const total = open.reduce((sum, row) => sum + row.size, 0);
  if (total + more > limits.maxTotalBytes) {
    throw new TickmarkError(
      'too_many_requests',
      `Your files on their way have ${size(total)}; with this one they would have more than ${size(limits.maxTotalBytes)}.`,
      { action },
    );
  }
}

function hours(ms: number): string {
  return `${Math.round(ms / hourMs)} hours`;
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.ceil(bytes / 1024 ** 2)} MiB`;
}

function tooLarge(maxBytes: number): TickmarkError {
  return new TickmarkError('too_large', `The file has more than ${size(maxBytes)}.`, {
    field: 'size',
    action:
      'If its rows are a population, send them as Parquet, which takes about a tenth of a CSV; the guide says how under "From files". Split other files.',
  });
}

function tooMuch(row: UploadRow): TickmarkError {
  const left = row.size - row.received;
  return new TickmarkError(
    'too_large',
    `Of ${row.name} only ${left} bytes are missing, and a piece has at most 64 MiB.`,
    {
      field: 'file',
      action: `Send at most ${Math.min(left, maxPieceBytes)} bytes from byte ${row.received} on.`,
    },
  );
}

function wrongOffset(row: UploadRow): TickmarkError {
  return new TickmarkError('conflict', `Of ${row.name} ${row.received} bytes were received so far.`, {
    field: 'offset',
    action: 'Ask with uploads.show how far it is, and go on there.',
  });
}

function notComplete(row: UploadRow): TickmarkError {
  return new TickmarkError('not_yet_possible', `Of ${row.name} ${row.received} of ${row.size} bytes were received.`, {
    field: 'Tickmark-Upload',
    action: 'Send the rest with uploads.append first.',
  });
}

function brokenOff(cause: unknown): never {
  throw new TickmarkError('bad_input', 'The connection broke off before the end of the piece.', {
    field: 'file',
    action: 'Ask with uploads.show how far it is, and go on there.',
    cause,
  });
}

function superseded(): TickmarkError {
  return new TickmarkError('conflict', 'Another piece of the same file came and took over.', {
    field: 'offset',
    action: 'Send a file over one connection at a time.',
  });
}
