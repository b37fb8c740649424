import { z } from 'zod';
import { date, id, instant, line, paragraph, period, person, sha256 } from '../operations/shapes.ts';

/**
 * `open` nobody has looked at it yet, `opened` somebody has, `used` the file came, `expired` its time is over, `withdrawn`
 * it was taken back, `lapsed` whoever made it may no longer make any.
 */
export const captureLinkState = z.enum(['open', 'opened', 'used', 'expired', 'withdrawn', 'lapsed']);
export type CaptureLinkState = z.infer<typeof captureLinkState>;

export const captureLinkDays = { least: 1, most: 30, usual: 7 } as const;
export const captureLinkMebibytes = { least: 1, most: 2048, usual: 100 } as const;

/** Asks somebody without an account for one file. Its secret is nowhere but with whoever was given it. */
export const captureLink = z.object({
  id,
  title: line.describe('What is asked for; the title of the evidence'),
  instructions: paragraph.nullable(),
  forWhom: line.describe('Who is to give it, in words'),
  period: period.describe('What the file is to speak for'),
  controls: z.array(z.string()).describe('Codes of the controls it is to support'),
  renewOn: date.nullable(),
  supersedes: z
    .object({ id, title: z.string() })
    .nullable()
    .describe('Evidence that the file supersedes once it is accepted'),
  maxBytes: z.number().int().describe('Bytes that the file may have'),
  state: captureLinkState,
  createdAt: instant,
  createdBy: person,
  expiresAt: instant,
  opened: z
    .object({ first: instant, last: instant, times: z.number().int() })
    .nullable()
    .describe('When somebody who has the link looked at it'),
  withdrawn: z.object({ at: instant, by: person }).nullable(),
  used: z.object({ at: instant, evidenceId: id }).nullable(),
  entryIndex: z.number().int().describe('The entry that it was made with'),
});
export type CaptureLink = z.infer<typeof captureLink>;

const asked = {
  organization: z.string(),
  askedBy: z.string().describe('Name of who made the link'),
  title: z.string(),
};

/** What who gave a file may keep: with it, the entry of the log can be held against the file later. */
export const givenFile = z.object({
  ...asked,
  at: instant,
  fileName: z.string(),
  size: z.number().int(),
  sha256,
  entry: z.number().int().describe('Of the evidence log'),
  salt: z.string().describe('Lowercase hex'),
  commitment: sha256.describe('SHA-256 of salt and bytes; what the entry holds'),
});
export type GivenFile = z.infer<typeof givenFile>;

/** What the one who has a link is shown, and nothing else of the organization. */
export const capturePage = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('open'),
    ...asked,
    instructions: z.string().nullable(),
    forWhom: z.string(),
    period,
    expiresAt: instant,
    maxBytes: z.number().int(),
  }),
  z.object({ state: z.literal('used'), ...givenFile.shape }),
  z.object({
    state: z.literal('deleted'),
    ...asked,
    at: instant.describe('When the file came that was deleted since'),
  }),
  z.object({ state: z.literal('expired'), ...asked, at: instant }),
  z.object({ state: z.literal('withdrawn'), ...asked, at: instant }),
  z.object({ state: z.literal('lapsed'), ...asked }),
]);
export type CapturePage = z.infer<typeof capturePage>;
