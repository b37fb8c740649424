import { z } from 'zod';
import { controlState, criterionStateKind, forecastKind, opinionPart } from '../dry-runs/index.ts';
import { id, instant } from '../operations/shapes.ts';
import { controlReason } from '../reasons/index.ts';

/** The least that counts as a reason for concluding softer than the rules propose, in characters. */
export const shortestReason = 20;

/** What a decision is about, with what is concluded of it. */
export const decided = z.discriminatedUnion('on', [
  z.object({ on: z.literal('control'), subject: z.string().min(1).max(40), conclusion: controlState }),
  z.object({ on: z.literal('criterion'), subject: z.string().min(1).max(20), conclusion: criterionStateKind }),
  z.object({ on: z.literal('part'), subject: opinionPart, conclusion: forecastKind }),
]);
export type Decided = z.infer<typeof decided>;

export const conclusionState = z.union([controlState, criterionStateKind, forecastKind]);
export type ConclusionState = z.infer<typeof conclusionState>;

/** What a named person concluded of one subject of one dry run. Appended, never changed. */
export const decision = z.object({
  id,
  dryRunId: id,
  on: z.enum(['control', 'criterion', 'part']),
  subject: z.string(),
  conclusion: conclusionState,
  proposal: conclusionState.describe('What the dry run proposes, as sealed'),
  against: conclusionState.describe('What the rules gave when it was decided, after the decisions on controls'),
  softer: z.boolean(),
  reason: z.string().nullable(),
  explainedToo: z.boolean().describe('The same person recorded a cause of deviations of the control'),
  decidedAt: instant,
  decidedBy: z.object({ id, name: z.string() }),
  entryIndex: z.number().int(),
});
export type Decision = z.infer<typeof decision>;

/** Proposal and decision of one subject, side by side. */
export const standing = z.object({
  on: decision.shape.on,
  subject: z.string(),
  title: z.string(),
  proposal: conclusionState,
  follows: conclusionState.describe('What the rules give with the decisions on controls and criteria'),
  floor: conclusionState.describe('The best that may be concluded, whatever the reason'),
  because: z
    .array(controlReason.extend({ sentence: z.string() }))
    .describe('Why the dry run proposes what it proposes: codes with their parameters, and their sentences'),
  choices: z
    .array(z.object({ conclusion: conclusionState, softer: z.boolean() }))
    .describe('What a person may conclude, best first; softer ones need a reason'),
  decisions: z.array(decision).describe('Newest first; the first is in force unless it is overtaken'),
  overtaken: z
    .boolean()
    .describe('What the rules give has become harsher since it was decided, so the decision no longer stands'),
  concluded: conclusionState.describe('The decision where one stands, else what the rules give'),
});
export type Standing = z.infer<typeof standing>;
