import { z } from 'zod';
import { category } from '../categories/index.ts';
import { coverageCounts, coverageStates, holeCodes } from '../coverage/index.ts';
import { engagementTerms } from '../engagements/index.ts';
import { date, id, instant, sha256 } from '../operations/shapes.ts';
import { phaseIds } from '../phases/index.ts';
import { findingKinds, planCounts, planStates } from '../plan/index.ts';
import { answerCounts, gapCounts, questionStates, readyFor, severities, ungradedStates } from '../readiness/index.ts';
import { stepCodes } from './words.ts';

const n = z.number().int();
const codes = z.array(z.string());
const grade = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).nullable();
const ungraded = z.enum(ungradedStates).nullable();
const severity = z.enum(severities);

/** A relevant criterion as it stands; one that was taken for not relevant has no grade. */
export const reportedCriterion = z.object({
  criterion: z.string(),
  summary: z.string(),
  series: z.string(),
  seriesName: z.string(),
  category,
  grade,
  ungraded,
  controls: codes.describe('Those that it needs'),
  lowest: codes.describe('Of these, the ones that its grade follows from'),
  why: z.array(z.string()).describe('Sentences'),
  heldBy: codes.describe('Questions whose answers keep it from a grade of 1'),
  answersAlone: z.boolean().describe('Designed by the own word of the organization, and nothing more'),
});
export type ReportedCriterion = z.infer<typeof reportedCriterion>;

export const reportedGap = z.object({
  id: z.string().describe('RQ-046.1: the question and the rule of it that matched'),
  question: z.string(),
  text: z.string().describe('The question'),
  gap: z.string(),
  severity,
  remediation: z.string(),
  effortDays: z.number().describe('Of one person'),
  criteria: codes,
  controls: codes,
  since: instant,
  holds: codes.describe('Criteria that it keeps from a grade of 1'),
  alone: codes.describe('Of these, the ones that nothing else keeps from it'),
  item: z.string().nullable().describe('Code of the newest item of the plan that was made from it'),
});
export type ReportedGap = z.infer<typeof reportedGap>;

export const reportedItem = z.object({
  id,
  code: z.string().describe('PA-12'),
  title: z.string(),
  state: z.enum(planStates),
  severity: severity.nullable(),
  gap: z.string().nullable(),
  owner: z.string().nullable().describe('What the owner is called'),
  effortDays: z.number().nullable(),
  dueOn: date.nullable(),
  overdue: z.boolean(),
  begins: date.nullable().describe('By the roadmap; null where it has no place in it'),
  ends: date.nullable(),
  critical: z.boolean(),
  late: z.boolean().describe('It ends after the day it is due'),
  acceptance: z.object({ until: date, expired: z.boolean(), by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type ReportedItem = z.infer<typeof reportedItem>;

const way = z.object({
  report: date,
  usual: date,
  phases: z.array(z.object({ title: z.string(), from: date, to: date })),
});

export const nextStep = z.object({
  code: z.enum(stepCodes),
  words: z.string(),
  count: n.describe('Of what it speaks of'),
  names: codes.describe('The first of these, by their codes'),
});
export type NextStep = z.infer<typeof nextStep>;

/**
 * Everything a readiness report says, as it was when it was made. It is kept whole, so that it can be set again and held
 * against a later one.
 */
export const readinessFacts = z
  .object({
    v: z.literal(1),
    madeAt: instant,
    verdict: z.string().describe('Where things stand, in a sentence'),
    today: date.describe('In the time zone of the engagement'),
    organization: z.object({ name: z.string(), example: z.boolean() }),
    engagement: z.object({
      id,
      title: z.string(),
      service: z.string(),
      categories: z.array(category),
      terms: engagementTerms,
      timeZone: z.string(),
      phase: z
        .object({ id: z.enum(phaseIds), title: z.string() })
        .nullable()
        .describe('null where every gate was passed'),
    }),
    catalogue: z
      .object({ questions: sha256, criteria: sha256, controls: sha256 })
      .describe('What was asked and graded by'),
    scope: z.object({
      items: n,
      holes: n,
      services: z.array(z.object({ name: z.string(), in: z.boolean() })),
      boundaries: z.array(z.string()),
      vendors: z.object({ total: n, subservice: n, plain: n, undecided: n }).describe('Of those in scope'),
    }),
    answers: answerCounts.extend({ sections: z.array(answerCounts.extend({ section: z.string(), gaps: n })) }),
    questions: z.array(z.object({ id: z.string(), state: z.enum(questionStates) })).describe('Those that are asked'),
    criteria: z.array(reportedCriterion),
    controls: z
      .object({
        total: n,
        notDesigned: n,
        designed: n,
        implemented: n,
        operating: n,
        unknown: n,
        notAssessed: n,
        notApplicable: n,
      })
      .describe('Adopted ones'),
    answersAlone: codes.describe(
      'Adopted controls that are designed by the own word of the organization, and nothing more',
    ),
    readyFor: z.array(readyFor),
    gapCounts,
    gaps: z.array(reportedGap).describe('Of what speaks of a relevant criterion; what holds the most criteria first'),
    apart: z.array(reportedGap).describe('Gaps that speak only of criteria taken for not relevant; in no count'),
    coverage: coverageCounts.extend({
      holes: z.array(
        z.object({
          criterion: z.string(),
          state: z.enum(coverageStates),
          codes: z.array(z.enum(holeCodes)),
          sentences: z.array(z.string()),
        }),
      ),
    }),
    relevance: z
      .array(
        z.object({
          criterion: z.string(),
          summary: z.string(),
          reason: z.string(),
          at: instant,
          by: z.string().nullable(),
        }),
      )
      .describe('Criteria that somebody took for not relevant'),
    plan: z.object({
      counts: planCounts,
      items: z.array(reportedItem),
      without: codes.describe('Gaps without an item'),
    }),
    roadmap: z.object({
      ready: date.nullable().describe('When the examined days can begin after; null where it cannot be told'),
      notBefore: date,
      readyBy: date.nullable(),
      earliest: way.nullable(),
      drafted: way,
      wished: date.nullable(),
      criticalPath: codes,
      findings: z.array(z.object({ kind: z.enum(findingKinds), words: z.string() })),
      more: n.describe('Findings that were left out'),
      unscheduled: z.array(z.object({ code: z.string(), reasons: z.array(z.string()) })),
    }),
    next: z.array(nextStep),
  })
  .meta({ id: 'ReadinessFacts' });
export type ReadinessFacts = z.infer<typeof readinessFacts>;
