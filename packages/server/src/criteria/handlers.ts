import { applicableCriteria, criteria } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';

export const criteriaHandlers: HandlersOf<'criteria'> = {
  'criteria.list': async (_context, input) => ({
    items: [...(input.categories === undefined ? criteria : applicableCriteria(input.categories))],
  }),
};
