import { z } from 'zod';
import { id, instant, line, paragraph } from '../operations/shapes.ts';
import { partyKinds } from './words.ts';

/** Whoever takes part in an engagement, or may read its report. */
export const party = z.object({
  kind: z.enum(partyKinds),
  name: line.describe('Of the organization or firm'),
  contact: line.nullable().default(null).describe('The person to write to'),
  email: z.email().max(200).nullable().default(null),
  note: paragraph.nullable().default(null),
});
export type Party = z.infer<typeof party>;

/** All parties as they were named last. */
export const parties = z.object({
  version: z.number().int().min(0).describe('Counts the changes; 0 where nobody was ever named'),
  items: z.array(party),
  at: instant.nullable(),
  by: z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }).nullable(),
});
export type Parties = z.infer<typeof parties>;
