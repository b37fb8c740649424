import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { file, id, listOf, page } from '../operations/shapes.ts';
import { report } from './reports.ts';

export const reportOperations = [
  defineOperation({
    name: 'reports.render',
    effect: 'write',
    access: 'organization',
    permission: 'reports.render',
    summary: 'Render the report draft of a dry run as PDF',
    input: z.object({ dryRunId: id }),
    output: jobStarted,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'reports.list',
    effect: 'read',
    access: 'organization',
    permission: 'reports.read',
    summary: 'Report drafts',
    input: listOf(['renderedAt'], { engagementId: id.optional() }),
    output: page(report),
    errors: [],
  }),
  defineOperation({
    name: 'reports.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'reports.read',
    summary: 'The PDF of a report draft',
    input: z.object({ id }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
