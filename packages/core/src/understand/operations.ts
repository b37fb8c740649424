import { z } from 'zod';
import { category } from '../categories/index.ts';
import { defineOperation } from '../operations/define.ts';
import { id, many } from '../operations/shapes.ts';
import { chooserInput } from './answers.ts';
import { chosen, chosenReport } from './proposal.ts';
import { workOfRole } from './work.ts';

export const understandOperations = [
  defineOperation({
    name: 'understand.choose',
    effect: 'read',
    access: 'account',
    summary: 'Which report the answers speak for: a draft of an engagement with its reasons, nothing is kept',
    input: chooserInput,
    output: chosenReport,
    errors: [],
  }),
  defineOperation({
    name: 'understand.chosen',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary:
      'The answers of the chooser that led to an engagement, and its draft with the reasons as they were told then',
    input: z.object({ engagementId: id }),
    output: z.object({ chosen: chosen.nullable().describe('null where it was begun otherwise') }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'understand.categories',
    effect: 'read',
    access: 'account',
    summary: 'The five categories, and how many criteria and controls of the catalogue each one adds',
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          category,
          criteria: z.number().int().describe('Criteria it adds; of security the common ones, which always apply'),
          controls: z.number().int().describe('Controls of the catalogue that support at least one of these'),
          onlyHere: z.number().int().describe('Controls that support no other category’s criteria'),
        }),
      ),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'understand.work',
    effect: 'read',
    access: 'account',
    summary: 'Hours that a report costs inside the company, by role, with the reckoning behind them',
    input: z.object({ categories: many(category).default(['security']) }),
    output: z.object({ items: z.array(workOfRole) }),
    errors: [],
  }),
  defineOperation({
    name: 'understand.glossary',
    effect: 'read',
    access: 'account',
    summary: 'Terms of art in plain words',
    input: z.object({ search: z.string().trim().max(200).optional().describe('Words that must appear') }),
    output: z.object({
      items: z.array(z.object({ id: z.string(), term: z.string(), meaning: z.string(), source: z.string() })),
    }),
    errors: [],
  }),
] as const;
