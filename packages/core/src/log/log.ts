import { z } from 'zod';
import { id, instant, sha256 } from '../operations/shapes.ts';

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
  seals: z
    .record(z.string(), sha256.nullable())
    .optional()
    .describe('Record that was written to the SHA-256 of all its fields; null where it was removed'),
});
export type LogStatement = z.infer<typeof logStatement>;

export const logEntry = z.object({
  index: z.number().int(),
  leafHash: z.string(),
  statement: logStatement,
});
export type LogEntry = z.infer<typeof logEntry>;

/** What holding the database against its log found. */
export const logCheck = z.object({
  size: z.number().int().describe('Entries, as signed'),
  records: z.number().int(),
  files: z.number().int(),
  faults: z.object({
    count: z.number().int(),
    first: z.array(
      z.object({
        record: z
          .string()
          .nullable()
          .describe('Kind and id, or file and SHA-256; null where the log itself is at fault'),
        entry: z.number().int().nullable().describe('The entry that seals it; null where there is none'),
        what: z.enum(['changed', 'missing', 'unsealed']),
        message: z.string(),
      }),
    ),
  }),
});
export type LogCheck = z.infer<typeof logCheck>;
