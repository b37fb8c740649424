import { z } from 'zod';
import { date } from '../operations/shapes.ts';
import { permissions } from '../roles/index.ts';

/** The eight steps: the spine of the product and of its navigation. */
export const stepIds = [
  'understand',
  'scope',
  'documents',
  'operations',
  'dry-run',
  'examination',
  'monitor',
  'renew',
] as const;
export const stepId = z.enum(stepIds);
export type StepId = z.infer<typeof stepId>;

export const stepTitles: Record<StepId, string> = {
  understand: 'Understand',
  scope: 'Scope and readiness',
  documents: 'Documents',
  operations: 'Operations and technology',
  'dry-run': 'Dry run',
  examination: 'Examination',
  monitor: 'Monitor',
  renew: 'Renew',
};

/** Counted from what is recorded; `total` is null where nothing can be counted yet. */
export const step = z.object({
  id: stepId,
  title: z.string(),
  summary: z.string(),
  state: z.enum(['not-begun', 'under-way', 'done', 'not-yet-available']),
  done: z.number().int(),
  total: z.number().int().nullable(),
  unit: z.string(),
  next: z
    .object({
      label: z.string(),
      href: z.string().nullable(),
      permission: z.enum(permissions).describe('What it takes to do it'),
    })
    .nullable(),
  whose: z.string().nullable(),
  due: date.nullable(),
});
export type Step = z.infer<typeof step>;
