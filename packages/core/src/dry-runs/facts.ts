import { z } from 'zod';
import { category } from '../categories/index.ts';
import { control } from '../controls/index.ts';
import { explanation } from '../deviations/index.ts';
import { criterionDecision, engagementTerms } from '../engagements/index.ts';
import { id, sha256, timeZone } from '../operations/shapes.ts';
import { byText } from '../reasons/index.ts';
import type { DryRunFacts } from './in-force.ts';

/**
 * What a dry run was concluded from, as canonical JSON: sealed with it, so that anybody can conclude again. Results and
 * samples are named, and lie beside it in a bundle.
 */
export const dryRunFacts = z.object({
  facts: z.literal(1),
  engagement: z.object({ terms: engagementTerms, categories: z.array(category), timeZone }),
  controls: z.array(
    control.pick({
      id: true,
      code: true,
      title: true,
      criteria: true,
      frequency: true,
      effectiveFrom: true,
      retiredOn: true,
      version: true,
    }),
  ),
  results: z.array(
    z
      .object({ id, code: z.string(), control: z.string(), controlId: id.nullable(), sha256 })
      .describe('Newest results'),
  ),
  explanations: z.array(
    explanation.pick({
      test: true,
      items: true,
      causeKind: true,
      cause: true,
      designAtFault: true,
      remediation: true,
      entryIndex: true,
    }),
  ),
  samples: z.array(z.object({ id, events: z.number().int().describe('Draws and steps that were there') })),
  relevance: z
    .array(criterionDecision.pick({ criterion: true, relevant: true, reason: true, at: true }).extend({ by: id }))
    .describe('What was said last of each criterion that was ever decided on'),
});
export type DryRunFactsDocument = z.infer<typeof dryRunFacts>;

/** The facts as they are sealed; the same whatever their order. */
export function dryRunFactsOf(facts: DryRunFacts): DryRunFactsDocument {
  const { engagement, controls, results, explanations, samples, relevance } = facts;
  const { terms, categories, timeZone: zone } = engagement;
  return dryRunFacts.parse({
    facts: 1,
    engagement: { terms, categories, timeZone: zone },
    controls: controls.toSorted((a, b) => byText(a.id, b.id)),
    results: results.toSorted((a, b) => byText(a.id, b.id)),
    explanations: explanations.toSorted((a, b) => a.entryIndex - b.entryIndex),
    samples: samples.toSorted((a, b) => byText(a.id, b.id)),
    relevance: relevance.toSorted((a, b) => byText(a.criterion, b.criterion)),
  });
}
