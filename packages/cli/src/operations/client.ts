import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import {
  carriesBytes,
  errorCodes,
  httpMethod,
  operations,
  smallFileBytes,
  TickmarkError,
  type AnyOperation,
  type ErrorBody,
  type Upload,
} from '@tickmark/core';
import { z } from 'zod';
import { NoAnswer } from './no-answer.ts';
import { sendLarge } from './send-large.ts';
import type { Sessions } from './session.ts';

export interface Call {
  server: string;
  sessions: Sessions;
  organization?: string;
  /** Secret of a capture link, in place of a session. */
  link?: string | undefined;
  operation: AnyOperation;
  input: Record<string, unknown>;
  /** File to send, for uploads; a large one is sent in pieces before. */
  file?: string;
  /** File to write, for downloads. */
  out?: string;
}

const answer = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    field: z.string().optional(),
    action: z.string().optional(),
  }),
});

/** Calls one operation of a server; downloads are written to `out` and described. */
export async function callOperation(call: Call): Promise<unknown> {
  return await callWith(call, await bodyOf(call));
}

/** Bytes that travel as the body, or the upload that holds them already. */
type Body = { bytes: Blob } | { upload: string } | undefined;

async function callWith(call: Call, body: Body): Promise<unknown> {
  const { operation, server, sessions } = call;
  const url = new URL(`/api/${operation.name}`, server);
  const headers = new Headers({ accept: 'application/json', origin: url.origin });
  if (call.link !== undefined) headers.set('tickmark-link', call.link);
  const cookie = call.link === undefined ? await sessions.read(server) : undefined;
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (call.organization !== undefined) headers.set('tickmark-organization', call.organization);

  const response = await send(call, url, headers, body);
  await keepSession(call, response);
  if (!response.ok) throw await refusal(response);
  if (operation.transport === 'download') return await receive(response, call.out);
  return await response.json().catch((cause: unknown) => {
    throw new NoAnswer(server, cause);
  });
}

async function bodyOf(call: Call): Promise<Body> {
  const { operation, file } = call;
  if (!carriesBytes(operation.transport)) return undefined;
  if (file === undefined)
    throw new TickmarkError('bad_input', `${operation.name} takes a file.`, {
      field: '--file',
      action: 'Give --file PATH.',
    });
  const bytes = await openAsBlob(file).catch(() => {
    throw new TickmarkError('bad_input', `The file ${file} can't be read.`, {
      field: '--file',
      action: 'Check the path.',
    });
  });
  if (operation.transport === 'piece' || bytes.size <= smallFileBytes) return { bytes };
  const upload = await sendLarge(file, bytes, async (name, input, piece) => {
    const own = operation.access === 'link' ? name.replace('uploads.', 'capture-links.') : name;
    const step = operations.find((found) => found.name === own) as AnyOperation;
    return (await callWith({ ...call, operation: step, input }, piece && { bytes: piece })) as Upload;
  });
  return { upload };
}

async function send(
  { operation, input, file, server }: Call,
  url: URL,
  headers: Headers,
  body: Body,
): Promise<Response> {
  const init: RequestInit = {
    method: httpMethod(operation),
    headers,
  };
  if (operation.effect === 'write') headers.set('idempotency-key', randomUUID());
  if (body !== undefined) {
    headers.set('tickmark-input', encodeURIComponent(JSON.stringify(input)));
    if (file !== undefined) headers.set('tickmark-file-name', encodeURIComponent(basename(file)));
    if ('upload' in body) headers.set('tickmark-upload', body.upload);
    else init.body = body.bytes;
  } else if (init.method === 'GET') {
    for (const [name, value] of Object.entries(input)) {
      url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  } else {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(input);
  }
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new NoAnswer(server, cause);
  }
}

async function keepSession({ server, sessions }: Call, response: Response): Promise<void> {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';');
    const cleared = pair.endsWith('=') || /max-age=0/i.test(cookie);
    await sessions.write(server, cleared ? undefined : pair);
  }
}

async function refusal(response: Response): Promise<TickmarkError> {
  const parsed = answer.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    return new TickmarkError('cannot_run', `The server answered ${response.status}.`, {
      action: 'Is this a Tickmark server?',
    });
  const { code, message, field, action }: ErrorBody = parsed.data.error;
  return new TickmarkError(code, message, { field, action });
}

async function receive(response: Response, out: string | undefined): Promise<unknown> {
  const disposition = response.headers.get('content-disposition') ?? '';
  const named = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1] ?? /filename="([^"]+)"/.exec(disposition)?.[1];
  const path = out ?? basename(decodeURIComponent(named ?? 'download'));
  const target = await open(path, out === undefined ? 'wx' : 'w').catch((cause: NodeJS.ErrnoException) => {
    throw new TickmarkError(
      'bad_input',
      cause.code === 'EEXIST' ? `${path} exists already.` : `${path} can't be written.`,
      { field: '--out', action: 'Name the file with --out PATH.' },
    );
  });
  let size = 0;
  if (response.body) {
    for await (const chunk of Readable.fromWeb(response.body)) {
      size += (chunk as Uint8Array).byteLength;
      await target.write(chunk as Uint8Array);
    }
  }
  await target.close();
  return { file: path, size };
}
