import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { AnyOperation, FileOutput } from '@tickmark/core';
import type { SessionToken } from '../auth/index.ts';
import type { Blobs } from '../blobs/blobs.ts';
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
      ? await fileResponse(request, outcome.organizationId, output as FileOutput, blobs)
      : Response.json(output);
  if (cookie !== undefined)
    response.headers.append('set-cookie', sessionCookie(cookie.token, origin.startsWith('https:')));
  if (replayed) response.headers.set('tickmark-replayed', 'true');
  return response;
}

async function fileResponse(
  request: Request,
  organizationId: string,
  file: FileOutput,
  blobs: Blobs,
): Promise<Response> {
  const headers = {
    etag: `"${file.sha256}"`,
    'cache-control': 'private, no-cache',
    'content-type': file.mediaType,
    'content-disposition': attachment(file.fileName),
  };
  if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers });
  const bytes = Readable.toWeb(await blobs.open(organizationId, file.sha256)) as ReadableStream<Uint8Array>;
  return new Response(bytes, { headers: { ...headers, 'content-length': String(file.size) } });
}

/** Content-Disposition with an ASCII name for old readers and the whole name beside it (RFC 6266, RFC 8187). */
export function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
