import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, paragraph } from '../operations/shapes.ts';
import { phase, phaseStep } from './phases.ts';
import { phaseIds } from './words.ts';

const n = z.number().int();
const after = n.min(0).default(0).describe('Number of the last step that you have seen; 0 where there was none');
const phases = z.object({
  items: z.array(phase),
  current: z.enum(phaseIds).nullable().describe('Whose gate is next; null where every gate was passed'),
  steps: z.array(phaseStep).describe('Gates passed and phases taken up again, newest first'),
});

export const phaseOperations = [
  defineOperation({
    name: 'phases.list',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The phases of an engagement with the conditions of their gates, computed from what is recorded',
    input: z.object({ engagementId: id }),
    output: phases,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'phases.pass',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Pass the gate of the current phase; with conditions open only for a reason',
    input: z.object({
      engagementId: id,
      phase: z.enum(phaseIds),
      reason: paragraph.optional().describe('Why it is passed with conditions open'),
      after,
    }),
    output: phases,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'phases.reopen',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Take a phase up again whose gate was passed; the gates after it are passed anew',
    input: z.object({ engagementId: id, phase: z.enum(phaseIds), reason: paragraph, after }),
    output: phases,
    errors: ['not_found', 'conflict'],
  }),
] as const;
