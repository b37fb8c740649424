import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';

/**
 * What one log entry states, as canonical JSON (RFC 8785) of at most 65,535 bytes. `facts` hold
 * hashes, counts and ids; names, addresses and other personal data never enter the log.
 */
export const logStatement = z.object({
  v: z.literal(1),
  op: z.string().describe('Operation or job step that wrote it'),
  at: instant,
  by: id.nullable().describe('User id; null for the instance itself'),
  facts: z.record(z.string(), z.unknown()),
});
export type LogStatement = z.infer<typeof logStatement>;

export const logEntry = z.object({
  index: z.number().int(),
  leafHash: z.string(),
  statement: logStatement,
});
export type LogEntry = z.infer<typeof logEntry>;
