import { z } from 'zod';
import { date, id, instant, line, period, person, sha256 } from '../operations/shapes.ts';
import { requestState } from '../requests/index.ts';
import { deletion } from './deletion.ts';

/** `renewed` has a newer version, `none` needs none; `soon` is within thirty days. */
export const renewalState = z.enum(['none', 'later', 'soon', 'overdue', 'renewed']);
export type RenewalState = z.infer<typeof renewalState>;

/**
 * How far a search reaches into a file: `waiting` nobody has read it yet, `indexed` all of it, `in-part` its beginning or
 * what could be read of it, `nothing` it holds no text that can be read, `failed` it could not be read.
 */
export const contentState = z.enum(['waiting', 'indexed', 'in-part', 'nothing', 'failed']);
export type ContentState = z.infer<typeof contentState>;

/** Of what came through a capture link: `received` nobody has looked at it yet; only what was `accepted` counts as evidence. */
export const acceptance = z.enum(['received', 'accepted', 'refused']);
export type Acceptance = z.infer<typeof acceptance>;

/** How a piece came from somebody without an account, and what was decided about it. */
export const given = z.object({
  state: acceptance,
  by: z.string().describe('Name of who gave it, as they said; not verified'),
  note: z.string().nullable().describe('What they wrote with it'),
  linkId: id.describe('The capture link'),
  forWhom: z.string().describe('Whom the link was made for, in words'),
  askedBy: person.describe('Who made the link'),
  supersedes: z
    .object({ id, title: z.string() })
    .nullable()
    .describe('What it supersedes once it is accepted, as the link says'),
  decided: z.object({ at: instant, by: person, reason: z.string().nullable() }).nullable(),
});

/**
 * Immutable bytes with the period they speak for. A new version never overwrites an old one. Of a piece whose file was
 * deleted the record stays.
 */
export const evidence = z.object({
  id,
  title: line,
  method: z.enum(['upload', 'connector', 'generated', 'link']),
  source: z.string(),
  capturedAt: instant,
  capturedBy: id.nullable().describe('null where it came through a capture link'),
  period,
  backDated: z.boolean().describe('Captured after the period it speaks for'),
  fileName: z.string().nullable().describe('null once the file was deleted'),
  mediaType: z.string(),
  size: z.number().int(),
  sha256: sha256.nullable().describe('null once the file was deleted: that of a short file can be guessed'),
  commitment: sha256.describe('SHA-256 of salt and bytes; what the log holds'),
  controls: z.array(z.string()).describe('Codes of the controls it supports'),
  tags: z.array(z.string()),
  content: z.object({
    state: contentState,
    reason: z.string().nullable().describe('Why not the whole file can be searched'),
  }),
  given: given.nullable().describe('null where a member brought it'),
  supersedes: id.nullable(),
  supersededBy: id.nullable(),
  renewOn: date.nullable().describe('Day by which a newer version is wanted'),
  renewal: renewalState,
  entryIndex: z.number().int().describe('The entry that the file came with'),
  deleted: deletion.nullable().describe('null while the file is there'),
});
export type Evidence = z.infer<typeof evidence>;

export const foundIn = z.enum(['title', 'fileName', 'source', 'tags', 'content']);
export type FoundIn = z.infer<typeof foundIn>;

/** A piece with the reason why a search found it. */
export const foundEvidence = evidence.extend({
  foundIn: z.array(foundIn).describe('Where the words stand; empty without a search'),
  passage: z.string().nullable().describe('Of the content, where they stand there'),
  hits: z
    .array(z.object({ from: z.number().int(), to: z.number().int() }))
    .describe('Places in the passage, in UTF-16 units; the end is not included'),
});
export type FoundEvidence = z.infer<typeof foundEvidence>;

/** A piece with the engagements that it speaks to, by which of its controls, and the requests that it is linked to. */
export const evidenceInFull = evidence.extend({
  engagements: z.array(z.object({ id, title: z.string(), controls: z.array(z.string()) })),
  requests: z
    .array(
      z.object({
        id,
        code: z.string(),
        title: z.string(),
        state: requestState,
        engagement: z.object({ id, title: z.string() }),
      }),
    )
    .describe('Requests of auditors that it is linked to'),
});
export type EvidenceInFull = z.infer<typeof evidenceInFull>;

/** Pieces of the newest versions whose files are there; each count is of its own, and a piece may be in several. */
export const evidenceCounts = z.object({
  newest: z.number().int(),
  soon: z.number().int(),
  overdue: z.number().int(),
  withoutControl: z.number().int(),
  untagged: z.number().int(),
  received: z.number().int().describe('Came through a capture link and waits to be accepted; in no other count'),
  content: z.record(contentState, z.number().int()),
});
export type EvidenceCounts = z.infer<typeof evidenceCounts>;
