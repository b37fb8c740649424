import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { step } from './steps.ts';

export const stepOperations = [
  defineOperation({
    name: 'steps.list',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The eight steps of an engagement: n of N, what is next, whose turn, by when',
    input: z.object({ engagementId: id }),
    output: z.object({ items: z.array(step) }),
    errors: ['not_found'],
  }),
] as const;
