import { z } from 'zod';
import { date, id, period } from '../../operations/shapes.ts';
import { findingKinds, unscheduledReasons } from '../words.ts';

const n = z.number().int();

/** How much time somebody has for the plan. */
export interface PersonTime {
  id: string;
  name: string | null;
  /** null where nobody said. */
  daysPerWeek: number | null;
  absences: readonly { from: string; to: string }[];
  /** Whether one more person with as much time shares what is theirs. */
  oneMore: boolean;
  /** Whether they are a member with a role that does work. */
  able: boolean;
}

const code = z.string().describe('PA-12');

export const unscheduledReason = z.object({
  why: z.enum(unscheduledReasons),
  words: z.string(),
  items: z.array(id).describe('Of a circle its members in order; else what it waits for'),
});

/** An item in its place. */
export const scheduledItem = z.object({
  id,
  code,
  start: date,
  finish: date,
  alone: date.describe('Last day if nobody had anything else to do: no order of work ends it sooner'),
  latestFinish: date
    .nullable()
    .describe('Last day on which it can end without anything being late, in this order; null where nothing bounds it'),
  floatDays: n.nullable().describe('Working days from its end to that day; less than 0 where it is too late'),
  critical: z.boolean().describe('A day later here is a day later for the whole'),
  gates: z.boolean().describe('The examined days wait for it'),
  late: z.boolean().describe('It ends after the day it is due'),
  waitsFor: z
    .object({ kind: z.enum(['dependency', 'person', 'not-before', 'today']), item: id.nullable() })
    .describe(
      'Why it begins no sooner: another item it depends on, another one of its owner, its first day, or nothing',
    ),
});
export type ScheduledItem = z.infer<typeof scheduledItem>;

export const unscheduledItem = z.object({
  id,
  code,
  gates: z.boolean().describe('The examined days wait for it'),
  reasons: z.array(unscheduledReason),
});
export type UnscheduledItem = z.infer<typeof unscheduledItem>;

/** What the roadmap tells, in one or two sentences. */
export const finding = z.object({
  code: z.enum([
    'wish-impossible',
    'wish-late',
    'wish-possible',
    'wish-unknown',
    'begin-impossible',
    'begin-late',
    'begin-possible',
    'item-impossible',
    'item-late',
    'item-overdue',
    'due-before-start',
    'due-before-what-it-waits-for',
    'due-after-begin',
    'circle',
    'unscheduled',
    'time-assumed',
    'effort-of-catalogue',
    'not-shown-best',
  ]),
  kind: z.enum(findingKinds),
  words: z.string(),
  items: z.array(id),
});
export type Finding = z.infer<typeof finding>;

export const personLoad = z.object({
  person: id,
  name: z.string().nullable(),
  daysPerWeek: z.number(),
  assumed: z.boolean().describe('Nobody said how many days; five are taken'),
  oneMore: z.boolean().describe('It was tried that one more person with as much time shares what is theirs'),
  absences: z.array(period).describe('Days on which they do nothing for the plan, as reckoned with'),
  items: n,
  effortDays: z.number().describe('Of what is scheduled'),
  finish: date.nullable().describe('Last day of what is scheduled'),
});

/** Days from the end of the work to the report, one after the other. `usualTo`: where it takes the longest that is usual. */
export const roadmapPhase = z.object({
  id: z.enum(['dry-run', 'period', 'as-of', 'fieldwork', 'report']),
  title: z.string(),
  from: date,
  to: date,
  usualTo: date,
});
export type RoadmapPhase = z.infer<typeof roadmapPhase>;

/** How an engagement goes to its report. */
export const way = z.object({
  phases: z.array(roadmapPhase),
  report: date.describe('At the earliest'),
  usual: date.describe('Where each phase takes the longest that is usual'),
});
export type Way = z.infer<typeof way>;

export const roadmap = z.object({
  today: date,
  items: z.array(scheduledItem).describe('By their first day, then their number'),
  unscheduled: z.array(unscheduledItem).describe('Open, and without a place: each says why'),
  circles: z.array(z.array(id)),
  settled: n.describe('Items that need no time: done, verified, accepted or dropped'),
  people: z.array(personLoad),
  ready: z.object({
    on: date
      .nullable()
      .describe('Day on which the last item that the examined days wait for ends; null where it cannot be told'),
    notBefore: date.describe('No order of work ends them sooner'),
    shortest: z.boolean().describe('The two are the same, so no order of work is better'),
    unknown: z.array(id).describe('What they wait for and nobody can say when it ends'),
  }),
  readyBy: date.nullable().describe('By when they have to end, for the wish or else for the dates of the engagement'),
  earliest: way
    .nullable()
    .describe('The report, where the examined days begin as soon as they can; null where it cannot be told'),
  drafted: way.describe('The report, where the dates of the engagement are kept'),
  wished: z
    .object({ report: date, readyBy: date, phases: z.array(roadmapPhase) })
    .nullable()
    .describe('Counted back from the wished report date, by the shortest that is usual'),
  criticalPath: z.array(id).describe('What the end waits for, in order'),
  help: z.array(
    z.object({
      person: id,
      readyOn: date,
      daysSooner: n.describe('Calendar days'),
      words: z.string(),
    }),
  ),
  findings: z.array(finding).describe('The gravest first'),
  more: n.describe('Findings that were left out of the list'),
});
export type Roadmap = z.infer<typeof roadmap>;
