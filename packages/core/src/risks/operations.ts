import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { flag, line, listOf, page, paragraph } from '../operations/shapes.ts';
import { risk, riskLevel } from './risks.ts';
import { riskTreatments } from './words.ts';

const code = z.string().regex(/^R-\d{1,6}$/, 'must be the code of a risk, such as R-1');

export const riskOperations = [
  defineOperation({
    name: 'risks.list',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'What may go wrong, with the controls that answer it',
    input: listOf(['code', 'title'], {
      control: z.string().max(40).optional(),
      criterion: z.string().max(20).optional(),
      treatment: z.enum(riskTreatments).optional(),
      closed: flag.default(false).describe('Closed ones too'),
    }),
    output: page(risk),
    errors: [],
  }),
  defineOperation({
    name: 'risks.write',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Note a risk, or say of one what is so now; what was said before stays on record',
    input: z.object({
      code: code.optional().describe('Of the risk that is changed; left out, it is a new one'),
      title: line,
      likelihood: riskLevel.nullable().default(null),
      impact: riskLevel.nullable().default(null),
      treatment: z.enum(riskTreatments).nullable().default(null),
      note: paragraph.nullable().default(null).describe('Why; needed where the risk is accepted'),
      controls: z.array(z.string().trim().min(1).max(40)).max(100).default([]),
      criteria: z.array(z.string().trim().min(1).max(20)).max(61).default([]),
      closed: flag.default(false),
      after: z.number().int().min(0).default(0).describe('Version that you have seen; 0 for a new one'),
    }),
    output: risk,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
] as const;
