import { z } from 'zod';
import { category } from '../categories/index.ts';
import { engagementTerms, warning } from '../engagements/index.ts';
import { date } from '../operations/shapes.ts';
import { answers } from './answers.ts';
import { questionIds } from './questions.ts';

const question = z.enum(questionIds);

/** Why a part of the proposal is as it is. `questions`: the answers it rests on; none where it is so for everybody. */
export const proposalReason = z.object({
  about: z.enum(['type', 'dates', 'categories']),
  text: z.string(),
  source: z.string(),
  questions: z.array(question),
});

/**
 * What became of a category. `open`: it could not be told, because an answer is missing; it is in no draft and is not
 * decided against.
 */
export const categoryChoice = z.object({
  category,
  choice: z.enum(['in', 'out', 'open']),
  text: z.string(),
  source: z.string(),
  questions: z.array(question),
});

/**
 * A draft of an engagement that a person confirms or changes. Dates are in the time zone of the `today` it was made
 * with.
 */
export const chosenReport = z.object({
  terms: engagementTerms,
  categories: z.array(categoryChoice).describe('All five, in their order'),
  reasons: z.array(proposalReason),
  warnings: z.array(warning),
  beside: z.array(warning).describe('Other reports that the answers speak for, and doubts whether this one is wanted'),
  open: z
    .array(z.object({ question, matters: z.string() }))
    .describe('Questions without an answer; none of them counts as a no'),
  reportBetween: z.object({ from: date, to: date }).describe('When the signed report can be expected'),
  neededBy: date.nullable(),
});
export type ChosenReport = z.infer<typeof chosenReport>;

/** What is kept of the chooser with the engagement that it led to, as it was told then. */
export const chosen = z.object({
  answeredOn: date,
  answers,
  proposal: chosenReport,
});
export type Chosen = z.infer<typeof chosen>;
