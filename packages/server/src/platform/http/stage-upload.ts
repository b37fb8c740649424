import { TickmarkError } from '@tickmark/core';
import type { Blobs } from '../blobs/blobs.ts';
import type { StagedFile } from '../handler.ts';
import { mediaTypeOf, sniffedBytes } from './media-type.ts';
import { announcedBytes, readFileName } from './read-request.ts';

const maxUploadBytes = 512 * 1024 * 1024;

/**
 * Streams the body of an upload into the blob store. Nothing refers to the bytes yet, so a request
 * that fails later leaves no trace but unreferred bytes.
 * Errors: bad_input (no bytes), too_large.
 */
export async function stageUpload(blobs: Blobs, organizationId: string, request: Request): Promise<StagedFile> {
  if (announcedBytes(request) > maxUploadBytes) throw tooLarge();
  const name = readFileName(request);
  const beginning: Uint8Array[] = [];
  let size = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of request.body ?? []) {
      if (size < sniffedBytes) beginning.push(chunk.slice(0, sniffedBytes - size));
      size += chunk.length;
      if (size > maxUploadBytes) throw tooLarge();
      yield chunk;
    }
    if (size === 0) {
      throw new TickmarkError('bad_input', 'The file is empty.', {
        field: 'file',
        action: 'Send the bytes of a file as the body of the request.',
      });
    }
  }
  const stored = await blobs.put(organizationId, watched(), { maxBytes: maxUploadBytes });
  return { ...stored, name, mediaType: mediaTypeOf(Buffer.concat(beginning)) };
}

function tooLarge(): TickmarkError {
  return new TickmarkError('too_large', `The file has more than ${maxUploadBytes / 1024 / 1024} MiB.`, {
    field: 'file',
    action:
      'If its rows are a population, send them as Parquet, which takes about a tenth of a CSV; the guide says how under "From files". Split other files.',
  });
}
