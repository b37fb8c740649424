import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { TickmarkError } from '@tickmark/core';
import { useAgent } from 'request-filtering-agent';

/** The one place from which this server calls others; an address that a user typed leads nowhere inside. */
export interface Outgoing {
  /**
   * The address as it will be called. Errors: bad_input, where it is none that this server would call.
   * What a name resolves to is looked at with each call, not here. `example` is one that would do.
   */
  admit(address: string, field: string, example: string): URL;
  /** Sends a text and reads the answer as a text; redirects are not followed. @throws NoAnswer */
  post(url: URL, body: string, options: { signal: AbortSignal }): Promise<TextAnswer>;
  /** Sends bytes of a media type and reads the answer as it is; redirects are not followed. @throws NoAnswer */
  postBytes(url: URL, body: Uint8Array, options: { mediaType: string; signal: AbortSignal }): Promise<Answer>;
}

export interface TextAnswer extends Omit<Answer, 'bytes'> {
  text: string;
}

export interface Answer {
  status: number;
  /** Without parameters, in lowercase; empty where none is stated. */
  mediaType: string;
  bytes: Uint8Array;
}

/** Nobody answered in time or in a readable form; the message tells a user why. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const withinMs = 10_000;
const maxAnswerBytes = 64 * 1024;
const loopback = ['127.0.0.1', '::1'];

/** `allowLoopback` lets it call this machine by http as well: for tests and trials, chosen at the start. */
export function createOutgoing({ allowLoopback }: { allowLoopback: boolean }): Outgoing {
  const postBytes: Outgoing['postBytes'] = async (url, body, { mediaType, signal }) => {
    const deadline = AbortSignal.timeout(withinMs);
    try {
      return await exchange(url, body, { mediaType, allowLoopback, signal: AbortSignal.any([signal, deadline]) });
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      if (signal.aborted) throw new NoAnswer('Waiting for the answer was aborted.');
      if (deadline.aborted) throw new NoAnswer(`There was no answer within ${withinMs / 1000} seconds.`);
      throw new NoAnswer(reasonOf(error), { cause: error });
    }
  };
  return {
    admit(address, field, example) {
      const refuse = (why: string): TickmarkError => notCallable(why, { field, example });
      const url = URL.canParse(address) ? new URL(address) : undefined;
      if (url === undefined) throw refuse('is not an address');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (allowLoopback && loopback.includes(host) && url.protocol === 'http:') return url;
      if (url.protocol !== 'https:') throw refuse('does not begin with https://');
      if (url.username !== '' || url.password !== '') throw refuse('holds a user name or password');
      if (isIP(host) !== 0) throw refuse('names a machine by its number');
      if (/(^|\.)localhost\.?$/.test(host)) throw refuse('names this machine');
      return url;
    },

    async post(url, body, { signal }) {
      const mediaType = 'text/plain; charset=utf-8';
      const { bytes, ...answer } = await postBytes(url, Buffer.from(body), { mediaType, signal });
      return { ...answer, text: textOf(bytes) };
    },
    postBytes,
  };
}

async function exchange(
  url: URL,
  body: Uint8Array,
  { mediaType, allowLoopback, signal }: { mediaType: string; allowLoopback: boolean; signal: AbortSignal },
): Promise<Answer> {
  // Filters by the address that the name resolved to, for the very connection that is then used.
  const agent = useAgent(url.href, { allowIPAddressList: allowLoopback ? loopback : [] });
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { 'content-type': mediaType, 'content-length': body.length };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, { method: 'POST', agent, headers, signal }, resolve).on('error', reject).end(body);
  });
  return {
    status: response.statusCode ?? 0,
    mediaType: response.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '',
    bytes: await readAnswer(response),
  };
}

async function readAnswer(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxAnswerBytes) {
      response.destroy();
      throw new NoAnswer(`The answer is longer than ${maxAnswerBytes / 1024} KiB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NoAnswer('The answer is not UTF-8 text.');
  }
}

/** The filter tells its refusals by their words alone. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/is not allowed\. Because/.test(message))
    return 'The address leads into a private network, which this server does not call.';
  const code = (error as NodeJS.ErrnoException).code;
  return code === undefined ? message : `The connection failed (${code}).`;
}

function notCallable(why: string, { field, example }: { field: string; example: string }): TickmarkError {
  return new TickmarkError('bad_input', `The address ${why}.`, {
    field,
    action: `Give one that others can reach too, such as ${example}.`,
  });
}
