import { z } from 'zod';
import { date } from '../operations/shapes.ts';

/** What is reckoned with stays a date of four digits. */
const isDay = (written: string) =>
  date.safeParse(written).success && written >= '2000-01-01' && written <= '2100-12-31';
const day = z.string().refine(isDay, 'must be a date from 2000 to 2100, such as 2026-11-23');
const dayOr = (...words: readonly string[]) =>
  z
    .string()
    .refine(
      (written) => words.includes(written) || isDay(written),
      `must be a date from 2000 to 2100, such as 2026-11-23, or one of: ${words.join(', ')}`,
    );
const yesNo = z.enum(['yes', 'no', 'unknown']);

/**
 * Answers of the chooser; the questions are in `questions.ts`. One that is missing is as open as `unknown`: neither
 * counts as a no.
 */
export const answers = z.object({
  asks: z.enum(['type2', 'type1', 'soc2', 'other', 'nothing', 'unknown']).optional().describe('What customers ask for'),
  by: dayOr('none', 'unknown').optional().describe('The day on which the report is needed; none; unknown'),
  length: z.enum(['3', '6', '12', 'none', 'unknown']).optional().describe('Shortest period that anybody names, months'),
  first: dayOr('yes', 'no', 'unknown')
    .optional()
    .describe('Whether it is the first report: yes, no, unknown; a date is the last day of the period before'),
  since: dayOr('not-yet', 'unknown').optional().describe('The day since which the controls operate; not-yet; unknown'),
  uptime: yesNo.optional().describe('Whether contracts promise uptime or recovery times'),
  secrets: yesNo.optional().describe('Whether secrets of customers are to be kept or deleted'),
  figures: z.enum(['books', 'yes', 'no', 'unknown']).optional().describe('Whether customers rely on computed figures'),
  personal: z
    .enum(['own', 'customers', 'no', 'unknown'])
    .optional()
    .describe('Whether personal information is held, and on whose behalf'),
  anybody: yesNo.optional().describe('Whether a report is wanted that anybody may read'),
});
export type Answers = z.infer<typeof answers>;

/** What a chooser is asked with: the answers, and the day on which they are given. */
export const chooserInput = answers.extend({ today: day.describe('Today’s date in the organization’s time zone') });
