import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, listOf, page } from '../operations/shapes.ts';
import { job, jobKind } from './jobs.ts';

export const jobOperations = [
  defineOperation({
    name: 'jobs.list',
    effect: 'read',
    access: 'organization',
    permission: 'jobs.read',
    summary: 'Long work of this organization',
    input: listOf(['createdAt'], { kind: jobKind.optional() }),
    output: page(job),
    errors: [],
  }),
  defineOperation({
    name: 'jobs.get',
    effect: 'read',
    access: 'organization',
    permission: 'jobs.read',
    summary: 'One job; with `changedSince`, waits up to 25 seconds for news',
    input: z.object({ id, changedSince: z.coerce.number().int().optional() }),
    output: job,
    errors: ['not_found'],
  }),
] as const;
