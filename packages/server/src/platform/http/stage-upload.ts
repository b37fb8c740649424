import { maxPieceBytes, TickmarkError } from '@tickmark/core';
import { z } from 'zod';
import type { Blobs } from '../blobs/blobs.ts';
import type { StagedFile } from '../handler.ts';
import type { Sender, Uploads } from '../uploads/index.ts';
import { parseInput } from './bad-input.ts';
import { mediaTypeOf, sniffedBytes } from './media-type.ts';
import { announcedBytes, bodyOf, readFileName } from './read-request.ts';

const maxUploadBytes = 512 * 1024 * 1024;

/**
 * The file that comes with a call: the body of the request, or the upload that the header
 * `Tickmark-Upload` names, which was sent in pieces before. `mostBytes` is what one that comes by a link may have.
 * Errors: bad_input, too_large, not_found, not_yet_possible, no_longer_possible.
 */
export async function stageFile(
  { blobs, uploads }: { blobs: Blobs; uploads: Uploads },
  sender: Sender,
  request: Request,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<StagedFile> {
  const named = request.headers.get('tickmark-upload');
  if (named === null) return stageUpload(blobs, sender.organizationId, request, mostBytes);
  const { 'Tickmark-Upload': id } = parseInput(uploadHeader, { 'Tickmark-Upload': named });
  const taken = await uploads.take(sender, id);
  return request.headers.has('tickmark-file-name') ? { ...taken, name: readFileName(request) } : taken;
}

const uploadHeader = z.object({ 'Tickmark-Upload': z.uuid().toLowerCase() });

/**
 * Takes the body in as the next piece of a file. `input` is that of `uploads.append`. A refusal is answered
 * only after the rest of the body came: a client that still sends would find the connection closed,
 * and never read why.
 */
export async function receivePiece(uploads: Uploads, sender: Sender, request: Request, input: unknown): Promise<void> {
  const { id, offset } = input as { id: string; offset: number };
  const source = (request.body ?? nothing())[Symbol.asyncIterator]();
  const bytes = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
  try {
    await uploads.receive(sender, { id, offset, announcedBytes: announcedBytes(request), bytes });
  } catch (error) {
    await readOut(source);
    throw error;
  }
}

const readOutWithinMs = 10_000;

async function readOut(source: AsyncIterator<Uint8Array>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, readOutWithinMs, undefined);
  });
  let left = maxPieceBytes;
  while (left > 0) {
    const next = await Promise.race([source.next().catch(() => undefined), late]);
    if (next === undefined || next.done === true) break;
    left -= next.value.byteLength;
  }
  clearTimeout(timer);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * Streams the body of an upload into the blob store. Nothing refers to the bytes yet, so a request
 * that fails later leaves no trace but unreferred bytes.
 * Errors: bad_input (no bytes), too_large.
 */
async function stageUpload(
  blobs: Blobs,
  organizationId: string,
  request: Request,
  mostBytes: number,
): Promise<StagedFile> {
  const maxBytes = Math.min(maxUploadBytes, mostBytes);
  const tooLarge = () => (mostBytes < maxUploadBytes ? tooLargeForLink(mostBytes) : tooLargeForRequest());
  if (announcedBytes(request) > maxBytes) throw tooLarge();
  const name = readFileName(request);
  const beginning: Uint8Array[] = [];
  let size = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bodyOf(request)) {
      if (size < sniffedBytes) beginning.push(chunk.slice(0, sniffedBytes - size));
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      yield chunk;
    }
    if (size === 0) {
      throw new TickmarkError('bad_input', 'The file is empty.', {
        field: 'file',
        action: 'Send the bytes of a file as the body of the request.',
      });
    }
  }
  const stored = await blobs.put(organizationId, watched(), { maxBytes });
  return { ...stored, name, mediaType: mediaTypeOf(Buffer.concat(beginning)) };
}

/** A file that has more than its link takes. */
export function tooLargeForLink(maxBytes: number): TickmarkError {
  return new TickmarkError(
    'too_large',
    `The file has more than ${Math.floor(maxBytes / 1024 / 1024)} MiB, which is the most this link takes.`,
    {
      field: 'file',
      action: 'Send a smaller one, or ask for a link that takes more.',
    },
  );
}

function tooLargeForRequest(): TickmarkError {
  return new TickmarkError(
    'too_large',
    `The file has more than ${maxUploadBytes / 1024 / 1024} MiB, and was sent in one request.`,
    {
      field: 'file',
      action:
        'Send it in pieces (uploads.begin), as the web app and the command line do by themselves. If its rows are a population, Parquet takes about a tenth of a CSV; the guide says how under "From files".',
    },
  );
}
