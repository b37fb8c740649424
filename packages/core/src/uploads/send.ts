import { smallFileBytes } from './sizes.ts';
import type { Upload } from './uploads.ts';

const smallestPieceBytes = 256 * 1024;

/** What sending in pieces needs of its surroundings: the operations, and what to do when one fails. */
export interface PieceSender {
  begin(): Promise<Upload>;
  /** Sends the bytes from `upload.received` to `end`, exclusive. */
  append(upload: Upload, end: number): Promise<Upload>;
  show(upload: Upload): Promise<Upload>;
  /**
   * Told of each failure, and how many came one after another. Resolves when it is worth another
   * try; rejects with what the sender is to be told.
   */
  recover(error: unknown, failures: number): Promise<void>;
  /** Told of the bytes that the server has on disk. */
  onReceived(upload: Upload): void;
}

/**
 * Sends a file in pieces until the server has compared its hash; answers the complete upload. After
 * a failure it asks how much was received and goes on there, with half the piece: a line that drops
 * often then still gets on. Errors: what `recover` rejects with.
 */
export async function sendInPieces(sender: PieceSender): Promise<Upload> {
  let upload: Upload | undefined;
  let known = true;
  let failures = 0;
  let piece = smallFileBytes;
  for (;;) {
    try {
      if (upload === undefined) upload = await sender.begin();
      else if (!known) upload = await sender.show(upload);
      // It waited too long for the line: what it had sent is gone.
      if (upload.state === 'expired') upload = await sender.begin();
      known = true;
      sender.onReceived(upload);
      if (upload.state === 'complete') return upload;
      upload = await sender.append(upload, Math.min(upload.size, upload.received + piece));
      failures = 0;
      piece = Math.min(smallFileBytes, piece * 2);
    } catch (error) {
      known = false;
      failures += 1;
      piece = Math.max(smallestPieceBytes, piece / 2);
      await sender.recover(error, failures);
    }
  }
}
