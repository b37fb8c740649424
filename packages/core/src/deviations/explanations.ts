import { z } from 'zod';
import { date, id, instant, paragraph } from '../operations/shapes.ts';

/** What kind of cause a person recorded. Closed, so that causes can be counted across controls. */
export const causeKind = z.enum([
  'oversight',
  'unclear-procedure',
  'missing-skill',
  'workload',
  'system-fault',
  'third-party',
  'deliberate',
  'design',
  'unknown',
]);
export type CauseKind = z.infer<typeof causeKind>;

/** Deviations that one record names at most. */
export const mostExplained = 500;

export const causeTitles: Record<CauseKind, string> = {
  oversight: 'Oversight',
  'unclear-procedure': 'Unclear procedure',
  'missing-skill': 'Missing knowledge or training',
  workload: 'Too much work, too few people',
  'system-fault': 'Fault of a system',
  'third-party': 'Fault of a third party',
  deliberate: 'Deliberate bypass',
  design: 'Design of the control',
  unknown: 'Not known yet',
};

export const remediation = z.object({
  fixedOn: date.describe('Day on which the fix was in place; a plan is not a fix'),
  text: paragraph,
});

/**
 * What a person recorded of deviations: cause, extent, whether the design is at fault, and the fix.
 * Appended, never changed: a later one for the same item stands in front of it, and both stay visible.
 */
export const explanation = z.object({
  id,
  engagementId: id,
  test: z.string().describe('Definition id: CHG-02.review'),
  control: z.string(),
  items: z.array(z.string()).describe('Keys of items, or slices as 2026-01-01/2026-03-31'),
  causeKind,
  cause: z.string(),
  designAtFault: z.boolean(),
  extent: z.string().describe('Who else, what else and how long it may have reached'),
  remediation: remediation.nullable(),
  correction: z.string().nullable().describe('Why it replaces an earlier one'),
  explainedAt: instant,
  explainedBy: z.object({ id, name: z.string() }),
  entryIndex: z.number().int(),
});
export type Explanation = z.infer<typeof explanation>;
