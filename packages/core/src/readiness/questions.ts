import { z } from 'zod';
import catalogue from '../../../../content/questions/questions.json' with { type: 'json' };
import { category } from '../categories/index.ts';
import { line, paragraph } from '../operations/shapes.ts';
import { cadences, efforts, severities } from './words.ts';

export const severity = z.enum(severities);
export const effort = z.enum(efforts);
export const cadence = z.enum(cadences);

/** `RQ-001` to `RQ-108`. */
export const questionId = z.string().regex(/^RQ-\d{3}$/, 'must be the id of a question, such as RQ-046');

export const answerKind = z.enum([
  'yes_partial_no_na',
  'cadence',
  'number',
  'single_choice',
  'multi_choice',
  'text',
  'date_or_period',
]);
export type AnswerKind = z.infer<typeof answerKind>;

/** When a rule finds a gap. `commitmentsRegister`: what is answered is held against the categories of the engagement. */
const gapCondition = z.union([
  z.strictObject({ answer: z.array(z.string()).min(1).describe('Answers, by their words') }),
  z.strictObject({ lessOftenThan: cadence }),
  z.strictObject({ empty: z.literal(true) }),
  z.strictObject({ lessThan: z.number() }),
  z.strictObject({ greaterThan: z.number() }),
  z.strictObject({ mismatchWith: z.literal('commitmentsRegister') }),
]);
export type GapCondition = z.infer<typeof gapCondition>;

export const gapRule = z.strictObject({
  when: gapCondition,
  gap: line,
  severity,
  remediation: paragraph,
  effortDays: z.number().positive().describe('Of one person'),
  effort: effort.describe('S up to 2 days of one person, M up to 5, L up to 10, XL more'),
});
export type GapRule = z.infer<typeof gapRule>;

/** One question of the readiness assessment. The first rule that matches an answer counts. */
export const question = z.strictObject({
  id: questionId,
  section: line,
  text: line,
  answerKind,
  criteria: z.array(z.string()).min(1).describe('Criteria that it bears on'),
  controls: z.array(z.string()).min(1).describe('Controls of the catalogue that it asks about'),
  categories: z.array(category),
  askWhenCategories: z
    .array(z.union([category, z.literal('any')]))
    .min(1)
    .describe('It is asked where the engagement covers one of these'),
  naNeedsReason: z.boolean().optional().describe('“Does not apply” is an answer, and needs a reason'),
  options: z.array(z.string()).optional(),
  cadenceOrder: z.array(cadence).optional(),
  minimumCadence: cadence.optional().describe('The least that is expected'),
  expectedMin: z.number().optional(),
  expectedMax: z.number().optional(),
  unit: z.enum(['percent', 'hours', 'days']).optional().describe('Of a number'),
  gapRules: z.array(gapRule).min(1),
});
export type Question = z.infer<typeof question>;

export const questionCatalogue: readonly Question[] = z.array(question).parse(catalogue);

const byId = new Map(questionCatalogue.map((each) => [each.id, each]));

export function questionOf(id: string): Question | undefined {
  return byId.get(id);
}

/** Sections in the order of the catalogue. */
export const questionSections: readonly string[] = [...new Set(questionCatalogue.map(({ section }) => section))];
