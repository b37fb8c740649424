import { z } from 'zod';
import { earlyDeletionReason, evidence } from '../evidence/index.ts';
import { defineOperation } from '../operations/define.ts';
import { flag, id, line, listOf, page, paragraph } from '../operations/shapes.ts';
import {
  dueEvidence,
  holdReason,
  mostDeleted,
  retentionHold,
  retentionOfPiece,
  retentionSchedule,
  retentionScheduleSet,
} from './retention.ts';

const schedule = z.object({ schedule: retentionScheduleSet.nullable().describe('null: nothing is ever due') });

export const retentionOperations = [
  defineOperation({
    name: 'retention.schedule',
    effect: 'read',
    access: 'organization',
    permission: 'retention.read',
    summary: 'How long evidence is kept',
    input: z.object({}),
    output: schedule,
    errors: [],
  }),
  defineOperation({
    name: 'retention.set-schedule',
    effect: 'write',
    access: 'organization',
    permission: 'retention.manage',
    summary: 'Set how long evidence is kept after the last day it speaks for, or that nothing is ever due',
    input: z.object({ schedule: retentionSchedule.nullable().describe('null takes the schedule away') }),
    output: schedule,
    errors: ['already_done'],
  }),
  defineOperation({
    name: 'retention.due',
    effect: 'read',
    access: 'organization',
    permission: 'retention.read',
    summary: 'What the schedule deletes within the days to come, and what stands against it',
    input: listOf(['dueOn', 'title'], {
      within: z.coerce.number().int().min(0).max(3660).default(30).describe('Days from today'),
    }),
    output: page(dueEvidence),
    errors: [],
  }),
  defineOperation({
    name: 'retention.piece',
    effect: 'read',
    access: 'organization',
    permission: 'retention.read',
    summary: 'How long one piece of evidence is kept, and what stands against deleting it',
    input: z.object({ id }),
    output: retentionOfPiece,
    errors: ['not_found', 'gone'],
  }),
  defineOperation({
    name: 'retention.delete',
    effect: 'write',
    access: 'organization',
    permission: 'retention.manage',
    summary:
      'Delete the file of a piece of evidence before its time; its record and an entry stay. This cannot be undone',
    input: z.object({
      id,
      reason: earlyDeletionReason,
      words: paragraph.describe('Why; stands in no entry'),
      title: line.optional().describe('What it is called from now on, where its title says what should not stay'),
    }),
    output: evidence,
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'retention.delete-due',
    effect: 'write',
    access: 'organization',
    permission: 'retention.manage',
    summary:
      'Delete the files of pieces of evidence that are due; their records and an entry stay. This cannot be undone',
    input: z.object({ ids: z.array(id).min(1).max(mostDeleted) }),
    output: z.object({ items: z.array(z.object({ id, title: z.string() })), total: z.number().int() }),
    errors: ['not_found', 'already_done', 'not_yet_possible', 'conflict'],
  }),
  defineOperation({
    name: 'retention.holds',
    effect: 'read',
    access: 'organization',
    permission: 'retention.read',
    summary: 'What stops the deletion of evidence, and what did',
    input: listOf(['placedAt'], {
      standing: flag.default(true).describe('Only those that were not released'),
      evidence: id.optional().describe('Only those that hold this piece'),
    }),
    output: page(retentionHold),
    errors: [],
  }),
  defineOperation({
    name: 'retention.hold',
    effect: 'write',
    access: 'organization',
    permission: 'retention.manage',
    summary: 'Stop every deletion of a piece of evidence, or of all, until the hold is released',
    input: z.object({
      evidence: id.optional().describe('The piece; without it all evidence is held'),
      reason: holdReason,
      words: paragraph.describe('Why; stands in no entry'),
    }),
    output: retentionHold,
    errors: ['not_found', 'no_longer_possible', 'already_done'],
  }),
  defineOperation({
    name: 'retention.release',
    effect: 'write',
    access: 'organization',
    permission: 'retention.manage',
    summary: 'Release a hold: what it held may be deleted again',
    input: z.object({ id, words: paragraph.describe('Why; stands in no entry') }),
    output: retentionHold,
    errors: ['not_found', 'already_done'],
  }),
] as const;
