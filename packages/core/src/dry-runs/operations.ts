import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, listOf, page } from '../operations/shapes.ts';
import { dryRun, dryRunChanges, dryRunSummary } from './dry-runs.ts';

export const dryRunOperations = [
  defineOperation({
    name: 'dry-runs.run',
    effect: 'write',
    access: 'organization',
    permission: 'dry-runs.run',
    summary: 'Rehearse the examination on the newest results and say what an auditor would conclude',
    input: z.object({ engagementId: id }),
    output: dryRun,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'dry-runs.list',
    effect: 'read',
    access: 'organization',
    permission: 'dry-runs.read',
    summary: 'Dry runs made, without their documents',
    input: listOf(['ranAt'], { engagementId: id.optional() }),
    output: page(dryRunSummary),
    errors: [],
  }),
  defineOperation({
    name: 'dry-runs.get',
    effect: 'read',
    access: 'organization',
    permission: 'dry-runs.read',
    summary: 'One dry run',
    input: z.object({ id }),
    output: dryRun,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'dry-runs.changes',
    effect: 'read',
    access: 'organization',
    permission: 'dry-runs.read',
    summary: 'What a dry run made now would say otherwise than the newest one',
    input: z.object({ engagementId: id }),
    output: dryRunChanges,
    errors: ['not_found'],
  }),
] as const;
