import { z } from 'zod';
import { date, id, instant, period, person } from '../operations/shapes.ts';

/** Years that evidence is kept where nobody says otherwise. */
export const defaultRetentionYears = 7;
export const mostRetentionYears = 30;

/** Years that what stands in a sealed bundle is kept after the bundle was made: auditors keep what they rest on as long. */
export const bundledYears = 5;

/** Years after the last day of its period in which an engagement counts as in progress. */
export const openYears = 1;

/** Pieces that one entry of a deletion names at most: it seals two records of each. */
export const mostDeleted = 100;

/** The same day so many years later; the 28th of February where that year has no 29th. */
export function yearsAfter(day: string, years: number): string {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const same = `${year}${day.slice(4)}`;
  return Number.isNaN(Date.parse(same)) || !new Date(same).toISOString().startsWith(same) ? `${year}-02-28` : same;
}

const years = z.number().int().min(1).max(mostRetentionYears);

export const retentionSchedule = z.object({
  years: years.describe('Evidence is kept so long after the last day it speaks for'),
  supersededYears: years.nullable().describe('What has a newer version; null where it is kept as long as the rest'),
  automatic: z.boolean().describe('Whether what is due is deleted each day without anybody confirming it'),
});

/** A schedule with who set it. */
export const retentionScheduleSet = retentionSchedule.extend({
  setAt: instant,
  setBy: person,
  rests: z
    .string()
    .nullable()
    .describe('Why nothing is deleted by itself although it is to be; null where nothing stands against it'),
  entryIndex: z.number().int(),
});
export type RetentionSchedule = z.infer<typeof retentionScheduleSet>;

export const holdReasons = ['litigation', 'examination', 'investigation', 'other'] as const;
export const holdReason = z.enum(holdReasons);
export type HoldReason = z.infer<typeof holdReason>;

export const holdReasonTitles: Record<HoldReason, string> = {
  litigation: 'Litigation',
  examination: 'Examination in progress',
  investigation: 'Investigation',
  other: 'Another reason',
};

/** Stops every deletion of a piece, or of all, until it is released. */
export const retentionHold = z.object({
  id,
  evidence: z.object({ id, title: z.string() }).nullable().describe('null holds every piece'),
  reason: holdReason,
  words: z.string().describe('Why, as written; stands in no entry'),
  placedAt: instant,
  placedBy: person,
  released: z.object({ at: instant, by: person, words: z.string() }).nullable().describe('null while it holds'),
  entryIndex: z.number().int().describe('The newest entry of it'),
});
export type RetentionHold = z.infer<typeof retentionHold>;

/** What stands against deleting a piece, in words. */
export const obstacle = z.object({
  kind: z.enum(['hold', 'engagement', 'request', 'plan', 'procedure', 'answer', 'bundle', 'uploader']),
  message: z.string(),
  action: z.string(),
});
export type Obstacle = z.infer<typeof obstacle>;

/** A piece that the schedule deletes on a day. */
export const dueEvidence = z.object({
  id,
  title: z.string(),
  period,
  dueOn: date.describe('First day on which the schedule deletes it'),
  due: z.boolean().describe('Whether that day has come, in the time zone of the organization'),
  obstacles: z.array(obstacle).describe('It is not deleted while there are any'),
});
export type DueEvidence = z.infer<typeof dueEvidence>;

/** How long one piece is kept. */
export const retentionOfPiece = z.object({
  dueOn: date.nullable().describe('First day on which the schedule deletes it; null without a schedule'),
  obstacles: z.array(obstacle).describe('What stands against its deletion, be it due'),
  early: z
    .array(z.object({ reason: z.string(), obstacles: z.array(obstacle) }))
    .describe('What stands against deleting it before its time, by reason'),
  bundles: z.number().int().describe('Bundles made so far that hold its file, and stay as they are'),
});
export type RetentionOfPiece = z.infer<typeof retentionOfPiece>;
