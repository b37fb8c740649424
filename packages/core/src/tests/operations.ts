import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { flag, id, listOf, page } from '../operations/shapes.ts';
import { definitionFault, libraryTest, publishedTest } from './tests.ts';

export const testOperations = [
  defineOperation({
    name: 'tests.library',
    effect: 'read',
    access: 'organization',
    permission: 'catalogue.read',
    summary: 'Test definitions that ship with Tickmark',
    input: z.object({ control: z.string().optional() }),
    output: z.object({ items: z.array(libraryTest) }),
    errors: [],
  }),
  defineOperation({
    name: 'tests.check',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Check a definition without publishing it: faults with line, column and suggestion',
    input: z.object({ yaml: z.string().max(60_000) }),
    output: z.object({ faults: z.array(definitionFault) }),
    errors: [],
  }),
  defineOperation({
    name: 'tests.publish',
    effect: 'write',
    access: 'organization',
    permission: 'tests.publish',
    summary: 'Publish a test definition: versioned, hashed, logged; only then can it run',
    input: z.object({ engagementId: id, yaml: z.string().min(1).max(60_000) }),
    output: publishedTest,
    errors: ['not_found', 'definition_invalid', 'already_done'],
  }),
  defineOperation({
    name: 'tests.list',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Published test definitions',
    input: listOf(['publishedAt', 'code'], {
      engagementId: id.optional(),
      control: z.string().optional(),
      latest: flag.optional(),
    }),
    output: page(publishedTest),
    errors: [],
  }),
  defineOperation({
    name: 'tests.get',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'One published test definition',
    input: z.object({ id }),
    output: publishedTest,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'tests.run',
    effect: 'write',
    access: 'organization',
    permission: 'tests.run',
    summary: 'Run published tests over every item of the newest frozen populations',
    input: z.object({
      engagementId: id,
      ids: z.array(id).min(1).max(500).optional().describe('All latest tests when left out'),
    }),
    output: jobStarted,
    errors: ['not_found', 'population_invalid'],
  }),
] as const;
