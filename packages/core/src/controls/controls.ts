import { z } from 'zod';
import catalogue from '../../../../content/controls/controls.json' with { type: 'json' };
import { category } from '../categories/index.ts';
import { date, id } from '../operations/shapes.ts';

/** How often a control operates. `per_occurrence` runs when its trigger happens. */
export const frequency = z.enum([
  'continuous',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'semiannual',
  'annual',
  'per_occurrence',
]);
export type Frequency = z.infer<typeof frequency>;

/** One control of the catalogue: a starting point, never a fact about an organization. */
export const catalogueControl = z.object({
  id: z.string().describe('CHG-02, IAM-04 …'),
  title: z.string(),
  family: z.string(),
  description: z.string(),
  criteria: z.array(z.string()),
  categories: z.array(category),
  type: z.enum(['preventive', 'detective', 'corrective']),
  nature: z.enum(['manual', 'hybrid', 'automated']),
  frequency,
  ownerRole: z.string(),
  evidence: z.object({ population: z.string(), artifacts: z.array(z.string()) }),
  tests: z.object({ design: z.array(z.string()), operating: z.array(z.string()) }),
  tier: z.enum(['core', 'extended']),
});
export type CatalogueControl = z.infer<typeof catalogueControl>;

export const controlCatalogue: readonly CatalogueControl[] = z.array(catalogueControl).parse(catalogue);

/**
 * One version of a control an organization has adopted. The wording is its own copy, in force from
 * `effectiveFrom` up to the day before `retiredOn`. A change is a new version; none is ever edited.
 */
export const control = z.object({
  id,
  code: z.string().describe('CHG-02, IAM-04 …'),
  title: z.string(),
  description: z.string(),
  criteria: z.array(z.string()),
  frequency,
  ownerRole: z.string(),
  effectiveFrom: date,
  retiredOn: date.nullable().describe('First day without this version'),
  version: z.number().int().min(1).describe('Counts the versions of a code; the first is 1'),
  supersedes: id.nullable().describe('The version it replaced without a gap, if it did'),
  revisionReason: z.string().nullable(),
});
export type Control = z.infer<typeof control>;
