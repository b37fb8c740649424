import { chooseReport, countCategories, countWork, findTerms } from '@tickmark/core';
import { chosenOf, engagementOf } from '../engagements/index.ts';
import type { HandlersOf } from '../platform/handler.ts';

export const understandHandlers: HandlersOf<'understand'> = {
  'understand.choose': async (_context, { today, ...answers }) => chooseReport(answers, today),

  'understand.chosen': async ({ tx, organizationId }, { engagementId }) => {
    await engagementOf(tx, organizationId, engagementId);
    return { chosen: await chosenOf(tx, organizationId, engagementId) };
  },

  'understand.categories': async () => ({ items: countCategories() }),

  'understand.work': async (_context, { categories }) => ({ items: countWork(categories) }),

  'understand.glossary': async (_context, { search }) => ({ items: findTerms(search ?? '') }),
};
