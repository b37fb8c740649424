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
  by: id.nullable().describe('User id; null for the instance itself, and for a capture link'),
  link: id.optional().describe('Capture link through which it was done by somebody without an account'),
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

/** One log of the chain that an organization's history is. */
export const chainedLog = z.object({
  number: z.number().int().describe('The first is 1'),
  origin: z.string(),
  verifierKey: z.string().describe('Note vkey'),
  first: z.number().int().describe('Number of its first entry'),
  last: z
    .number()
    .int()
    .nullable()
    .describe('Number of its last entry, as signed; null for the newest log before anything in it is'),
  checkpoint: z
    .string()
    .nullable()
    .describe('The final one of a log that was rotated, the newest of the newest log; null before there is one'),
  rotated: z
    .object({
      at: instant,
      by: z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }),
    })
    .nullable()
    .describe('When its key was rotated and by whom; null for the newest log'),
});
export type ChainedLog = z.infer<typeof chainedLog>;

/** The log that an entry lies in, and where. */
export const placeInLog = z.object({
  number: z.number().int().describe('Of the log; the first is 1'),
  verifierKey: z.string().describe('Note vkey of that log'),
  index: z.number().int().describe('Of the entry in the tree of that log, which is what proofs speak of'),
  newest: z.boolean().describe('Whether that log takes further entries; else its key was rotated and is gone'),
});

/** What holding the database against its log found. */
export const logCheck = z.object({
  size: z.number().int().describe('Entries, as signed'),
  records: z.number().int(),
  files: z.number().int(),
  noted: z.number().int().default(0).describe('Checkpoints of which both logs have what was noted'),
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
