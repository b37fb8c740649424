import type { Effect, OperationName, OperationNamed, Transport, Upload } from '@tickmark/core';
import { smallFileBytes } from '@tickmark/core/upload-sizes';
import type { z } from 'zod';
import { encodeHeader, encodeQuery } from './encoding.ts';
import { ApiError, cancelled, noAnswer, readError } from './error.ts';
import type { SendFile } from './send-file.ts';
import { replaced, sendLarge, type Sending } from './send-large.ts';

export type Input<N extends OperationName> = z.input<OperationNamed<N>['input']>;
export type Output<N extends OperationName> = z.output<OperationNamed<N>['output']>;

export interface OperationMode {
  method: 'GET' | 'POST';
  transport: Transport;
  effect: Effect;
}
export type OperationModes = Record<OperationName, OperationMode>;

export interface ClientParts {
  modes: OperationModes;
  /** Id of the organization the calls are about, or null before one is chosen. */
  organization: () => string | null;
  /** Secret of a capture link, for whoever has no session. */
  link?: string;
  fetch: typeof fetch;
  sendFile: SendFile;
  newKey: () => string;
}

export interface UploadOptions {
  onChange?: (sending: Sending) => void;
  signal?: AbortSignal;
}

export interface Client {
  call<N extends OperationName>(name: N, input: Input<N>, options?: { signal?: AbortSignal }): Promise<Output<N>>;
  upload<N extends OperationName>(name: N, input: Input<N>, file: File, options?: UploadOptions): Promise<Output<N>>;
  /** Address of a download, for a link. */
  downloadUrl<N extends OperationName>(name: N, input: Input<N>): string;
  /** The bytes of a download, where a link cannot name the organization. */
  download<N extends OperationName>(name: N, input: Input<N>): Promise<Blob>;
}

/** Headers hold 16 KiB together; the rest is for cookies and what the browser adds. */
const longestInput = 11_000;

/** The client of all operations: GET for reads, POST with an idempotency key for writes. Errors: ApiError. */
export function createClient(parts: ClientParts): Client {
  const { modes, organization, newKey } = parts;

  function headers(name: OperationName): Record<string, string> {
    const named: Record<string, string> = { accept: 'application/json' };
    const id = organization();
    if (id !== null) named['tickmark-organization'] = id;
    if (parts.link !== undefined) named['tickmark-link'] = parts.link;
    else if (modes[name].effect === 'write') named['idempotency-key'] = newKey();
    return named;
  }

  async function send(name: OperationName, input: object, signal?: AbortSignal): Promise<Response> {
    const mode = modes[name];
    const init: RequestInit = { method: mode.method, headers: headers(name), credentials: 'same-origin', signal };
    if (mode.method === 'GET') return request(`/api/${name}${encodeQuery(input)}`, init, mode);
    init.headers = { ...init.headers, 'content-type': 'application/json' };
    init.body = JSON.stringify(input);
    return request(`/api/${name}`, init, mode);
  }

  /** A lost answer is asked for once more: reads change nothing, and writes carry the same key. */
  async function request(url: string, init: RequestInit, mode: OperationMode): Promise<Response> {
    const tries = mode.effect === 'write' && parts.link === undefined ? 2 : 1;
    for (let left = tries; left > 0; left -= 1) {
      try {
        const response = await parts.fetch(url, init);
        if (response.ok) return response;
        throw readError(response.status, await response.text());
      } catch (error) {
        if (error instanceof ApiError || init.signal?.aborted) throw error;
      }
    }
    throw noAnswer();
  }

  /** Bytes as the body, input as a header. */
  async function sendBytes(
    name: OperationName,
    input: object,
    bytes: Blob,
    {
      onSent,
      signal,
      more = {},
    }: { onSent?: (bytes: number) => void; signal?: AbortSignal; more?: Record<string, string> },
  ): Promise<unknown> {
    const { status, text } = await parts.sendFile({
      url: `/api/${name}`,
      headers: {
        ...headers(name),
        'content-type': 'application/octet-stream',
        'tickmark-input': encodeHeader(input),
        ...more,
      },
      bytes,
      onSent,
      signal,
    });
    if (status < 200 || status > 299) throw readError(status, text);
    return JSON.parse(text);
  }

  /** Sends a file in pieces and answers the id the server has it under; a cancelled one is given up there too. */
  async function inPieces(file: File, { onChange, signal }: UploadOptions): Promise<string> {
    let begun: Upload | undefined;
    const ended = signal ?? new AbortController().signal;
    const noun = parts.link === undefined ? 'uploads' : 'capture-links';
    const asked = async (verb: 'begin' | 'show', input: object): Promise<Upload> =>
      (await send(`${noun}.${verb}`, input, ended)).json();
    try {
      const { id } = await sendLarge({
        file,
        begin: async (announced) => (begun = await asked('begin', announced)),
        show: ({ id: shown }) => asked('show', { id: shown }),
        append: async ({ id: to, received }, piece, onSent) =>
          (await sendBytes(`${noun}.append`, { id: to, offset: received }, piece, { onSent, signal })) as Upload,
        onChange: (sending) => onChange?.(sending),
        signal: ended,
      });
      return id;
    } catch (error) {
      if (!ended.aborted) throw error;
      if (begun !== undefined && ended.reason !== replaced)
        await send(`${noun}.discard`, { id: begun.id }).catch(() => undefined);
      throw cancelled();
    }
  }

  return {
    call: async (name, input, options = {}) => (await send(name, input as object, options.signal)).json(),

    upload: async (name, input, file, options = {}) => {
      const encoded = encodeHeader(input as object);
      if (encoded.length > longestInput) {
        throw new ApiError(
          {
            code: 'too_large',
            message: 'The description of this file is too long to send.',
            action: 'Shorten the mapping or the filter.',
          },
          0,
        );
      }
      const fileName = encodeURIComponent(file.name);
      if (file.size > smallFileBytes) {
        const id = await inPieces(file, options);
        const init: RequestInit = {
          method: 'POST',
          headers: {
            ...headers(name),
            'tickmark-input': encoded,
            'tickmark-file-name': fileName,
            'tickmark-upload': id,
          },
          credentials: 'same-origin',
        };
        return (await request(`/api/${name}`, init, modes[name])).json();
      }
      const { onChange, signal } = options;
      const onSent = (bytes: number): void => {
        const part = bytes / Math.max(1, file.size);
        onChange?.({ step: part >= 1 ? 'sent' : 'sending', part });
      };
      const more = { 'tickmark-file-name': fileName };
      try {
        return (await sendBytes(name, input as object, file, { onSent, signal, more })) as never;
      } catch (error) {
        throw signal?.aborted ? cancelled() : error;
      }
    },

    downloadUrl: (name, input) => `/api/${name}${encodeQuery(input as object)}`,

    download: async (name, input) => (await send(name, input as object)).blob(),
  };
}
