import type { Upload } from '@tickmark/core';
import { sendInPieces } from '@tickmark/core/send-in-pieces';
import { ApiError } from './error.ts';
import { hashFile } from './hash-file.ts';

/** How far a file is. `waiting` is for the network; `goOn` tries at once. */
export type Sending =
  | { step: 'reading' | 'sending' | 'sent'; part: number }
  | { step: 'waiting'; part: number; goOn: () => void };

export interface LargeFile {
  file: File;
  begin(announced: { name: string; size: number; sha256: string }): Promise<Upload>;
  append(upload: Upload, piece: Blob, onSent: (bytes: number) => void): Promise<Upload>;
  show(upload: Upload): Promise<Upload>;
  onChange(sending: Sending): void;
  signal: AbortSignal;
}

/** Why a signal ended: another file took the place of this one. What was sent stays, in case it comes back. */
export const replaced = new Error('another file took its place');

const longestPauseMs = 30_000;
const conflictsInARow = 3;

/** Sends a file in pieces, over whatever the network does, until the server has it whole or `signal` ends it. */
export async function sendLarge({ file, signal, onChange, ...server }: LargeFile): Promise<Upload> {
  let part = 0;
  const change = (step: 'reading' | 'sending' | 'sent', bytes: number): void => {
    part = bytes / file.size;
    onChange({ step, part });
  };
  const sha256 = await hashFile(file, (bytes) => change('reading', bytes), signal);
  return sendInPieces({
    begin: () => server.begin({ name: file.name.trim().slice(0, 200) || 'file', size: file.size, sha256 }),
    append: (upload, end) => {
      const { received } = upload;
      return server.append(upload, file.slice(received, end), (bytes) => change('sending', received + bytes));
    },
    show: server.show,
    recover: async (error, failures) => {
      signal.throwIfAborted();
      if (!mayPass(error, failures)) throw error;
      const pauseMs = Math.min(longestPauseMs, 500 * 2 ** failures);
      await networkOr(pauseMs, signal, (goOn) => onChange({ step: 'waiting', part, goOn }));
    },
    onReceived: (upload) => change(upload.state === 'complete' ? 'sent' : 'sending', upload.received),
  });
}

/** No answer, a proxy's answer, or another idea of how much was received. What the server says of itself stays. */
function mayPass(error: unknown, failures: number): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.body.code === 'conflict') return failures <= conflictsInARow;
  return error.status === 0 || (error.status >= 502 && error.body.code === 'internal');
}

/** Until the network is there again, the time is over, or somebody says so; rejects when it is cancelled. */
function networkOr(ms: number, signal: AbortSignal, tell: (goOn: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    globalThis.addEventListener?.('online', end);
    signal.addEventListener('abort', end);
    tell(end);
  });
}
