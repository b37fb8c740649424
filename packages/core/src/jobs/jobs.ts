import { z } from 'zod';
import { errorCodes } from '../errors/index.ts';
import { id, instant } from '../operations/shapes.ts';

export const jobKinds = [
  'import-population',
  'collect-git',
  'reconcile-populations',
  'run-tests',
  'add-increment',
  'compare-increments',
  'render-report',
  'create-bundle',
  'check-records',
  'read-evidence',
  'remove-files',
  'delete-due',
] as const;
export const jobKind = z.enum(jobKinds);
export type JobKind = z.infer<typeof jobKind>;

/** Long work that can be left and found again. `change` grows with every step of progress. */
export const job = z.object({
  id,
  kind: jobKind,
  title: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.number().int().describe('Steps, rows or tests finished so far'),
  total: z.number().int().nullable().describe('null while nobody can know'),
  unit: z.string().describe('rows, tests, pages …'),
  note: z.string().nullable(),
  error: z
    .object({
      code: z.enum(errorCodes),
      message: z.string(),
      field: z.string().optional(),
      action: z.string().optional(),
    })
    .nullable(),
  result: z.record(z.string(), z.unknown()).nullable().describe('Ids of what the job made'),
  change: z.number().int(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type Job = z.infer<typeof job>;

/** What an operation answers that leaves long work to a job. */
export const jobStarted = z.object({ jobId: id });
