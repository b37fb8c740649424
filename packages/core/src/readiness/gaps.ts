import { z } from 'zod';
import type { Category } from '../categories/index.ts';
import { byText } from '../reasons/index.ts';
import type { Answer } from './answers.ts';
import { effort, questionId, severity, type GapCondition, type GapRule, type Question } from './questions.ts';
import { cadences, severities, type Severity } from './words.ts';

/** What an answer tells to be missing. Its id stays while the question is answered so that the same rule matches. */
export const gap = z.object({
  id: z.string().describe('RQ-046.1: the question and the rule of it that matched; one of its kind in an engagement'),
  question: questionId,
  section: z.string(),
  gap: z.string(),
  severity,
  remediation: z.string(),
  effort,
  effortDays: z.number().describe('Of one person'),
  criteria: z.array(z.string()),
  controls: z.array(z.string()),
});
export type Gap = z.infer<typeof gap>;

/**
 * The gap that an answer tells of, or null. The first rule that matches counts. What is only partly so, or not known, is
 * never taken for good: where no rule names such an answer, the most severe rule of the question counts.
 */
export function gapOf(question: Question, given: Answer | null, categories: readonly Category[]): Gap | null {
  if (given === null || given.kind === 'withdrawn' || given.kind === 'not-applicable') return null;
  const matching = question.gapRules.find(({ when }) => matches(when, given, categories));
  const doubtful = given.kind === 'unknown' || given.kind === 'partial';
  const rule = matching ?? (doubtful ? mostSevere(question) : undefined);
  return rule === undefined ? null : toGap(question, rule);
}

function toGap({ id, section, criteria, controls, gapRules }: Question, rule: GapRule): Gap {
  const { when: _, ...told } = rule;
  return { id: `${id}.${gapRules.indexOf(rule) + 1}`, question: id, section, criteria, controls, ...told };
}

function matches(when: GapCondition, given: Answer, categories: readonly Category[]): boolean {
  if ('answer' in when) {
    const word = wordOf(given);
    return word !== null && when.answer.includes(word);
  }
  if ('empty' in when) return given.kind === 'unknown';
  if ('lessOftenThan' in when) {
    return given.kind === 'cadence' && cadences.indexOf(given.value) < cadences.indexOf(when.lessOftenThan);
  }
  if ('lessThan' in when) return given.kind === 'number' && given.value < when.lessThan;
  if ('greaterThan' in when) return given.kind === 'number' && given.value > when.greaterThan;
  // What was promised, as it is answered, against what the engagement covers.
  if (given.kind !== 'choices') return false;
  return given.values.length !== categories.length || categories.some((each) => !given.values.includes(each));
}

/** The word of the catalogue for an answer; null where it has none. */
function wordOf(given: Answer): string | null {
  switch (given.kind) {
    case 'cadence':
    case 'choice':
      return given.value;
    case 'choices':
      return given.values.length === 0 ? 'none_selected' : null;
    case 'yes':
    case 'partial':
    case 'no':
    case 'unknown':
      return given.kind;
    default:
      return null;
  }
}

function mostSevere({ gapRules }: Question): GapRule | undefined {
  return gapRules.toSorted((a, b) => rank(a.severity) - rank(b.severity))[0];
}

/** 0 is the most severe. */
function rank(of: Severity): number {
  return severities.indexOf(of);
}

/** The most severe first, and of these the least work first. */
export function bySeverity(a: Gap, b: Gap): number {
  return rank(a.severity) - rank(b.severity) || a.effortDays - b.effortDays || byText(a.id, b.id);
}
