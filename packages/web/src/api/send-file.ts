import { noAnswer } from './error.ts';

export interface FileRequest {
  url: string;
  headers: Record<string, string>;
  file: File;
  onProgress?: (sent: number, total: number) => void;
  signal?: AbortSignal;
}
export type SendFile = (request: FileRequest) => Promise<{ status: number; text: string }>;

/** Sends a file as the body. XMLHttpRequest, because fetch tells nothing about what has been sent. */
export const sendFile: SendFile = ({ url, headers, file, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onProgress?.(event.loaded, event.total));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => reject(noAnswer()));
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
