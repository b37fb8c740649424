import { z } from 'zod';
import { id, instant, line, sha256 } from '../operations/shapes.ts';

/** What is told of a file before its first byte. */
export const announcedFile = z.object({
  name: line.describe('For showing only'),
  size: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Bytes'),
  sha256: sha256.describe('Of the whole file'),
});
export type AnnouncedFile = z.infer<typeof announcedFile>;

/** Where the next bytes of a file belong. */
export const nextPiece = z.object({
  id,
  offset: z.number().int().min(0).describe('Bytes before this piece: what was received so far'),
});

/**
 * A file on its way: `receiving` until its last byte, `complete` once its hash has been compared,
 * `expired` when nothing came for a day. Nobody but the sender sees it.
 */
export const upload = z.object({
  id,
  name: z.string(),
  size: z.number().int().describe('Bytes announced'),
  sha256,
  received: z.number().int().describe('Bytes on disk; the next piece begins here'),
  state: z.enum(['receiving', 'complete', 'expired']),
  begunAt: instant,
  expiresAt: instant.describe('Its bytes are removed then; each piece moves it on'),
});
export type Upload = z.infer<typeof upload>;
