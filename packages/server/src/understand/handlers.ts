import { chooseReport, countCategories, countWork, findTerms } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';

export const understandHandlers: HandlersOf<'understand'> = {
  'understand.choose': async (_context, { today, ...answers }) => chooseReport(answers, today),

  'understand.categories': async () => ({ items: countCategories() }),

  'understand.work': async (_context, { categories }) => ({ items: countWork(categories) }),

  'understand.glossary': async (_context, { search }) => ({ items: findTerms(search ?? '') }),
};
