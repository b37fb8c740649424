import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, file, flag, id, line, paragraph } from '../operations/shapes.ts';
import { proposedList } from './proposed.ts';
import {
  mostSteps,
  procedureDocument,
  procedureInFull,
  procedureStep,
  procedureSummary,
  procedureVersion,
  runInFull,
  runState,
  runSummary,
} from './procedures.ts';
import { procedureDueStates, stepOutcomes } from './words.ts';

const n = z.number().int();
/** In an address numbers are text. */
const asked = z.coerce.number().int().min(1);
const seen = n.min(1).describe('Number of the newest version, as you have seen it');
const days = {
  from: date.optional().describe('Runs that were under way on this day or later'),
  to: date.optional().describe('Runs that were under way on this day or earlier'),
};

export const procedureOperations = [
  defineOperation({
    name: 'procedures.list',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'The procedures of the organization: how often each is run, when it was last, and when it is due next',
    input: z.object({
      search: z.string().trim().max(200).optional().describe('Words that must appear'),
      due: z.enum(procedureDueStates).optional(),
      retired: flag.default(false).describe('Retired ones too'),
    }),
    output: z.object({
      items: z.array(procedureSummary).describe('By title'),
      total: n,
      counts: z
        .object({
          total: n.describe('Retired ones left out'),
          retired: n,
          due: z.record(z.enum(procedureDueStates), n),
          underWay: n.describe('Runs'),
        })
        .describe('Not narrowed'),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'procedures.get',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'One procedure with its steps, its versions and its runs',
    input: z.object({ id }),
    output: procedureInFull,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.version',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'What a version of a procedure says',
    input: z.object({ id, number: asked }),
    output: procedureVersion.extend({ document: procedureDocument }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.proposed',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary:
      'Numbered lists of a document that read like procedures, from the version in force, else the draft; nothing is made of them here',
    input: z.object({ policyId: id }),
    output: z.object({
      policy: z.object({ id, code: z.string(), title: z.string() }),
      number: n.nullable().describe('Of the version in force that they were taken from; null for the draft'),
      items: z.array(
        proposedList.extend({
          taken: z
            .object({ id, title: z.string() })
            .nullable()
            .describe('A procedure of the same title that belongs to the document already'),
        }),
      ),
      total: n,
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.write',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.manage',
    summary: 'Write a new procedure, or the next version of one; earlier versions stay, and runs name theirs',
    input: procedureDocument.extend({
      id: id.optional().describe('Of the procedure; left out for a new one'),
      seen: n.min(0).describe('Number of the newest version, as you have seen it; 0 for a new procedure'),
      steps: z
        .array(procedureStep.extend({ id: id.optional().describe('Left out for a new step') }))
        .min(1)
        .max(mostSteps),
      changes: paragraph.optional().describe('What is new in it'),
    }),
    output: procedureInFull,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'procedures.retire',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.manage',
    summary: 'Retire a procedure: nobody begins a run of it any more; its versions and runs stay on record',
    input: z.object({ id, seen, reason: paragraph.describe('Why; kept with it') }),
    output: procedureInFull,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'procedures.runs',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'Runs of all procedures or of one, also those of a period',
    input: z.object({ procedureId: id.optional(), state: runState.optional(), ...days }),
    output: z.object({ items: z.array(runSummary).describe('The newest first'), total: n }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.show-run',
    effect: 'read',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'One run: what was told of each step, by whom and when, and what is left',
    input: z.object({ id }),
    output: runInFull,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.start',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.run',
    summary: 'Begin a run of the newest version of a procedure',
    input: z.object({
      id: id.describe('Of the procedure'),
      seen,
      about: line.describe('What or whom it is about, in one line'),
    }),
    output: runInFull,
    errors: ['not_found', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'procedures.step',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.run',
    summary: 'Say that a step of a run is done, with its note and evidence, or skipped with a reason',
    input: z.object({
      id: id.describe('Of the run'),
      step: id,
      outcome: z.enum(stepOutcomes),
      note: paragraph.optional().describe('Needed where the step leaves a note, and for the reason of what is skipped'),
      evidence: z.array(id).max(50).default([]).describe('Ids of pieces of the evidence library'),
      corrects: id.optional().describe('What was told of it before and this takes the place of; both stay on record'),
    }),
    output: runInFull,
    errors: ['not_found', 'conflict', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'procedures.finish',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.run',
    summary: 'Finish a run of which each step is done or skipped with a reason; its record never changes after that',
    input: z.object({ id: id.describe('Of the run') }),
    output: runInFull,
    errors: ['not_found', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'procedures.abandon',
    effect: 'write',
    access: 'organization',
    permission: 'procedures.run',
    summary: 'Abandon a run with a reason; what was done of it stays on record, and it counts as no run',
    input: z.object({ id: id.describe('Of the run'), reason: paragraph }),
    output: runInFull,
    errors: ['not_found', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'procedures.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'The record of a run as a document (PDF); one that has not ended says so on each page',
    input: z.object({ id: id.describe('Of the run'), format: z.literal('pdf') }),
    output: file,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'procedures.export',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'procedures.read',
    summary: 'Runs of a period as a workbook (XLSX), with each of their steps',
    input: z.object({ procedureId: id.optional(), ...days, format: z.literal('xlsx') }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
