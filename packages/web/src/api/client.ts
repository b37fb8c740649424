import type { OperationName, OperationNamed } from '@tickmark/core';
import type { z } from 'zod';
import { encodeHeader, encodeQuery } from './encoding.ts';
import { ApiError, noAnswer, readError } from './error.ts';
import type { SendFile } from './send-file.ts';

export type Input<N extends OperationName> = z.input<OperationNamed<N>['input']>;
export type Output<N extends OperationName> = z.output<OperationNamed<N>['output']>;

export interface OperationMode {
  method: 'GET' | 'POST';
  transport: 'json' | 'upload' | 'download';
  effect: 'read' | 'write';
}
export type OperationModes = Record<OperationName, OperationMode>;

export interface ClientParts {
  modes: OperationModes;
  /** Id of the organization the calls are about, or null before one is chosen. */
  organization: () => string | null;
  fetch: typeof fetch;
  sendFile: SendFile;
  newKey: () => string;
}

export interface UploadOptions {
  onProgress?: (sent: number, total: number) => void;
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
    if (modes[name].effect === 'write') named['idempotency-key'] = newKey();
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
    const tries = mode.effect === 'write' ? 2 : 1;
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
      const { status, text } = await parts.sendFile({
        url: `/api/${name}`,
        headers: {
          ...headers(name),
          'content-type': 'application/octet-stream',
          'tickmark-input': encoded,
          'tickmark-file-name': encodeURIComponent(file.name),
        },
        file,
        ...options,
      });
      if (status < 200 || status > 299) throw readError(status, text);
      return JSON.parse(text);
    },

    downloadUrl: (name, input) => `/api/${name}${encodeQuery(input as object)}`,

    download: async (name, input) => (await send(name, input as object)).blob(),
  };
}
