import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { AnyOperation, FileOutput } from '@tickmark/core';
import type { SessionToken } from '../auth/index.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { MadeFile } from '../handler.ts';
import { rangeOf } from './byte-range.ts';
import { sessionCookie } from './caller.ts';

/** What one committed call came to. */
export interface Outcome {
  operation: AnyOperation;
  /** The space of the blobs a download speaks of. */
  organizationId: string;
  output: unknown;
  entries: { organizationId: string; index: number }[];
  startedJob: boolean;
  cookie?: { token: SessionToken | null } | undefined;
  /** The answer of an earlier write with the same idempotency key. */
  replayed: boolean;
}

/** The response of a committed call: JSON, or the bytes of a file. */
export async function respond(
  request: Request,
  { origin }: { origin: string },
  outcome: Outcome,
  blobs: Blobs,
): Promise<Response> {
  const { operation, output, cookie, replayed } = outcome;
  const response =
    operation.transport === 'download'
      ? output instanceof MadeFile
        ? madeResponse(output)
        : await fileResponse(request, outcome.organizationId, output as FileOutput, blobs)
      : Response.json(output);
  if (cookie !== undefined)
    response.headers.append('set-cookie', sessionCookie(cookie.token, origin.startsWith('https:')));
  if (replayed) response.headers.set('tickmark-replayed', 'true');
  return response;
}

/**
 * The whole file, or the one range of it that was asked for (RFC 9110, section 14). The whole is held against its
 * hash as it leaves, a range before: the file is read to its end first, unless that was done lately.
 */
async function fileResponse(
  request: Request,
  organizationId: string,
  file: FileOutput,
  blobs: Blobs,
): Promise<Response> {
  const { sha256, size } = file;
  const headers = {
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
    'cache-control': 'private, no-cache',
    'content-type': file.mediaType,
    'content-disposition': attachment(file.fileName),
  };
  if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers });
  const range = rangeOf(request.headers, { etag: headers.etag, size });
  if (range === 'beyond') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  if (range !== undefined) {
    const path = await blobs.held(organizationId, sha256);
    return new Response(toWeb(createReadStream(path, { start: range.first, end: range.last })), {
      status: 206,
      headers: {
        ...headers,
        'content-length': String(range.last - range.first + 1),
        'content-range': `bytes ${range.first}-${range.last}/${size}`,
      },
    });
  }
  const bytes = toWeb(await blobs.open(organizationId, sha256));
  return new Response(bytes, { headers: { ...headers, 'content-length': String(size) } });
}

/** The whole of a file that was made for this answer; another one may be made otherwise. */
function madeResponse({ bytes, fileName, mediaType }: MadeFile): Response {
  const headers = {
    'cache-control': 'private, no-store',
    'content-type': mediaType,
    'content-disposition': attachment(fileName),
    'content-length': String(bytes.length),
  };
  return new Response(Uint8Array.from(bytes), { headers });
}

function toWeb(bytes: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
}

/** Characters that no reader sees, or that turn the order of those around them: `invoice` + U+202E + `gpj.exe`. */
const unseen = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** Content-Disposition with an ASCII name for old readers and the whole name beside it (RFC 6266, RFC 8187), as it reads. */
export function attachment(given: string): string {
  const fileName = given.toWellFormed().replace(unseen, '_');
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
