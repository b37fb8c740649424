import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, instant, paragraph, person } from '../operations/shapes.ts';
import { answer } from './answers.ts';
import { gap } from './gaps.ts';
import { controlGrade, criterionGrade, readyFor, ungradedCriterion } from './grades.ts';
import { question, questionId, severity } from './questions.ts';
import { questionStates } from './words.ts';

const n = z.number().int();

/** One answer to a question. Answers are never changed: a later one takes the place of an earlier one. */
export const givenAnswer = z.object({
  id,
  question: questionId,
  version: n.min(1).describe('Counts the answers to the question; the newest counts'),
  answer,
  words: z.string().describe('The answer in words'),
  note: z.string().nullable(),
  gap: z.string().nullable().describe('Id of the gap that it told of when it was given'),
  at: instant,
  by: person,
  entryIndex: n,
});
export type GivenAnswer = z.infer<typeof givenAnswer>;

export const attachedEvidence = z.object({
  id,
  title: z.string(),
  fileName: z.string().nullable().describe('null once the file was deleted'),
  deleted: z.boolean(),
  newer: z.object({ id, title: z.string() }).nullable().describe('Its newest version, where that is another one'),
});
export type AttachedEvidence = z.infer<typeof attachedEvidence>;

const questionState = z.enum(questionStates);

/** A question as it stands in an engagement. */
export const heldQuestion = question.omit({ gapRules: true, cadenceOrder: true }).extend({
  state: questionState,
  given: givenAnswer.nullable().describe('The newest answer; null where none was given'),
  gap: gap.nullable().describe('What the newest answer tells to be missing'),
  relevant: z.boolean().describe('false where it speaks only of criteria that were taken for not relevant'),
  evidence: z.array(attachedEvidence),
});
export type HeldQuestion = z.infer<typeof heldQuestion>;

/** `total` is each of the other four once. What is not known or does not apply is not counted as answered. */
export const answerCounts = z.object({
  total: n,
  answered: n.describe('`partly` is part of it'),
  partly: n,
  unknown: n,
  notApplicable: n,
  unanswered: n,
});
export type AnswerCounts = z.infer<typeof answerCounts>;

export const gapCounts = z.object({ critical: n, high: n, medium: n, low: n, info: n });
export type GapCounts = z.infer<typeof gapCounts>;

/** How far the assessment is: all of it, each section, and gaps by severity. */
const assessmentCounts = answerCounts.extend({
  sections: z.array(answerCounts.extend({ section: z.string(), gaps: n })),
  gaps: gapCounts,
});
export type AssessmentCounts = z.infer<typeof assessmentCounts>;

const section = z.string().max(60).optional();
const control = z.string().max(40).optional().describe('Only about this control');
const criterion = z.string().max(20).optional().describe('Only about this criterion');
const search = z.string().trim().max(200).optional().describe('Words that must appear');

export const readinessOperations = [
  defineOperation({
    name: 'readiness.questions',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'The questions of the readiness assessment that apply, with the newest answers, and n of N by section',
    input: z.object({
      engagementId: id,
      section,
      state: questionState.optional(),
      control,
      criterion,
      question: questionId.optional().describe('Only this one'),
      search,
    }),
    output: z.object({
      items: z.array(heldQuestion).describe('In the order of the catalogue'),
      total: n.describe('Questions that match'),
      counts: assessmentCounts,
      notAsked: z.array(z.object({ id: questionId, section: z.string(), text: z.string(), words: z.string() })),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'readiness.answer',
    effect: 'write',
    access: 'organization',
    permission: 'readiness.answer',
    summary: 'Answer questions of the readiness assessment; earlier answers stay on record',
    input: z.object({
      engagementId: id,
      answers: z
        .array(
          z.object({
            question: questionId,
            answer,
            note: paragraph.optional().describe('Kept with this answer'),
            after: n
              .min(0)
              .default(0)
              .describe('Version of the newest answer that you have seen; 0 where you saw none'),
          }),
        )
        .min(1)
        .max(200)
        .describe('[{"question": "RQ-046", "answer": {"kind": "partial"}, "after": 0}]'),
    }),
    output: z.object({
      items: z.array(givenAnswer).describe('Those that are new'),
      total: n,
      unchanged: z.array(questionId).describe('Answered so already'),
      questions: z.array(heldQuestion).describe('Those that were named, as they stand now'),
      counts: assessmentCounts.describe('Of the engagement, as they are now'),
    }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'readiness.history',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'Every answer to a question in an engagement, newest first',
    input: z.object({ engagementId: id, question: questionId }),
    output: z.object({ items: z.array(givenAnswer), total: n }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'readiness.attach',
    effect: 'write',
    access: 'organization',
    permission: 'readiness.answer',
    summary: 'Attach pieces of evidence to a question of the readiness assessment',
    input: z.object({ engagementId: id, question: questionId, evidence: z.array(id).min(1).max(100) }),
    output: z.object({ question: questionId, evidence: z.array(attachedEvidence), attached: z.array(id) }),
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'readiness.detach',
    effect: 'write',
    access: 'organization',
    permission: 'readiness.answer',
    summary: 'Take pieces of evidence off a question of the readiness assessment',
    input: z.object({ engagementId: id, question: questionId, evidence: z.array(id).min(1).max(100) }),
    output: z.object({ question: questionId, evidence: z.array(attachedEvidence), detached: z.array(id) }),
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'readiness.gaps',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary:
      'What the newest answers tell to be missing, the most severe first, what speaks of no relevant criterion last',
    input: z.object({ engagementId: id, severity: severity.optional(), section, control, criterion, search }),
    output: z.object({
      items: z.array(
        gap.extend({
          text: z.string().describe('The question'),
          given: givenAnswer,
          since: instant.describe('When it was first answered so, without another answer in between'),
          relevant: z.boolean().describe('false where it speaks only of criteria that were taken for not relevant'),
        }),
      ),
      total: n,
      effortDays: z.number().describe('Of those that match and speak of a relevant criterion, of one person'),
      counts: gapCounts.describe('Of the engagement, of those that speak of a relevant criterion; not narrowed'),
      apart: n.describe('Gaps that speak only of criteria which were taken for not relevant; in no other count'),
      unanswered: n.describe('Questions without an answer, which may hide further gaps'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'readiness.grades',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary:
      'Grades per criterion and control, why they stand so and what would raise them; own answers give 1 at most',
    input: z.object({ engagementId: id }),
    output: z.object({
      criteria: z.array(criterionGrade),
      notRelevant: z.array(ungradedCriterion).describe('Criteria that apply and have no grade, by reason'),
      controls: z.array(controlGrade),
      readyFor: z.array(readyFor),
    }),
    errors: ['not_found'],
  }),
] as const;
