import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { S3Client, S3Errors } from '@bradenmacdonald/s3-lite-client';
import { TickmarkError } from '@tickmark/core';
import type { Blobs } from './blobs.ts';
import { BlobCache, cacheLimits, type CacheLimits } from './cache.ts';
import { assertId, explainDisk } from './disk.ts';
import { blobKey, removeAbandoned, writeDraft } from './drafts.ts';
import { HeldFiles } from './held.ts';
import type { S3Place } from './s3-place.ts';
import { verified } from './verified.ts';

const inCache = {
  where: 'The copy of the blob store on this machine',
  action: 'Stop the server and delete blob-cache in its data folder; what is needed is fetched again.',
};

/** Bytes of one part of a multipart upload; four are in memory at once. */
const partBytes = 16 * 1024 * 1024;

/**
 * Blobs in a bucket of an S3-compatible store, under the same names as in a folder, behind `prefix`.
 * The key is the hash, so bytes are first written to `folder` and hashed; `put` resolves only after
 * the store acknowledged and told the right size. Writes a small object at once to learn whether it may.
 * Errors: cannot_run (no such bucket, refused credentials, no answer), and those of `Blobs` in a folder.
 */
export async function openS3Blobs(place: S3Place, folder: string, limits: CacheLimits = cacheLimits): Promise<Blobs> {
  const store = new S3Blobs(place, resolve(folder), limits);
  await store.prove();
  return store;
}

class S3Blobs implements Blobs {
  readonly #place: S3Place;
  readonly #client: S3Client;
  readonly #incoming: string;
  readonly #cache: BlobCache;
  readonly #held = new HeldFiles();
  /** Fetches under way, so that two readers of the same bytes wait for one. */
  readonly #fetching = new Map<string, Promise<string>>();

  constructor(place: S3Place, folder: string, limits: CacheLimits) {
    this.#place = place;
    this.#client = new S3Client({
      endPoint: place.endpoint,
      region: place.region,
      bucket: place.bucket,
      ...place.credentials,
    });
    this.#incoming = join(folder, 'incoming');
    this.#cache = new BlobCache(folder, limits);
    removeAbandoned(this.#incoming);
  }

  prove(): Promise<unknown> {
    const text = 'Tickmark keeps files below this prefix, each under its SHA-256.\n';
    return this.#ask(() => this.#client.putObject(`${this.#place.prefix}tickmark.txt`, text));
  }

  async put(
    organizationId: string,
    bytes: AsyncIterable<Uint8Array>,
    expected?: Parameters<Blobs['put']>[2],
  ): ReturnType<Blobs['put']> {
    assertId(organizationId);
    return this.#inDraft(async (draft) => {
      const stored = await writeDraft(nodeFiles, draft, bytes, expected);
      await this.#send(draft, this.#key(organizationId, stored.sha256), stored.size);
      await this.#cache.adopt(organizationId, stored.sha256, draft);
      return stored;
    });
  }

  putFile(organizationId: string, path: string, expected?: Parameters<Blobs['put']>[2]): ReturnType<Blobs['put']> {
    return this.put(organizationId, createReadStream(path), expected);
  }

  async has(organizationId: string, sha256: string): Promise<boolean> {
    const key = this.#key(organizationId, sha256);
    return this.#ask(() => this.#client.exists(key));
  }

  async open(organizationId: string, sha256: string): Promise<Readable> {
    const key = this.#key(organizationId, sha256);
    const cached = await this.#cache.read(organizationId, sha256);
    if (cached !== undefined) return Readable.from(verified(cached, sha256, inCache), { objectMode: false });
    return Readable.from(this.#verified(await this.#get(key, sha256), sha256), { objectMode: false });
  }

  async local(organizationId: string, sha256: string): Promise<string> {
    const key = this.#key(organizationId, sha256);
    const cached = await this.#cache.find(organizationId, sha256);
    if (cached !== undefined) return cached;
    const fetching = this.#fetching.get(key) ?? this.#fetch(organizationId, sha256, key);
    this.#fetching.set(key, fetching);
    return fetching.finally(() => this.#fetching.delete(key));
  }

  async held(organizationId: string, sha256: string): Promise<string> {
    return this.#held.hold(await this.local(organizationId, sha256), sha256, inCache);
  }

  async remove(organizationId: string, sha256: string): Promise<void> {
    const key = this.#key(organizationId, sha256);
    await this.#fetching.get(key)?.catch(() => undefined);
    await this.#ask(() => this.#client.deleteObject(key));
    await this.#cache.remove(organizationId, sha256);
  }

  #key(organizationId: string, sha256: string): string {
    return `${this.#place.prefix}${blobKey(organizationId, sha256)}`;
  }

  async #send(draft: string, key: string, size: number): Promise<void> {
    const source = createReadStream(draft, { highWaterMark: 1024 * 1024 });
    try {
      const body = Readable.toWeb(source) as ReadableStream<Uint8Array>;
      await this.#ask(() => this.#client.putObject(key, body, { size, partSize: partBytes }));
    } finally {
      source.destroy();
    }
    const kept = await this.#ask(() => this.#client.statObject(key));
    if (kept.size !== size) {
      throw new TickmarkError('cannot_run', `The blob store says it has ${kept.size} of ${size} bytes.`, {
        action: 'Nothing was recorded. Send the file again; if this comes back, look at the store.',
      });
    }
  }

  #fetch(organizationId: string, sha256: string, key: string): Promise<string> {
    return this.#inDraft(async (draft) => {
      await writeDraft(nodeFiles, draft, this.#verified(await this.#get(key, sha256), sha256), undefined);
      return this.#cache.adopt(organizationId, sha256, draft);
    });
  }

  async #get(key: string, sha256: string): Promise<AsyncIterable<Uint8Array>> {
    try {
      const response = await this.#client.getObject(key);
      return (response.body ?? []) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (!(error instanceof S3Errors.ServerError) || error.code !== 'NoSuchKey') throw this.#explain(error);
      throw new TickmarkError('not_found', `The file with the SHA-256 ${sha256} is not in the blob store.`, {
        action: 'If it was there before, restore it from a version or a copy of the bucket.',
        cause: error,
      });
    }
  }

  async *#verified(bytes: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
    const action = 'Restore this object from a version or a copy of the bucket.';
    try {
      yield* verified(bytes, sha256, { where: 'The blob store', action });
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async #inDraft<T>(work: (draft: string) => Promise<T>): Promise<T> {
    await nodeFiles.mkdir(this.#incoming, { recursive: true, mode: 0o700 });
    const draft = join(this.#incoming, randomUUID());
    try {
      return await work(draft);
    } catch (error) {
      await nodeFiles.rm(draft, { force: true });
      throw explainDisk(error);
    }
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** What the store or the line did, in words. No message of the store is repeated: it may quote what was sent. */
  #explain(error: unknown): unknown {
    const { endpoint, bucket } = this.#place;
    if (error instanceof S3Errors.ServerError) {
      const { statusCode, code } = error;
      if (code === 'NoSuchBucket') {
        return cannotRun(
          `There is no bucket ${bucket} at ${endpoint}.`,
          'Make it, or name another with --s3-bucket.',
          error,
        );
      }
      if (statusCode === 401 || statusCode === 403) {
        return cannotRun(
          `The blob store at ${endpoint} refused the credentials for the bucket ${bucket} (${statusCode} ${code}).`,
          'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to those of an account that may read and write it.',
          error,
        );
      }
      return cannotRun(
        `The blob store at ${endpoint} answered ${statusCode} ${code}.`,
        'Try again; look at the store.',
        error,
      );
    }
    // What fetch throws when there is no answer, or none that ends.
    if (!(error instanceof TypeError)) return error;
    return cannotRun(
      `The blob store at ${endpoint} does not answer.`,
      'Check --s3-endpoint and the network, and try again.',
      error,
    );
  }
}

function cannotRun(message: string, action: string, cause: unknown): TickmarkError {
  return new TickmarkError('cannot_run', message, { action, cause });
}
