import { z } from 'zod';
import { category } from '../categories/index.ts';
import { defineOperation } from '../operations/define.ts';
import { many } from '../operations/shapes.ts';
import { criterion } from './criteria.ts';

export const criteriaOperations = [
  defineOperation({
    name: 'criteria.list',
    effect: 'read',
    access: 'organization',
    permission: 'catalogue.read',
    summary: 'The trust services criteria, or those that apply to the categories given',
    input: z.object({ categories: many(category).optional() }),
    output: z.object({ items: z.array(criterion) }),
    errors: [],
  }),
] as const;
