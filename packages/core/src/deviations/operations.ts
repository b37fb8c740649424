import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, listOf, page, paragraph } from '../operations/shapes.ts';
import { causeKind, explanation, mostExplained, remediation } from './explanations.ts';

export const deviationOperations = [
  defineOperation({
    name: 'deviations.explain',
    effect: 'write',
    access: 'organization',
    permission: 'deviations.explain',
    summary: 'Record cause, extent and fix of deviations; it changes no result, and a fix never erases one',
    input: z.object({
      engagementId: id,
      test: z.string().trim().min(1).max(60).describe('Definition id: CHG-02.review'),
      items: z.array(z.string().min(1).max(2000)).min(1).max(mostExplained),
      causeKind,
      cause: paragraph,
      designAtFault: z.boolean(),
      extent: paragraph,
      remediation: remediation.optional(),
      correction: paragraph.optional().describe('Needed where an item has an explanation already'),
    }),
    output: explanation,
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'deviations.explanations',
    effect: 'read',
    access: 'organization',
    permission: 'dry-runs.read',
    summary: 'What was recorded of deviations, earlier explanations too',
    input: listOf(['explainedAt', 'test'], {
      engagementId: id.optional(),
      control: z.string().optional(),
      test: z.string().optional(),
      causeKind: causeKind.optional(),
    }),
    output: page(explanation),
    errors: [],
  }),
] as const;
