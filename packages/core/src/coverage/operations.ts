import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { coverageCounts, coveringControl, criterionCoverage } from './coverage.ts';
import { scopeFact } from './scope-facts.ts';
import { suggestion } from './suggest.ts';

const n = z.number().int();

export const coverageOperations = [
  defineOperation({
    name: 'coverage.map',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'The criteria of an engagement with the controls designed to meet them, and what is missing',
    input: z.object({ engagementId: id }),
    output: z.object({
      criteria: z.array(criterionCoverage),
      controls: z.array(coveringControl).describe('By their codes'),
      counts: coverageCounts,
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'coverage.suggest',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'Controls of the catalogue that would fit an engagement, each with why, and what is known of the scope',
    input: z.object({ engagementId: id }),
    output: z.object({
      items: z.array(suggestion),
      total: n,
      counts: z.object({ adopted: n, suggested: n, optional: n, leftOut: n }),
      facts: z.array(scopeFact),
      without: z.array(z.string()).describe('Relevant criteria that would have no control with all suggested ones'),
    }),
    errors: ['not_found'],
  }),
] as const;
