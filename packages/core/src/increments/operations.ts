import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { id, listOf, page } from '../operations/shapes.ts';
import { fileReading } from '../populations/index.ts';
import { increment, incrementComparison, incrementFile } from './increments.ts';

export const incrementOperations = [
  defineOperation({
    name: 'increments.upload',
    effect: 'write',
    transport: 'upload',
    access: 'organization',
    permission: 'tests.run',
    summary: 'Hand in a file of new rows of one population, for increments.add to take',
    input: z.object({
      engagementId: id,
      kind: z.string().describe('Kind of the population whose new rows these are'),
      reading: fileReading,
      acceptRejected: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .describe('Exact number of rejected rows that were seen and accepted'),
    }),
    output: incrementFile,
    errors: ['not_found', 'population_invalid', 'too_large'],
  }),
  defineOperation({
    name: 'increments.add',
    effect: 'write',
    access: 'organization',
    permission: 'tests.run',
    summary: 'Judge new rows by a published test and add them to what it found so far; not a result',
    input: z.object({
      testId: id.describe('Id of the published test'),
      files: z
        .array(id)
        .min(1)
        .max(20)
        .describe('Ids from increments.upload, one at most for each population that the test reads'),
    }),
    output: jobStarted,
    errors: ['not_found', 'conflict', 'population_invalid', 'already_done'],
  }),
  defineOperation({
    name: 'increments.list',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Increments of tests, with the counts so far',
    input: listOf(['addedAt'], {
      engagementId: id.optional(),
      testId: id.optional(),
      code: z.string().optional().describe('Of every version of one test'),
      seriesId: id.optional(),
    }),
    output: page(increment),
    errors: [],
  }),
  defineOperation({
    name: 'increments.compare',
    effect: 'write',
    access: 'organization',
    permission: 'tests.run',
    summary: 'Compare a result with the increments before it; a run does so by itself',
    input: z.object({ resultId: id }),
    output: jobStarted,
    errors: ['not_found', 'not_yet_possible', 'already_done'],
  }),
  defineOperation({
    name: 'increments.comparison',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'How a result compares with the increments before it, if there were any',
    input: z.object({ resultId: id }),
    output: z.object({
      increments: z.number().int().describe('Increments before the run, of the same definition, period and holidays'),
      comparison: incrementComparison.nullable().describe('null where the two were not compared'),
    }),
    errors: ['not_found'],
  }),
] as const;
