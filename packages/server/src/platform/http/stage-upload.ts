import { TickmarkError } from '@tickmark/core';
import type { Blobs } from '../blobs/blobs.ts';
import type { StagedFile } from '../handler.ts';
import { mediaTypeOf, sniffedBytes } from './media-type.ts';
import { readFileName, refuseAnnounced, tooLarge } from './read-request.ts';

const maxUploadBytes = 512 * 1024 * 1024;

/**
 * Streams the body of an upload into the blob store. Nothing refers to the bytes yet, so a request
 * that fails later leaves no trace but unreferred bytes.
 * Errors: bad_input (no bytes), too_large.
 */
export async function stageUpload(blobs: Blobs, organizationId: string, request: Request): Promise<StagedFile> {
  refuseAnnounced(request, maxUploadBytes);
  const name = readFileName(request);
  const beginning: Uint8Array[] = [];
  let size = 0;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of request.body ?? []) {
      if (size < sniffedBytes) beginning.push(chunk.slice(0, sniffedBytes - size));
      size += chunk.length;
      if (size > maxUploadBytes) throw tooLarge(maxUploadBytes);
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
