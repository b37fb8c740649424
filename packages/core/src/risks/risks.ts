import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';
import { riskTreatments } from './words.ts';

const n = z.number().int();

/** From 1, hardly, to 5, nearly certain or gravest. */
export const riskLevel = n.min(1).max(5);

/**
 * What may go wrong, in a line, with the controls that answer it and the criteria that it threatens. Likelihood and impact are
 * judged by people and are null until somebody has.
 */
export const risk = z.object({
  code: z.string().describe('R-1, counted in the organization'),
  version: n.min(1).describe('Counts the changes; the newest counts'),
  title: z.string(),
  likelihood: riskLevel.nullable(),
  impact: riskLevel.nullable(),
  treatment: z.enum(riskTreatments).nullable(),
  note: z.string().nullable(),
  controls: z.array(z.string()),
  criteria: z.array(z.string()),
  closed: z.boolean(),
  at: instant,
  by: z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }),
  /** What of it is not told or does not fit, as sentences. */
  open: z.array(z.string()),
});
export type Risk = z.infer<typeof risk>;

/** What of a risk is not told yet, or does not fit; a closed one has nothing open. */
export function openOfRisk({
  likelihood,
  impact,
  treatment,
  controls,
  closed,
}: Pick<Risk, 'likelihood' | 'impact' | 'treatment' | 'controls' | 'closed'>): string[] {
  if (closed) return [];
  return [
    ...(likelihood === null || impact === null ? ['Nobody has judged how likely and how grave it is.'] : []),
    ...(treatment === null ? ['Nobody has decided what is done about it.'] : []),
    ...(treatment === 'reduce' && controls.length === 0 ? ['It is to be reduced, and no control answers it.'] : []),
  ];
}
