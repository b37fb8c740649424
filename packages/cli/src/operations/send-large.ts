import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { line, sendInPieces, TickmarkError, type AnnouncedFile, type OperationName, type Upload } from '@tickmark/core';
import { progressLine } from '../io.ts';
import { NoAnswer } from './no-answer.ts';

/** Calls one operation on uploads; `bytes` is the piece where it takes one. */
export type CallUploads = (
  name: Extract<OperationName, `uploads.${string}`>,
  input: Record<string, unknown>,
  bytes?: Blob,
) => Promise<Upload>;

/** Together about a minute of waiting. */
const triesInARow = 8;
const longestPauseMs = 15_000;

/**
 * Sends a file in pieces and answers the id under which the server has it. A file that was begun
 * before, by this command or an earlier one, goes on where it stopped. Errors: those of the operations.
 */
export async function sendLarge(path: string, bytes: Blob, call: CallUploads): Promise<string> {
  const name = line.catch('file').parse(basename(path).slice(0, 200));
  const file: AnnouncedFile = { name, size: bytes.size, sha256: await sha256Of(path) };
  let received = 0;
  let begun = false;
  const upload = await sendInPieces({
    begin: () => call('uploads.begin', { ...file }),
    append: ({ id, received: offset }, end) => call('uploads.append', { id, offset }, bytes.slice(offset, end)),
    show: ({ id }) => call('uploads.show', { id }),
    recover: async (error, failures) => {
      if (!begun || failures > triesInARow || !mayPass(error)) throw error instanceof NoAnswer ? later(error) : error;
      progressLine(`${basename(path)}: the connection is lost, trying again`);
      await pause(Math.min(longestPauseMs, 500 * 2 ** failures));
    },
    onReceived: (now) => {
      begun = true;
      received = now.received;
      progressLine(`${basename(path)}: ${Math.floor((now.received / now.size) * 100)} % sent`);
    },
  });
  progressLine('');
  return upload.id;

  function later(error: NoAnswer): TickmarkError {
    if (!begun) return error;
    return new TickmarkError('cannot_run', `The connection was lost after ${received} of ${file.size} bytes.`, {
      action: 'Run the same command again within a day: it goes on there.',
      cause: error,
    });
  }
}

/** A conflict says that the server has more or less than this side thinks: it is asked. */
function mayPass(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof TickmarkError && error.code === 'conflict');
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
