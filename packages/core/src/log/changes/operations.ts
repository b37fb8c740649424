import { z } from 'zod';
import { defineOperation } from '../../operations/define.ts';
import { id, instant, listOf, page } from '../../operations/shapes.ts';
import { standingsSince, changeNoun, logChange, logGrowth, sincePoint } from './changes.ts';

/** A bundle's checkpoint with a hundred cosignatures is no longer; a proof has at most 63 hashes more. */
const longestCheckpoint = 64_000;

/**
 * From where on: `entry:1234` (what came after that entry), `date:2026-11-01` (from that day on, in the time zone of
 * the engagement or the organization), `bundle:<id>` (what is not in it), `seen` (what came after the point that
 * this person marked as seen) or `beginning`.
 */
const since = z
  .string()
  .trim()
  .max(60)
  .regex(
    /^(seen|beginning|entry:(0|[1-9]\d{0,14})|date:\d{4}-\d\d-\d\d|bundle:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    'is entry:<number>, date:<day>, bundle:<id>, seen or beginning',
  );

export const changeOperations = [
  defineOperation({
    name: 'log.changes',
    effect: 'read',
    longInput: true,
    access: 'organization',
    permission: 'log.read',
    summary:
      'What changed since a point of the log, in words, with the proof that the log only grew: since an entry, a day, a bundle, what you marked as seen, or a checkpoint that you hold',
    input: listOf(['index'], {
      since: since
        .optional()
        .describe('entry:<number>, date:<day>, bundle:<id>, seen or beginning; without it, seen where something is'),
      checkpoint: z
        .string()
        .max(longestCheckpoint)
        .optional()
        .describe(
          'In place of since: the text of a checkpoint or .tlog-proof that you hold; compared with the log of the chain that it names',
        ),
      engagementId: id.optional().describe('Tell entries that concern it apart from others'),
      noun: changeNoun.optional().describe('Only changes of this kind'),
      by: id.optional().describe('Only changes by this person'),
      concerns: z
        .enum(['engagement', 'elsewhere', 'all'])
        .default('engagement')
        .describe('Which entries to list; the others are counted'),
    }),
    output: page(logChange).extend({
      since: sincePoint,
      growth: logGrowth,
      counts: z.object({
        entries: z.number().int().describe('Written between the point and the newest checkpoint'),
        concerning: z.number().int().describe('Of these, those that concern the engagement'),
        elsewhere: z.number().int().describe('And those that do not'),
        nouns: z
          .array(z.object({ noun: changeNoun, count: z.number().int() }))
          .describe('Of those that are to be listed'),
        people: z
          .array(
            z.object({
              id: id.nullable().describe('null for the instance itself'),
              name: z.string().nullable(),
              count: z.number().int(),
            }),
          )
          .describe('Of those that are to be listed; most first'),
      }),
      standings: standingsSince
        .nullable()
        .describe('What stands otherwise in the engagement; null where none is named, and behind the first page'),
    }),
    errors: ['not_found', 'not_yet_possible', 'conflict', 'does_not_hold'],
  }),
  defineOperation({
    name: 'log.seen',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary: 'Up to where you marked the changes of an engagement as seen, and how many came since',
    input: z.object({ engagementId: id }),
    output: z.object({
      seen: z
        .object({
          size: z.number().int().describe('Entries, counted over the whole chain of logs'),
          at: instant.describe('When you marked it'),
        })
        .nullable()
        .describe('null where you have not marked anything'),
      changes: z
        .number()
        .int()
        .nullable()
        .describe('Entries since then that concern the engagement; null where nothing is marked'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'log.mark-seen',
    effect: 'remember',
    access: 'organization',
    permission: 'log.read',
    summary: 'Mark the first entries of the log as seen by you; nobody else is told, and the log gets no entry',
    input: z.object({
      engagementId: id,
      size: z.coerce
        .number()
        .int()
        .min(0)
        .describe('How many entries you have seen, counted over the whole chain of logs; 0 takes the mark away'),
    }),
    output: z.object({
      size: z.number().int(),
      before: z.number().int().describe('What was marked until now; 0 for nothing'),
    }),
    errors: ['not_found', 'not_yet_possible'],
  }),
] as const;
