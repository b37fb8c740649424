import { z } from 'zod';
import type { CoverageCounts } from '../coverage/index.ts';
import { engagementTitle, type EngagementTerms, type PartyKind } from '../engagements/index.ts';
import { instant, person } from '../operations/shapes.ts';
import type { GapCounts } from '../readiness/index.ts';
import { quantity } from '../reasons/index.ts';
import { phaseIds, phaseTitles, type PhaseId } from './words.ts';

const n = z.number().int();

export const conditionCodes = [
  'terms-set',
  'management-named',
  'scope-written',
  'criteria-settled',
  'every-day-covered',
  'vendors-told-apart',
  'questions-answered',
  'answers-known',
  'owners-named',
  'severe-gaps-closed',
  'tests-published',
  'days-over',
  'populations-final',
  'auditor-named',
  'requests-submitted',
  'tests-run',
  'dry-run-current',
  'report-rendered',
  'bundle-made',
] as const;
export type ConditionCode = (typeof conditionCodes)[number];

/** What a gate asks, computed from records. */
export const condition = z.object({
  code: z.enum(conditionCodes),
  met: z.boolean().nullable().describe('null where it cannot be told, which is not met'),
  sentence: z.string(),
  place: z.string().describe('Path in the web app where it is changed'),
});
export type Condition = z.infer<typeof condition>;

/** A gate that was passed, or a phase that was taken up again. */
export const phaseStep = z.object({
  number: n.min(1),
  step: z.enum(['passed', 'reopened']),
  phase: z.enum(phaseIds),
  open: z.array(z.string()).describe('Conditions that were not met, or could not be told, when it was passed'),
  reason: z.string().nullable(),
  at: instant,
  by: person,
  entryIndex: n,
});
export type PhaseStep = z.infer<typeof phaseStep>;

export const phase = z.object({
  id: z.enum(phaseIds),
  title: z.string(),
  state: z.enum(['passed', 'current', 'ahead']),
  conditions: z.array(condition).describe('As they stand now'),
  passed: phaseStep.nullable().describe('How its gate was passed last; null where it was not, or was taken up again'),
});
export type Phase = z.infer<typeof phase>;

/** What gates follow from. */
export interface PhaseFacts {
  /** Today's date in the time zone of the engagement. */
  today: string;
  terms: EngagementTerms;
  parties: readonly PartyKind[];
  /** What is written down of the scope, what is missing in it, and how many vendors no test has told apart. */
  scope: { items: number; holes: number; vendors: number; undecided: number };
  coverage: CoverageCounts;
  /** Controls that the engagement examines, and what they lack. */
  controls: { total: number; unowned: number; untested: number };
  readiness: { total: number; unanswered: number; unknown: number; gaps: GapCounts; apart: number };
  /** Published tests, newest versions; `run`: with a result. */
  tests: { published: number; run: number };
  populations: { frozen: number; interim: number };
  requests: { total: number; submitted: number; overdue: number };
  /** null where none was made. */
  dryRun: { outdated: boolean } | null;
  reports: number;
  bundles: number;
}

/** The phase whose gate is next; null where every gate was passed. */
export function currentPhase(steps: readonly Pick<PhaseStep, 'number' | 'step' | 'phase'>[]): PhaseId | null {
  let place = 0;
  for (const { step, phase: of } of steps.toSorted((a, b) => a.number - b.number)) {
    place = phaseIds.indexOf(of) + (step === 'passed' ? 1 : 0);
  }
  return phaseIds[place] ?? null;
}

/** The phases of an engagement with the conditions of their gates as they stand. */
export function phasesOf(facts: PhaseFacts, steps: readonly PhaseStep[]): Phase[] {
  const current = currentPhase(steps);
  const place = current === null ? phaseIds.length : phaseIds.indexOf(current);
  return phaseIds.map((each, at) => ({
    id: each,
    title: titleOf(each, facts.terms),
    state: at < place ? 'passed' : at === place ? 'current' : 'ahead',
    conditions: conditionsOf(each, facts),
    passed:
      at < place
        ? (steps
            .filter((step) => step.step === 'passed' && step.phase === each)
            .toSorted((a, b) => b.number - a.number)[0] ?? null)
        : null,
  }));
}

function titleOf(of: PhaseId, terms: EngagementTerms): string {
  if (of !== 'observation') return phaseTitles[of];
  return terms.type === 'type1' ? 'The date' : 'Observation period';
}

/** What is open at a gate: not met, or not known. */
export function openConditions({ conditions }: Pick<Phase, 'conditions'>): Condition[] {
  return conditions.filter(({ met }) => met !== true);
}

function conditionsOf(of: PhaseId, facts: PhaseFacts): Condition[] {
  const { coverage, controls, readiness, tests, populations, requests } = facts;
  const told = (code: ConditionCode, met: boolean | null, sentence: string, place: string): Condition => ({
    code,
    met,
    sentence,
    place,
  });
  switch (of) {
    case 'understand':
      return [
        told('terms-set', true, `${engagementTitle(facts.terms)}.`, '/engagement'),
        told(
          'management-named',
          facts.parties.includes('management'),
          facts.parties.includes('management')
            ? 'Management, which signs the assertion, is named.'
            : 'Nobody is named who signs the assertion for management.',
          '/engagement',
        ),
      ];
    case 'scope': {
      const settled = coverage.applicable - coverage.notRelevant;
      const begun = coverage.inPart === 0 && coverage.noControl === 0;
      return [
        told(
          'scope-written',
          facts.scope.items > 0 && facts.scope.holes === 0,
          facts.scope.items === 0
            ? 'Nothing is written down of what is in scope.'
            : `${quantity(facts.scope.items, 'item')} in the scope, ${facts.scope.holes === 0 ? 'and nothing missing' : `with ${quantity(facts.scope.holes, 'hole')}`}.`,
          '/scope',
        ),
        told(
          'criteria-settled',
          coverage.noControl === 0,
          `${settled - coverage.noControl} of ${quantity(settled, 'relevant criterion', 'relevant criteria')} ${settled - coverage.noControl === 1 ? 'has' : 'have'} a control; ${coverage.notRelevant} of ${coverage.applicable} that apply ${coverage.notRelevant === 1 ? 'was' : 'were'} taken for not relevant.`,
          '/coverage',
        ),
        told(
          'every-day-covered',
          begun,
          coverage.inPart === 0
            ? 'No criterion with a control is without one on some of the days.'
            : `${quantity(coverage.inPart, 'criterion is', 'criteria are')} without a control on some of the days.`,
          '/coverage',
        ),
        told(
          'vendors-told-apart',
          facts.scope.vendors === 0 ? null : facts.scope.undecided === 0,
          facts.scope.vendors === 0
            ? 'No vendor is written down, and that there is none is not known.'
            : `${facts.scope.vendors - facts.scope.undecided} of ${quantity(facts.scope.vendors, 'vendor')} in scope told apart from subservice organizations.`,
          '/scope',
        ),
      ];
    }
    case 'readiness':
      return [
        told(
          'questions-answered',
          readiness.unanswered === 0,
          `${readiness.total - readiness.unanswered} of ${quantity(readiness.total, 'question')} answered.`,
          '/readiness',
        ),
        told(
          'answers-known',
          readiness.unknown > 0 ? false : readiness.unanswered === readiness.total ? null : true,
          readiness.unknown === 0
            ? readiness.unanswered === readiness.total
              ? 'Nothing is answered.'
              : 'No answer says that it is not known.'
            : `${quantity(readiness.unknown, 'answer says', 'answers say')} that it is not known.`,
          '/readiness',
        ),
        told(
          'owners-named',
          controls.total > 0 && controls.unowned === 0,
          `${controls.total - controls.unowned} of ${quantity(controls.total, 'control')} ${controls.total - controls.unowned === 1 ? 'has' : 'have'} an owner.`,
          '/controls',
        ),
      ];
    case 'remediation': {
      const severe = readiness.gaps.critical + readiness.gaps.high;
      const hidden = readiness.unanswered + readiness.unknown;
      const apart =
        readiness.apart === 0
          ? ''
          : ` ${quantity(readiness.apart, 'gap speaks', 'gaps speak')} only of criteria that are not relevant, and ${readiness.apart === 1 ? 'is' : 'are'} not counted here.`;
      return [
        told(
          'severe-gaps-closed',
          severe > 0 ? false : hidden > 0 ? null : true,
          (severe > 0
            ? `${quantity(severe, 'gap is', 'gaps are')} critical or high.`
            : hidden > 0
              ? `No known gap is critical or high, and ${quantity(hidden, 'question')} without an answer may hide one.`
              : 'No gap is critical or high.') + apart,
          '/readiness',
        ),
        told(
          'tests-published',
          controls.total > 0 && controls.untested === 0,
          `${controls.total - controls.untested} of ${quantity(controls.total, 'control')} ${controls.total - controls.untested === 1 ? 'has' : 'have'} a published test.`,
          '/tests',
        ),
      ];
    }
    case 'observation': {
      const { terms, today } = facts;
      const over = terms.type === 'type1' ? today >= terms.asOf : today > terms.period.to;
      return [
        told(
          'days-over',
          over,
          terms.type === 'type1'
            ? `The date, ${terms.asOf}, ${over ? 'has come' : 'lies ahead'}.`
            : `The period ${over ? 'ended' : 'ends'} on ${terms.period.to}.`,
          '/engagement',
        ),
        told(
          'populations-final',
          populations.frozen > 0 && populations.interim === 0,
          populations.frozen === 0
            ? 'No population is frozen.'
            : `${populations.frozen - populations.interim} of ${quantity(populations.frozen, 'population')} frozen after the days had closed.`,
          '/populations',
        ),
      ];
    }
    case 'fieldwork':
      return [
        told(
          'auditor-named',
          facts.parties.includes('service-auditor'),
          facts.parties.includes('service-auditor')
            ? 'The firm of the service auditor is named.'
            : 'No service auditor is named.',
          '/engagement',
        ),
        told(
          'requests-submitted',
          requests.total > 0 && requests.submitted === requests.total,
          requests.total === 0
            ? 'No request is on the list.'
            : `${requests.submitted} of ${quantity(requests.total, 'request')} submitted${requests.overdue === 0 ? '' : `, ${requests.overdue} overdue`}.`,
          '/requests',
        ),
        told(
          'tests-run',
          tests.published > 0 && tests.run === tests.published,
          `${tests.run} of ${quantity(tests.published, 'published test')} run.`,
          '/tests',
        ),
      ];
    case 'report':
      return [
        told(
          'dry-run-current',
          facts.dryRun !== null && !facts.dryRun.outdated,
          facts.dryRun === null
            ? 'No dry run was made.'
            : facts.dryRun.outdated
              ? 'What the newest dry run weighs has changed since.'
              : 'The newest dry run weighs what is there now.',
          '/dry-run',
        ),
        told(
          'report-rendered',
          facts.reports > 0,
          facts.reports > 0 ? 'A report draft was rendered.' : 'No report draft was rendered.',
          '/report',
        ),
        told(
          'bundle-made',
          facts.bundles > 0,
          facts.bundles > 0 ? 'A bundle was made.' : 'No bundle was made.',
          '/report',
        ),
      ];
  }
}
