import { noAnswer } from './error.ts';

export interface FileRequest {
  url: string;
  headers: Record<string, string>;
  bytes: Blob;
  onSent?: ((bytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}
export type SendFile = (request: FileRequest) => Promise<{ status: number; text: string }>;

/** Sends bytes as the body. XMLHttpRequest, because fetch tells nothing about what has been sent. */
export const sendFile: SendFile = ({ url, headers, bytes, onSent, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onSent?.(event.loaded));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => reject(noAnswer()));
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')));
    const stop = (): void => request.abort();
    signal?.addEventListener('abort', stop);
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', stop));
    request.send(bytes);
  });
