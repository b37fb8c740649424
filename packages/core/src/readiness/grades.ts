import { z } from 'zod';
import { controlCatalogue, versionWindows, type Control } from '../controls/index.ts';
import { category, type Category } from '../categories/index.ts';
import { applicableCriteria, byCategory, type Criterion } from '../criteria/index.ts';
import {
  criterionDecision,
  engagementPeriod,
  examinedControls,
  type CriterionDecision,
  type Examining,
} from '../engagements/index.ts';
import { byText } from '../reasons/index.ts';
import type { ProposalKind } from '../results/index.ts';
import type { Answer } from './answers.ts';
import { askedQuestions } from './applies.ts';
import { gapOf } from './gaps.ts';
import { reasonOf, type GradeReason, gradeReason } from './grade-reasons.ts';
import { questionCatalogue, type Question } from './questions.ts';
import { ungradedStates, type Grade, type Ungraded } from './words.ts';

const grade = z
  .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
  .nullable()
  .describe('0 not designed, 1 designed, 2 implemented, 3 operating; null where it cannot be told');
const ungraded = z.enum(ungradedStates).nullable().describe('Why there is no grade; null where there is one');
const reasons = z.array(gradeReason).describe('Why it stands so');
const raise = z.array(gradeReason).describe('What would raise it');

export const controlGrade = z.object({
  control: z.string(),
  title: z.string(),
  adopted: z.boolean().describe('Whether the engagement examines it'),
  grade,
  ungraded,
  questions: z.array(z.string()).describe('Questions that speak of its design'),
  reasons,
  raise,
});
export type ControlGrade = z.infer<typeof controlGrade>;

export const criterionGrade = z.object({
  criterion: z.string(),
  summary: z.string(),
  grade,
  ungraded,
  controls: z.array(z.string()).describe('Those that it needs'),
  lowest: z.array(z.string()).describe('Of these, the ones that its grade follows from'),
  reasons,
  raise,
});
export type CriterionGrade = z.infer<typeof criterionGrade>;

/** A criterion that applies and was taken for not relevant: it has no grade, and counts for nothing. */
export const ungradedCriterion = z.object({
  criterion: z.string(),
  summary: z.string(),
  common: z.boolean().describe('One of the common criteria, which hardly ever are without relevance'),
  controls: z.array(z.string()).describe('Adopted ones that support it all the same'),
  decision: criterionDecision.describe('Who said so, when and why'),
});
export type UngradedCriterion = z.infer<typeof ungradedCriterion>;

/** What the newest result of a test says of its control. */
export interface GradedResult {
  control: string;
  /** Of the test: CHG-02.review */
  code: string;
  proposal: ProposalKind;
  interim: boolean;
  period: { from: string; to: string };
  /** Items that passed, or occurrences that were met. */
  passed: number;
}

/** What grades follow from. */
export interface Assessed {
  engagement: Examining;
  /** Every version of every adopted control. */
  versions: readonly Pick<Control, 'code' | 'title' | 'criteria' | 'effectiveFrom' | 'retiredOn' | 'version'>[];
  /** Newest answers by question. */
  answers: ReadonlyMap<string, Answer>;
  /** Newest results of the engagement. */
  results: readonly GradedResult[];
  /** Published tests, newest versions. */
  tests: readonly { control: string; code: string }[];
  /** Controls with evidence of days of the engagement that somebody else than who answered has looked at. */
  seen: ReadonlySet<string>;
  /** Newest decisions on criteria, by criterion. */
  decisions: ReadonlyMap<string, CriterionDecision>;
}

type Standing = Pick<ControlGrade, 'grade' | 'ungraded' | 'reasons' | 'raise'>;

/** What one answer says of the design of the controls that its question asks about. */
type Verdict = 'unanswered' | 'unknown' | 'not-applicable' | 'against' | 'improve' | 'for';

function verdictOf(question: Question, { answers, engagement }: Assessed): Verdict {
  const given = answers.get(question.id) ?? null;
  if (given === null || given.kind === 'withdrawn') return 'unanswered';
  if (given.kind === 'unknown' || given.kind === 'not-applicable') return given.kind;
  const found = gapOf(question, given, engagement.categories);
  if (found === null) return 'for';
  return given.kind === 'no' || found.severity !== 'low' ? 'against' : 'improve';
}

/** Questions whose every gap is only something to disclose say nothing of a design. */
function speaksOfDesign({ gapRules }: Question): boolean {
  return gapRules.some(({ severity }) => severity !== 'info');
}

/**
 * The grade of each control: of those that the engagement examines, and of those that a question asks about. Answers give
 * 1 at most. 2 takes evidence that somebody else looked at, or a test in which something passed; 3 takes every test of it
 * passed over all its days of the period, which has closed. An answer against it keeps it at 0, whatever else is there.
 */
export function gradeControls(assessed: Assessed): ControlGrade[] {
  const { engagement, versions } = assessed;
  const asked = askedQuestions(engagement.categories, questionCatalogue).filter(speaksOfDesign);
  const examined = new Set(examinedControls(engagement, versions));
  const codes = new Set([...examined, ...asked.flatMap(({ controls }) => controls)]);
  return [...codes].sort(byText).map((control) => {
    const adopted = examined.has(control);
    const questions = asked.filter(({ controls }) => controls.includes(control));
    return {
      control,
      title: titleOf(control, assessed),
      adopted,
      questions: questions.map(({ id }) => id),
      ...withWhatWasSeen(control, adopted, byAnswers(control, questions, assessed), assessed),
    };
  });
}

function titleOf(control: string, { versions }: Assessed): string {
  const newest = versions.filter(({ code }) => code === control).toSorted((a, b) => b.version - a.version)[0];
  return newest?.title ?? controlCatalogue.find(({ id }) => id === control)?.title ?? control;
}

function byAnswers(control: string, questions: readonly Question[], assessed: Assessed): Standing {
  const verdicts = questions.map((question) => ({ id: question.id, verdict: verdictOf(question, assessed) }));
  const ids = (verdict: Verdict): string[] => verdicts.filter((each) => each.verdict === verdict).map(({ id }) => id);
  const [against, unknown, unanswered] = [ids('against'), ids('unknown'), ids('unanswered')];
  const [improve, outside] = [ids('improve'), ids('not-applicable')];
  const positive = improve.length + ids('for').length;
  const reasons = [
    ...reasonOf('answers-against', { questions: against }),
    ...reasonOf('not-known', { questions: unknown }),
    ...reasonOf('not-answered', { questions: unanswered }),
    ...reasonOf('said-not-to-apply', { questions: outside }),
    ...reasonOf('to-improve', { questions: improve }),
    ...(questions.length === 0 ? reasonOf('no-question', { controls: [control] }) : []),
  ];
  const raise = [
    ...reasonOf('close-gaps', { questions: against }),
    ...reasonOf('find-out', { questions: unknown }),
    ...reasonOf('answer', { questions: unanswered }),
    ...(positive === 0 ? reasonOf('settle-applicability', { questions: outside }) : []),
  ];
  const none = (state: Ungraded): Standing => ({ grade: null, ungraded: state, reasons, raise });
  if (against.length > 0) return { grade: 0, ungraded: null, reasons, raise };
  if (unknown.length > 0) return none('unknown');
  if (unanswered.length > 0 || questions.length === 0) return none('not-assessed');
  if (positive === 0) return none('not-applicable');
  return {
    grade: 1,
    ungraded: null,
    reasons: [...reasonOf('answers-alone', { questions: questions.map(({ id }) => id) }), ...reasons],
    raise,
  };
}

/** What tests and other people say beside the answers. */
function withWhatWasSeen(control: string, adopted: boolean, standing: Standing, assessed: Assessed): Standing {
  const adopt = adopted ? [] : reasonOf('adopt', { controls: [control] });
  if (!adopted) return { ...standing, raise: [...standing.raise, ...adopt] };
  const { engagement, results, tests, seen } = assessed;
  const own = results.filter((result) => result.control === control);
  const failed = own.filter(({ proposal }) => proposal === 'not-effective').map(({ code }) => code);
  const passed = own.filter(passes).map(({ code }) => code);
  const published = tests.filter((test) => test.control === control).map(({ code }) => code);
  const operating =
    engagement.terms.type === 'type2' && failed.length === 0 && passedThroughout(control, published, own, assessed);
  const reasons = [
    ...standing.reasons.filter(({ code }) => passed.length === 0 || failed.length > 0 || code !== 'answers-alone'),
    ...reasonOf('tests-failed', { tests: failed }),
    ...(failed.length > 0 ? [] : reasonOf(operating ? 'tests-passed' : 'tests-passed-in-part', { tests: passed })),
    ...(seen.has(control) ? reasonOf('evidence-seen', { controls: [control] }) : []),
  ];
  const raise = [...standing.raise, ...reasonOf('correct', { tests: failed })];
  if (standing.grade === 0 || failed.length > 0) return { ...standing, reasons, raise };
  if (operating) return { grade: 3, ungraded: null, reasons, raise: standing.raise };
  const implemented = passed.length > 0 || (standing.grade === 1 && seen.has(control));
  const next = [
    ...raise,
    ...(implemented || standing.grade === null ? [] : reasonOf('show-evidence', { controls: [control] })),
    ...(engagement.terms.type === 'type1'
      ? implemented
        ? reasonOf('type-1-ends-here', { controls: [control] })
        : reasonOf('run-test', { controls: [control] })
      : reasonOf(published.length === 0 ? 'run-test' : 'pass-throughout', { controls: [control] })),
  ];
  return implemented
    ? { grade: 2, ungraded: null, reasons: reasons.filter(({ code }) => code !== 'answers-alone'), raise: next }
    : { ...standing, reasons, raise: next };
}

function passes({ proposal, passed }: GradedResult): boolean {
  return (proposal === 'effective' || proposal === 'effective-with-isolated-deviations') && passed > 0;
}

/** Whether each published test of a control passed over all days of the period on which the control was in force. */
function passedThroughout(
  control: string,
  published: readonly string[],
  own: readonly GradedResult[],
  { engagement, versions }: Assessed,
): boolean {
  const windows = versionWindows(versions, control, engagementPeriod(engagement.terms));
  return (
    published.length > 0 &&
    windows.length > 0 &&
    published.every((code) =>
      windows.every(({ days }) =>
        own.some(
          (result) =>
            result.code === code &&
            passes(result) &&
            !result.interim &&
            result.period.from <= days.from &&
            result.period.to >= days.to,
        ),
      ),
    )
  );
}

/** What has no grade is better than a 0 and worse than a 1. */
function rankOf({ grade: given }: { grade: Grade | null }): number {
  return given ?? 0.5;
}

/**
 * The grade of each relevant criterion: the lowest among the controls it needs, never an average. It needs those that
 * were adopted for it, and those of the catalogue that an answer tells to be missing, for a gap does not go by leaving a
 * control out. Without an adopted control it is not designed.
 */
export function gradeCriteria(assessed: Assessed, graded: readonly ControlGrade[]): CriterionGrade[] {
  const { engagement, versions } = assessed;
  const byCode = new Map(graded.map((each) => [each.control, each]));
  const relevant = applicableCriteria(engagement.categories).filter(({ id }) => isRelevant(id, assessed));
  return relevant.map((criterion) => {
    const adopted = examinedControls(
      engagement,
      versions.filter((version) => version.criteria.includes(criterion.id)),
    );
    const named = { criterion: criterion.id, summary: criterion.summary };
    if (adopted.length === 0) {
      return {
        ...named,
        grade: 0 as const,
        ungraded: null,
        controls: [],
        lowest: [],
        reasons: reasonOf('no-control', { criteria: [criterion.id] }),
        raise: reasonOf('adopt', { controls: criterion.controls }),
      };
    }
    const needed = [...adopted, ...missingOf(criterion, graded)]
      .map((code) => byCode.get(code))
      .filter((each) => each !== undefined);
    const least = Math.min(...needed.map(rankOf));
    const lowest = needed.filter((each) => rankOf(each) === least);
    const [first] = lowest;
    const state = ungradedStates.toSorted(byDoubt).find((each) => lowest.some((control) => control.ungraded === each));
    return {
      ...named,
      grade: first?.grade ?? null,
      ungraded: first?.grade === null || first === undefined ? (state ?? 'not-assessed') : null,
      controls: needed.map(({ control }) => control),
      lowest: lowest.map(({ control }) => control),
      reasons: merged(lowest.flatMap((control) => control.reasons)),
      raise: merged(lowest.flatMap((control) => control.raise)),
    };
  });
}

/** The criteria that apply and have no grade, because somebody took them for not relevant. */
export function ungradedCriteria(assessed: Assessed): UngradedCriterion[] {
  const { engagement, versions, decisions } = assessed;
  return applicableCriteria(engagement.categories).flatMap(({ id, summary, common }) => {
    const decision = decisions.get(id);
    if (decision === undefined || isRelevant(id, assessed)) return [];
    const controls = examinedControls(
      engagement,
      versions.filter(({ criteria }) => criteria.includes(id)),
    );
    return [{ criterion: id, summary, common, controls, decision }];
  });
}

function isRelevant(id: string, { decisions }: Assessed): boolean {
  return decisions.get(id)?.relevant !== false;
}

/** Categories that apply and of which no criterion is left to be graded. */
export function categoriesWithoutCriteria(assessed: Assessed): Category[] {
  return byCategory(applicableCriteria(assessed.engagement.categories)).flatMap(([of, own]) =>
    own.some(({ id }) => isRelevant(id, assessed)) ? [] : [of],
  );
}

const byDoubt = (a: Ungraded, b: Ungraded): number => doubt[a] - doubt[b];
const doubt: Record<Ungraded, number> = { unknown: 0, 'not-assessed': 1, 'not-applicable': 2 };

/** Controls of the catalogue that were not adopted, and that an answer to a question about this criterion tells to be missing. */
function missingOf(criterion: Criterion, graded: readonly ControlGrade[]): string[] {
  return graded
    .filter(
      ({ control, adopted, grade: given, questions }) =>
        !adopted &&
        given === 0 &&
        criterion.controls.includes(control) &&
        questionCatalogue.some(({ id, criteria }) => questions.includes(id) && criteria.includes(criterion.id)),
    )
    .map(({ control }) => control);
}

/** Reasons of several controls, one of each kind. */
function merged(all: readonly GradeReason[]): GradeReason[] {
  return [...new Set(all.map(({ code }) => code))].flatMap((code) => {
    const same = all.filter((each) => each.code === code);
    const every = (name: 'questions' | 'controls' | 'tests' | 'criteria'): string[] => [
      ...new Set(same.flatMap((each) => each[name])),
    ];
    return reasonOf(code, {
      questions: every('questions'),
      controls: every('controls'),
      tests: every('tests'),
      criteria: every('criteria'),
    });
  });
}

/** What an engagement may be ready for. */
export const readyFor = z.object({
  what: z.enum(['type1', 'type2-start', 'type2-clean']),
  met: z.boolean(),
  criteria: z.number().int().describe('That stand too low for it'),
  of: z.number().int().describe('Relevant criteria'),
  gaps: z.number().int().describe('Critical and high ones that stand against it'),
  notRelevant: z.number().int().describe('Criteria that apply and were taken out; never counted as ready'),
  emptied: z.array(category).describe('Categories without a relevant criterion: nothing can be ready for them'),
});
export type ReadyFor = z.infer<typeof readyFor>;

/** `severeGaps`: critical and high ones that are open and speak of a relevant criterion; `out`: what relevance took out. */
export function readiness(
  criteria: readonly CriterionGrade[],
  severeGaps: number,
  out: Pick<ReadyFor, 'notRelevant' | 'emptied'>,
): ReadyFor[] {
  const below = (least: Grade): number => criteria.filter((each) => rankOf(each) < least).length;
  const target = (what: ReadyFor['what'], least: Grade, gaps: number): ReadyFor => ({
    what,
    met: below(least) === 0 && gaps === 0 && out.emptied.length === 0,
    criteria: below(least),
    of: criteria.length,
    gaps,
    ...out,
  });
  return [target('type1', 2, 0), target('type2-start', 2, severeGaps), target('type2-clean', 3, severeGaps)];
}
