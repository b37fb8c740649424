import type { Coverage } from '../coverage/index.ts';
import { criteria as allCriteria } from '../criteria/index.ts';
import type { Engagement } from '../engagements/index.ts';
import type { PhaseId } from '../phases/index.ts';
import { isUnsettled, type PlanCounts, type PlanItem, type Roadmap } from '../plan/index.ts';
import {
  questionState,
  severities,
  type AnswerCounts,
  type ControlGrade,
  type CriterionGrade,
  type Gap,
  type GapCounts,
  type GivenAnswer,
  type Question,
  type ReadyFor,
} from '../readiness/index.ts';
import { byText } from '../reasons/index.ts';
import { isIn, type ScopeItem } from '../scope/index.ts';
import type { ReadinessFacts, ReportedCriterion, ReportedGap, ReportedItem } from './facts.ts';
import { nextSteps } from './next-steps.ts';
import { verdictOf } from './verdict.ts';
import { gradeStanding, type GradeStanding } from './words.ts';

/** What a readiness report is made from: records as they stand, and what the product computes of them. */
export interface ReadinessRecords {
  madeAt: Date;
  organization: { name: string; example: boolean };
  engagement: Engagement;
  /** Whose gate is next; null where every gate was passed. */
  phase: { id: PhaseId; title: string } | null;
  catalogue: ReadinessFacts['catalogue'];
  scope: { items: readonly Pick<ScopeItem, 'body' | 'standing'>[]; holes: number };
  answers: AnswerCounts;
  sections: ReadinessFacts['answers']['sections'];
  gapCounts: GapCounts;
  /** Questions that are asked, with their newest answers and what these tell to be missing. */
  asked: readonly {
    question: Pick<Question, 'id' | 'text'>;
    given: Pick<GivenAnswer, 'answer' | 'at'> | null;
    gap: Gap | null;
    /** false where it speaks only of criteria that were taken for not relevant. */
    relevant: boolean;
  }[];
  /** By question, since when its gap stands. */
  since: ReadonlyMap<string, string>;
  criteria: readonly CriterionGrade[];
  controls: readonly ControlGrade[];
  readyFor: readonly ReadyFor[];
  coverage: Coverage;
  plan: {
    items: readonly PlanItem[];
    counts: PlanCounts;
    without: readonly string[];
    itemOfGap: ReadonlyMap<string, string>;
  };
  roadmap: Roadmap;
}

/** What a readiness report says of these records. The order of the records is irrelevant. */
export function readinessFactsOf(records: ReadinessRecords): ReadinessFacts {
  const { engagement, roadmap, coverage } = records;
  const { id, title, service, categories, terms, timeZone } = engagement;
  const blockers = blockersByCriterion(records);
  const code = new Map(records.plan.items.map((item) => [item.id, item.code]));
  const adopted = records.controls.filter((control) => control.adopted);
  const count = (standing: GradeStanding): number => adopted.filter((each) => gradeStanding(each) === standing).length;
  const facts: Omit<ReadinessFacts, 'next' | 'verdict'> = {
    v: 1,
    madeAt: records.madeAt.toISOString(),
    today: roadmap.today,
    organization: { name: records.organization.name, example: records.organization.example },
    engagement: { id, title, service, categories, terms, timeZone, phase: records.phase },
    catalogue: records.catalogue,
    scope: scopeOf(records),
    answers: { ...records.answers, sections: [...records.sections] },
    questions: records.asked.map(({ question, given }) => ({
      id: question.id,
      state: questionState(given?.answer ?? null),
    })),
    criteria: criteriaOf(records, blockers),
    controls: {
      total: adopted.length,
      notDesigned: count('not-designed'),
      designed: count('designed'),
      implemented: count('implemented'),
      operating: count('operating'),
      unknown: count('unknown'),
      notAssessed: count('not-assessed'),
      notApplicable: count('not-applicable'),
    },
    answersAlone: adopted.filter(restsOnAnswers).map(({ control }) => control),
    readyFor: [...records.readyFor],
    gapCounts: records.gapCounts,
    gaps: gapsOf(records, blockers, true),
    apart: gapsOf(records, blockers, false),
    coverage: {
      ...coverage.counts,
      holes: coverage.criteria
        .filter(({ state }) => state !== 'not-relevant')
        .filter(({ holes }) => holes.length > 0)
        .map(({ criterion, state, holes }) => ({
          criterion,
          state,
          codes: holes.map(({ code: what }) => what),
          sentences: holes.map(({ sentence }) => sentence),
        })),
    },
    relevance: coverage.criteria.flatMap(({ criterion, summary, decision }) =>
      decision?.relevant === false
        ? [{ criterion, summary, reason: decision.reason, at: decision.at, by: decision.by.name }]
        : [],
    ),
    plan: {
      counts: records.plan.counts,
      items: itemsOf(records),
      without: [...records.plan.without].toSorted(byText),
    },
    roadmap: {
      ready: roadmap.ready.on,
      notBefore: roadmap.ready.notBefore,
      readyBy: roadmap.readyBy,
      earliest: roadmap.earliest === null ? null : wayOf(roadmap.earliest),
      drafted: wayOf(roadmap.drafted),
      wished: roadmap.wished?.report ?? null,
      criticalPath: roadmap.criticalPath.map((each) => code.get(each) ?? ''),
      findings: roadmap.findings.map(({ kind, words }) => ({ kind, words })),
      more: roadmap.more,
      unscheduled: roadmap.unscheduled.map((each) => ({
        code: each.code,
        reasons: each.reasons.map(({ words }) => words),
      })),
    },
  };
  const untested = coverage.controls.filter(({ lacks }) => lacks.includes('no-test')).map((each) => each.code);
  return { ...facts, verdict: verdictOf(facts), next: nextSteps(facts, untested) };
}

function scopeOf({ scope: { items, holes } }: ReadinessRecords): ReadinessFacts['scope'] {
  const vendors = items.filter(({ body }) => body.kind === 'vendor' && isIn(body));
  const standing = (verdict: string): number => vendors.filter((each) => each.standing?.verdict === verdict).length;
  const named = (kind: 'service' | 'boundary') =>
    items.filter(({ body }) => body.kind === kind).map(({ body }) => body);
  return {
    items: items.length,
    holes,
    services: named('service').map((body) => ({ name: body.name, in: isIn(body) })),
    boundaries: named('boundary').map(({ name }) => name),
    vendors: {
      total: vendors.length,
      subservice: standing('subservice'),
      plain: standing('vendor'),
      undecided: standing('undecided'),
    },
  };
}

/** Reasons why a control has no grade of 1, which an answer can change. */
const blocking = ['answers-against', 'not-known', 'not-answered', 'said-not-to-apply'];

/** Of each criterion, what keeps it from a grade of 1: questions, and controls that no answer can raise. */
function blockersByCriterion({ criteria, controls }: ReadinessRecords): Map<string, Set<string>> {
  const byCode = new Map(controls.map((each) => [each.control, each]));
  return new Map(
    criteria.map(({ criterion, controls: needed }) => [
      criterion,
      new Set(
        needed.flatMap((code) => {
          const control = byCode.get(code);
          if (control === undefined || (control.grade ?? 0) >= 1) return [];
          const questions = control.reasons
            .filter((each) => blocking.includes(each.code))
            .flatMap((each) => each.questions);
          return questions.length > 0 ? questions : [code];
        }),
      ),
    ]),
  );
}

function criteriaOf(
  { criteria, asked }: ReadinessRecords,
  blockers: ReadonlyMap<string, ReadonlySet<string>>,
): ReportedCriterion[] {
  const known = new Map(allCriteria.map((each) => [each.id, each]));
  const questions = new Set(asked.map(({ question }) => question.id));
  return criteria.flatMap((each) => {
    const of = known.get(each.criterion);
    if (of === undefined) return [];
    return [
      {
        criterion: each.criterion,
        summary: each.summary,
        series: of.series,
        seriesName: of.seriesName,
        category: of.category,
        grade: each.grade,
        ungraded: each.ungraded,
        controls: each.controls,
        lowest: each.lowest,
        why: each.reasons.map(({ sentence }) => sentence),
        heldBy: [...(blockers.get(each.criterion) ?? [])].filter((id) => questions.has(id)).toSorted(byText),
        answersAlone: restsOnAnswers(each),
      },
    ];
  });
}

function restsOnAnswers({ grade, reasons }: Pick<CriterionGrade, 'grade' | 'reasons'>): boolean {
  return grade === 1 && reasons.some(({ code }) => code === 'answers-alone');
}

function gapsOf(
  { asked, since, plan }: ReadinessRecords,
  blockers: ReadonlyMap<string, ReadonlySet<string>>,
  ofRelevant: boolean,
): ReportedGap[] {
  return asked
    .flatMap(({ question, given, gap, relevant }): ReportedGap[] => {
      if (gap === null || given === null || relevant !== ofRelevant) return [];
      const holds = [...blockers].filter(([, by]) => by.has(question.id));
      return [
        {
          id: gap.id,
          question: question.id,
          text: question.text,
          gap: gap.gap,
          severity: gap.severity,
          remediation: gap.remediation,
          effortDays: gap.effortDays,
          criteria: gap.criteria,
          controls: gap.controls,
          since: since.get(question.id) ?? given.at,
          holds: holds.map(([criterion]) => criterion),
          alone: holds.filter(([, by]) => by.size === 1).map(([criterion]) => criterion),
          item: plan.itemOfGap.get(gap.id) ?? null,
        },
      ];
    })
    .toSorted(
      (a, b) =>
        b.holds.length - a.holds.length ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        a.effortDays - b.effortDays ||
        byText(a.id, b.id),
    );
}

function itemsOf({ plan, roadmap }: ReadinessRecords): ReportedItem[] {
  const placed = new Map(roadmap.items.map((each) => [each.id, each]));
  return plan.items
    .toSorted((a, b) => a.number - b.number)
    .map((item) => {
      const place = isUnsettled(item.state) ? placed.get(item.id) : undefined;
      return {
        id: item.id,
        code: item.code,
        title: item.title,
        state: item.state,
        severity: item.severity,
        gap: item.gap?.id ?? null,
        owner: item.owner?.name ?? null,
        effortDays: item.effortDays,
        dueOn: item.dueOn,
        overdue: item.overdue,
        begins: place?.start ?? null,
        ends: place?.finish ?? null,
        critical: place?.critical ?? false,
        late: place?.late ?? false,
        acceptance:
          item.acceptance === null
            ? null
            : {
                until: item.acceptance.until,
                expired: item.acceptance.expired,
                by: item.acceptance.by.name,
                reason: item.acceptance.reason,
              },
      };
    });
}

function wayOf({ report, usual, phases }: Roadmap['drafted']): ReadinessFacts['roadmap']['drafted'] {
  return { report, usual, phases: phases.map(({ title, from, to }) => ({ title, from, to })) };
}
