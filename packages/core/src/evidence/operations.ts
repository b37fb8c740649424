import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, file, flag, id, line, listOf, many, page, paragraph, period } from '../operations/shapes.ts';
import {
  acceptance,
  contentState,
  evidence,
  evidenceCounts,
  evidenceInFull,
  foundEvidence,
  renewalState,
} from './evidence.ts';
import { evidencePreview } from './preview.ts';
import { evidenceTag, mostTags, tagName } from './tags.ts';

/** Changed together, in one entry: as many seals as an entry can hold. */
const pieces = z.array(id).min(1).max(500).describe('Ids of pieces of evidence');

/** What became of each piece that is not as it was. */
const changes = z.object({
  items: z.array(z.object({ id, title: z.string(), added: z.array(z.string()), removed: z.array(z.string()) })),
  total: z.number().int(),
});

export const evidenceOperations = [
  defineOperation({
    name: 'evidence.upload',
    effect: 'write',
    transport: 'upload',
    access: 'organization',
    permission: 'evidence.add',
    summary: 'Seal a file as evidence for a period',
    input: z.object({
      title: line,
      source: line.default('upload'),
      period,
      controls: z.array(z.string()).max(200).default([]),
      tags: z.array(tagName).max(mostTags).default([]),
      supersedes: id.optional().describe('Evidence that this is a newer version of'),
      renewOn: date.optional().describe('Day by which a newer version is wanted'),
    }),
    output: evidence,
    errors: ['not_found', 'conflict', 'too_large', 'unsupported_media'],
  }),
  defineOperation({
    name: 'evidence.list',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'The evidence library; a search finds words of titles, file names, sources, tags and content',
    input: listOf(['capturedAt', 'title', 'renewOn'], {
      control: z.string().optional().describe('Only what counts as evidence and names it'),
      acceptance: acceptance.optional().describe('Only what came through a capture link, and stands so'),
      tags: many(tagName).optional().describe('Tags that it carries all of'),
      engagement: id.optional().describe('Only what speaks to it, by a day and a control that are examined'),
      request: id.optional().describe('Only what is linked to it'),
      without: z.enum(['controls', 'tags']).optional().describe('Only what names no control, or carries no tag'),
      renewal: renewalState.optional(),
      content: contentState.optional().describe('How far a search reaches into it'),
      deleted: z
        .enum(['without', 'with', 'only'])
        .default('without')
        .describe('Whether pieces whose files were deleted are among them'),
      newest: flag
        .default(false)
        .describe('Leave out what has a newer version, or came through a capture link and was not accepted'),
      renewWithin: z.coerce
        .number()
        .int()
        .min(0)
        .max(3660)
        .optional()
        .describe('Only what is to be renewed within so many days, or was to be'),
    }),
    output: page(foundEvidence),
    errors: [],
  }),
  defineOperation({
    name: 'evidence.get',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'One piece of evidence',
    input: z.object({ id }),
    output: evidenceInFull,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'evidence.counts',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'How many newest versions are to be renewed, name no control, carry no tag, and can be searched',
    input: z.object({}),
    output: evidenceCounts,
    errors: [],
  }),
  defineOperation({
    name: 'evidence.assign',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.organize',
    summary: 'Say of pieces of evidence which controls they support, and which not any more',
    input: z.object({
      ids: pieces,
      add: z.array(z.string()).max(100).default([]).describe('Codes of adopted controls'),
      remove: z.array(z.string()).max(100).default([]).describe('Codes to be taken away'),
    }),
    output: changes,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'evidence.tag',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.organize',
    summary: 'Add tags to pieces of evidence, or take them away',
    input: z.object({
      ids: pieces,
      add: z.array(tagName).max(20).default([]).describe('Tags to be added'),
      remove: z.array(tagName).max(20).default([]).describe('Tags to be taken away'),
    }),
    output: changes,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'evidence.renew-by',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.organize',
    summary: 'Set the day by which newer versions of pieces of evidence are wanted, or that none is',
    input: z.object({
      ids: pieces,
      renewOn: date.nullable().describe('null where no newer version is wanted'),
    }),
    output: z.object({
      items: z.array(z.object({ id, title: z.string(), before: date.nullable() })),
      total: z.number().int(),
    }),
    errors: ['not_found', 'already_done', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'evidence.tags',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'Tags with the number of pieces that carry them',
    input: z.object({ search: z.string().trim().max(40).optional().describe('What the tag holds') }),
    output: z.object({ items: z.array(evidenceTag) }),
    errors: [],
  }),
  defineOperation({
    name: 'evidence.accept',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.accept',
    summary: 'Accept what came through a capture link as evidence; it counts from then on',
    input: z.object({
      id,
      supersede: flag.default(true).describe('Supersede what the link named; of no meaning where it named nothing'),
    }),
    output: evidence,
    errors: ['not_found', 'already_done', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'evidence.refuse',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.accept',
    summary: 'Refuse what came through a capture link, with a reason; it is kept and does not count',
    input: z.object({ id, reason: paragraph }),
    output: evidence,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'evidence.rename-tag',
    effect: 'write',
    access: 'organization',
    permission: 'evidence.organize',
    summary: 'Write a tag otherwise on every piece; with --merge true, put it together with one there is',
    input: z.object({
      tag: tagName.describe('What it is called'),
      name: tagName.describe('What it is to be called'),
      merge: flag.default(false).describe('Put it together with the tag of that name'),
    }),
    output: evidenceTag,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'evidence.preview',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'What a piece of evidence is by its content, and the first of what is in it',
    input: z.object({
      id,
      as: z.enum(['text']).optional().describe('A table as the text it is written in'),
      sheet: z.string().max(200).optional().describe('Sheet of a workbook; the first unless named'),
      from: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .describe('Where to go on: rows of a table to pass over, or bytes of a text'),
    }),
    output: evidencePreview,
    errors: ['not_found', 'gone', 'does_not_hold', 'too_many_requests'],
  }),
  defineOperation({
    name: 'evidence.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'The bytes of one piece of evidence, as sealed',
    input: z.object({ id }),
    output: file,
    errors: ['not_found', 'gone'],
  }),
] as const;
