import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { reasonCode } from '../reasons/index.ts';
import { conclusionState, decided, decision, standing } from './decisions.ts';

export const conclusionOperations = [
  defineOperation({
    name: 'conclusions.decide',
    effect: 'write',
    access: 'organization',
    permission: 'conclusions.decide',
    summary: 'Conclude on a control, a criterion or a part of the opinion; softer than the rules only with a reason',
    input: z.object({
      dryRunId: id,
      decision: decided,
      reason: z.string().trim().max(4000).optional().describe('Needed where the conclusion is softer'),
    }),
    output: decision,
    errors: ['not_found', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'conclusions.list',
    effect: 'read',
    access: 'organization',
    permission: 'dry-runs.read',
    summary: 'What a dry run proposes and what people decided, side by side; superseded decisions too',
    input: z.object({
      dryRunId: id,
      on: decision.shape.on.optional(),
      reason: reasonCode.optional().describe('Only what has this reason'),
      concluded: conclusionState.optional(),
    }),
    output: z.object({ items: z.array(standing) }),
    errors: ['not_found'],
  }),
] as const;
