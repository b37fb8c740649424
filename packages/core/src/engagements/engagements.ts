import { z } from 'zod';
import { category } from '../categories/index.ts';
import { date, id, instant, line, paragraph, period, timeZone } from '../operations/shapes.ts';
import { sourced } from '../sources/index.ts';

/**
 * What is examined: a Type 1 speaks of design as of one date, a Type 2 of design and operation
 * over a period. The period is in the organization's time zone, both days included.
 */
export const engagementTerms = z.discriminatedUnion('type', [
  z.object({ type: z.literal('type1'), asOf: date }),
  z.object({ type: z.literal('type2'), period }),
]);
export type EngagementTerms = z.infer<typeof engagementTerms>;

/** The six questions of the first page. */
export const beginning = z.object({
  name: line.describe('Company name'),
  service: paragraph.describe('What the service does, in a sentence or two'),
  categories: z.array(category).min(1, 'choose at least one category'),
  terms: engagementTerms,
  timeZone,
});
export type Beginning = z.infer<typeof beginning>;

/** Answers of the chooser that led to an engagement, as the text of an address has them, with the day on which they were given. */
export const chosenAnswers = z
  .record(z.string().max(20), z.string().max(20))
  .describe('As understand.choose takes them, {"today": "2026-11-23", "asks": "type2"}; kept with their reasons');

/** A point worth the reader's attention; a warning never blocks. */
export const warning = z.object({ code: z.string(), message: z.string(), source: z.string() });
export type Warning = z.infer<typeof warning>;

export const engagement = z.object({
  id,
  title: line,
  service: paragraph,
  categories: z.array(category),
  terms: engagementTerms,
  timeZone,
  createdAt: instant,
  revision: z.number().int().min(1).describe('Counts what was said of its terms'),
  previousId: id.nullable().describe('The engagement that it follows, if it follows one'),
  warnings: z.array(warning),
});
export type Engagement = z.infer<typeof engagement>;

/** First and last day the engagement speaks of; one and the same day for a Type 1. */
export function engagementPeriod(terms: EngagementTerms): { from: string; to: string } {
  return terms.type === 'type2' ? terms.period : { from: terms.asOf, to: terms.asOf };
}

/** What an engagement is called until someone names it. */
export function engagementTitle(terms: EngagementTerms): string {
  const { from, to } = engagementPeriod(terms);
  return terms.type === 'type2' ? `SOC 2 Type 2, ${from} to ${to}` : `SOC 2 Type 1, as of ${from}`;
}

const dayMs = 86_400_000;

/** What practice would question about these terms (TSP section 100, and common practice on periods). */
export function engagementWarnings(input: Pick<Beginning, 'categories' | 'terms'>): Warning[] {
  const found: Warning[] = [];
  if (!input.categories.includes('security')) {
    found.push({
      code: 'security-left-out',
      message:
        'Security is left out. Nearly every SOC 2 includes it; readers may be misled and an auditor may decline. The 33 common criteria apply all the same.',
      source: sourced('criteria'),
    });
  }
  if (input.terms.type === 'type2') {
    const { from, to } = input.terms.period;
    const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
    if (days < 90) {
      found.push({
        code: 'short-period',
        message: `The period has ${days} days. Readers expect three months at least, usually six to twelve.`,
        source: sourced('practice'),
      });
    }
    if (days > 366) {
      found.push({
        code: 'long-period',
        message: `The period has ${days} days. A Type 2 rarely covers more than twelve months.`,
        source: sourced('practice'),
      });
    }
  }
  return found;
}
