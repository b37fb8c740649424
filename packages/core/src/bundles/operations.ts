import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { file, id, listOf, page } from '../operations/shapes.ts';
import { bundle } from './bundles.ts';

export const bundleOperations = [
  defineOperation({
    name: 'bundles.create',
    effect: 'write',
    access: 'organization',
    permission: 'bundles.create',
    summary:
      'Pack log, populations, definitions, results, samples, evidence and report into one file that verifies offline',
    input: z.object({ engagementId: id }),
    output: jobStarted,
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'bundles.list',
    effect: 'read',
    access: 'organization',
    permission: 'bundles.read',
    summary: 'Bundles made',
    input: listOf(['createdAt'], { engagementId: id.optional() }),
    output: page(bundle),
    errors: [],
  }),
  defineOperation({
    name: 'bundles.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'bundles.read',
    summary: 'The bundle, for `tickmark verify`',
    input: z.object({ id }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
