import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, file, flag, id, line, listOf, page, period } from '../operations/shapes.ts';
import { evidence } from './evidence.ts';
import { evidencePreview } from './preview.ts';

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
    summary: 'The evidence library',
    input: listOf(['capturedAt', 'title', 'renewOn'], {
      control: z.string().optional(),
      newest: flag.default(false).describe('Leave out what has a newer version'),
      renewWithin: z.coerce
        .number()
        .int()
        .min(0)
        .max(3660)
        .optional()
        .describe('Only what is to be renewed within so many days, or was to be'),
    }),
    output: page(evidence),
    errors: [],
  }),
  defineOperation({
    name: 'evidence.get',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'One piece of evidence',
    input: z.object({ id }),
    output: evidence,
    errors: ['not_found'],
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
    errors: ['not_found', 'does_not_hold', 'too_many_requests'],
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
    errors: ['not_found'],
  }),
] as const;
