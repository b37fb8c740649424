import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import { z } from 'zod';
import type { Blobs } from './blobs.ts';
import { openBlobs } from './folder.ts';
import { openS3Blobs } from './s3.ts';
import type { S3Place } from './s3-place.ts';

/** Where the blobs of a data folder are when they are not in it. Without credentials. */
const elsewhere = z.object({ endpoint: z.string(), bucket: z.string(), prefix: z.string() });
export type BlobsElsewhere = z.infer<typeof elsewhere>;

const recordName = 'blobs-elsewhere.json';

/**
 * The blobs of a data folder: in it, or in S3 with copies in it. The first start with S3 is noted in the
 * folder, so that a later one without it, or with another bucket, is refused instead of finding
 * nothing. Errors: bad_input, and those of `openS3Blobs`.
 */
export async function openBlobStore(data: string, place: S3Place | undefined): Promise<Blobs> {
  const noted = await readBlobsElsewhere(data);
  if (place === undefined) {
    if (noted !== undefined) throw other(noted, 'but no --s3-bucket was given', data);
    return openBlobs(join(data, 'blobs'));
  }
  const { endpoint, bucket, prefix } = place;
  if (noted === undefined) await refuseOwnBlobs(data, place);
  else if (noted.endpoint !== endpoint || noted.bucket !== bucket || noted.prefix !== prefix) {
    throw other(noted, `and not in ${told(place)}`, data);
  }
  const blobs = await openS3Blobs(place, join(data, 'blob-cache'));
  if (noted === undefined) await note(data, { endpoint, bucket, prefix });
  return blobs;
}

/** Undefined where the data folder has its blobs itself. */
export async function readBlobsElsewhere(data: string): Promise<BlobsElsewhere | undefined> {
  const text = await readFile(join(data, recordName), 'utf8').catch(ifAbsent);
  return text === undefined ? undefined : elsewhere.parse(JSON.parse(text));
}

async function note(data: string, place: BlobsElsewhere): Promise<void> {
  const path = join(data, recordName);
  await writeFile(`${path}.new`, `${JSON.stringify(place, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

async function refuseOwnBlobs(data: string, place: S3Place): Promise<void> {
  const names = (await readdir(join(data, 'blobs')).catch(ifAbsent)) ?? [];
  if (names.every((name) => name === 'incoming')) return;
  throw new TickmarkError('bad_input', `The data folder ${data} has blobs of its own already.`, {
    field: '--s3-bucket',
    action: `Copy what is in ${join(data, 'blobs')} to ${told(place)} under the same names, move that folder away, and start again.`,
  });
}

function other(noted: BlobsElsewhere, but: string, data: string): TickmarkError {
  return new TickmarkError('bad_input', `The blobs of this data folder are in ${told(noted)}, ${but}.`, {
    field: '--s3-bucket',
    action: `Name that bucket. If the blobs were moved as they are, remove ${join(data, recordName)} first.`,
  });
}

function told({ endpoint, bucket, prefix }: BlobsElsewhere): string {
  return `${bucket}${prefix === '' ? '' : `/${prefix}`} at ${endpoint}`;
}

function ifAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
