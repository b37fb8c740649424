import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { file, id, line, listOf, page, period } from '../operations/shapes.ts';
import { evidence } from './evidence.ts';

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
      supersedes: id.optional(),
    }),
    output: evidence,
    errors: ['not_found', 'too_large', 'unsupported_media'],
  }),
  defineOperation({
    name: 'evidence.list',
    effect: 'read',
    access: 'organization',
    permission: 'evidence.read',
    summary: 'The evidence library',
    input: listOf(['capturedAt', 'title'], { control: z.string().optional() }),
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
