import { z } from 'zod';

/** What a text of a policy gets wrong, told as it is written. */
export const textFindingCodes = [
  'heading-missing',
  'section-empty',
  'tag-unknown',
  'not-written',
  'reference-dead',
  'control-unknown',
  'numbers-contradict',
  'duty-unowned',
  'vague',
  'owner-missing',
  'review-overdue',
  'review-due',
  'control-differs',
  'control-retired',
  'test-differs',
] as const;

export const textFinding = z.object({
  code: z.enum(textFindingCodes),
  severity: z.enum(['must', 'should']).describe('`must`: before it is approved'),
  heading: z.string().describe('Under which it is; empty where it is of the whole document'),
  passage: z.string().describe('The sentence with the fault; empty where no sentence has it'),
  message: z.string(),
  action: z.string().describe('What to do about it'),
});
export type TextFinding = z.infer<typeof textFinding>;
