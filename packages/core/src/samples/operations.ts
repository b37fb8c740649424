import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, listOf, page } from '../operations/shapes.ts';
import { sample } from './samples.ts';

export const sampleOperations = [
  defineOperation({
    name: 'samples.draw',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Draw a sample that anyone can derive again from the frozen population',
    input: z.object({
      engagementId: id,
      populationId: id,
      control: z.string().regex(/^[A-Z]{2,5}-\d{2,3}$/),
      size: z.coerce.number().int().min(1).max(10_000),
      skip: z.coerce.number().int().min(0).default(0).describe('Items drawn before, to extend a sample'),
    }),
    output: sample,
    errors: ['not_found', 'population_invalid'],
  }),
  defineOperation({
    name: 'samples.list',
    effect: 'read',
    access: 'organization',
    permission: 'samples.read',
    summary: 'Samples drawn',
    input: listOf(['drawnAt'], { engagementId: id.optional(), populationId: id.optional() }),
    output: page(sample),
    errors: [],
  }),
] as const;
