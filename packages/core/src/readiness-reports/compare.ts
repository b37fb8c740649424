import { z } from 'zod';
import { categoryTitles } from '../categories/index.ts';
import { engagementTitle } from '../engagements/index.ts';
import { date, id } from '../operations/shapes.ts';
import { planStates } from '../plan/index.ts';
import { gapCounts, readyFor, severities } from '../readiness/index.ts';
import { joined } from '../reasons/index.ts';
import type { ReadinessFacts, ReportedCriterion, ReportedGap, ReportedItem } from './facts.ts';
import { differenceCodes, gapPresences, gradeStanding, standings, type GapPresence } from './words.ts';

const n = z.number().int();
const standing = z.enum(standings);
const severity = z.enum(severities);

const gradeMove = z.object({ criterion: z.string(), summary: z.string(), from: standing, to: standing });
export type GradeMove = z.infer<typeof gradeMove>;

const gapSide = z.object({
  id: z.string(),
  question: z.string(),
  gap: z.string(),
  severity,
  other: z.enum(gapPresences).describe('How its question stands in the report that does not tell of it'),
});
export type GapSide = z.infer<typeof gapSide>;

const dateMove = z.object({
  earlier: date.nullable(),
  later: date.nullable(),
  days: n
    .nullable()
    .describe('How many days later; less than 0 where it came nearer, null where one of them cannot be told'),
});

const itemSide = z.object({ id, code: z.string(), title: z.string(), state: z.enum(planStates) });

/** What two readiness reports say differently. */
export const reportComparison = z.object({
  days: n.describe('From the day of the earlier to that of the later'),
  differences: z
    .array(z.object({ code: z.enum(differenceCodes), words: z.string() }))
    .describe('What the two cannot be held against each other in, or only in part'),
  criteria: z.object({
    rose: z.array(gradeMove),
    fell: z.array(gradeMove),
    told: z.array(gradeMove).describe('They had no grade and have one now, whatever it is'),
    lost: z.array(gradeMove).describe('Their grade cannot be told any more'),
    doubtful: z.array(gradeMove).describe('Without a grade both times, for another reason'),
    same: n,
    onlyEarlier: z.array(z.string()),
    onlyLater: z.array(z.string()),
    takenForNotRelevant: z.array(z.string()),
    relevantAgain: z.array(z.string()),
  }),
  gaps: z.object({
    gone: z.array(gapSide).describe('Only of those whose question is answered the gap is closed'),
    fresh: z.array(gapSide),
    changed: z
      .array(
        z.object({
          question: z.string(),
          from: z.object({ id: z.string(), gap: z.string(), severity }),
          to: z.object({ id: z.string(), gap: z.string(), severity }),
        }),
      )
      .describe('The question tells of another gap'),
    stayed: z.array(
      z.object({
        id: z.string(),
        question: z.string(),
        gap: z.string(),
        severity,
        days: n.describe('Since it was first told'),
      }),
    ),
    counts: z.object({ earlier: gapCounts, later: gapCounts }),
  }),
  plan: z
    .object({
      added: z.array(itemSide),
      missing: z.array(itemSide).describe('In the earlier report alone'),
      moved: z.array(
        z.object({ id, code: z.string(), title: z.string(), from: z.enum(planStates), to: z.enum(planStates) }),
      ),
      due: z.array(dateMove.extend({ id, code: z.string(), title: z.string() })),
      ends: z.array(dateMove.extend({ id, code: z.string(), title: z.string() })).describe('By the roadmap'),
      same: n.describe('Items in both that stand as they did, with the same dates'),
    })
    .nullable()
    .describe('null where the plans are of different engagements'),
  dates: z.array(dateMove.extend({ what: z.enum(['ready', 'earliest', 'wished', 'first-day', 'last-day']) })),
  readyFor: z.array(z.object({ what: readyFor.shape.what, earlier: readyFor, later: readyFor })),
  answers: z.object({
    earlier: z.object({ answered: n, unknown: n, notApplicable: n, unanswered: n, total: n }),
    later: z.object({ answered: n, unknown: n, notApplicable: n, unanswered: n, total: n }),
  }),
});
export type ReportComparison = z.infer<typeof reportComparison>;

/** What two reports say differently, from their kept facts alone. Turned around it is its own mirror. */
export function compareReports(earlier: ReadinessFacts, later: ReadinessFacts): ReportComparison {
  const sameEngagement = earlier.engagement.id === later.engagement.id;
  const answersOf = (of: ReadinessFacts) => ({
    answered: of.answers.answered,
    unknown: of.answers.unknown,
    notApplicable: of.answers.notApplicable,
    unanswered: of.answers.unanswered,
    total: of.answers.total,
  });
  return {
    days: daysBetween(earlier.today, later.today),
    differences: differencesOf(earlier, later),
    criteria: compareCriteria(earlier, later),
    gaps: compareGaps(earlier, later),
    plan: sameEngagement ? comparePlans(earlier.plan.items, later.plan.items) : null,
    dates: compareDates(earlier, later),
    readyFor: later.readyFor.flatMap((now) => {
      const before = earlier.readyFor.find(({ what }) => what === now.what);
      return before === undefined ? [] : [{ what: now.what, earlier: before, later: now }];
    }),
    answers: { earlier: answersOf(earlier), later: answersOf(later) },
  };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function differencesOf(earlier: ReadinessFacts, later: ReadinessFacts): ReportComparison['differences'] {
  const [a, b] = [earlier.engagement, later.engagement];
  const found: ReportComparison['differences'] = [];
  if (a.id !== b.id) {
    found.push({
      code: 'other-engagement',
      words: `The earlier report is of another engagement, “${a.title}”, and the later one of “${b.title}”. Answers, evidence and plans of the two are different ones; the plans are not compared.`,
    });
  }
  if (JSON.stringify(a.categories.toSorted()) !== JSON.stringify(b.categories.toSorted())) {
    found.push({
      code: 'other-categories',
      words: `The categories were ${joined(a.categories.map((each) => categoryTitles[each]))}, and are ${joined(b.categories.map((each) => categoryTitles[each]))}. Criteria and questions that only one of them has are told apart.`,
    });
  }
  if (engagementTitle(a.terms) !== engagementTitle(b.terms)) {
    found.push({
      code: 'other-terms',
      words: `The terms were ${engagementTitle(a.terms)}, and are ${engagementTitle(b.terms)}. What is implemented or operating was judged by other days.`,
    });
  }
  const changed = (['questions', 'criteria', 'controls'] as const).filter(
    (each) => earlier.catalogue[each] !== later.catalogue[each],
  );
  if (changed.length > 0) {
    found.push({
      code: 'other-questions',
      words: `The catalogue of ${joined(changed)} was another one. A gap or a grade may have come or gone with it, and not with what was done.`,
    });
  }
  return found;
}

function compareCriteria(earlier: ReadinessFacts, later: ReadinessFacts): ReportComparison['criteria'] {
  const before = new Map(earlier.criteria.map((each) => [each.criterion, each]));
  const now = new Map(later.criteria.map((each) => [each.criterion, each]));
  const gone = [...before.keys()].filter((criterion) => !now.has(criterion));
  const come = [...now.keys()].filter((criterion) => !before.has(criterion));
  const leftOut = ({ relevance }: ReadinessFacts, of: string) => relevance.some(({ criterion }) => criterion === of);
  const both = later.criteria.flatMap((to) => {
    const from = before.get(to.criterion);
    return from === undefined ? [] : [{ from, to }];
  });
  const moves = (fits: (from: ReportedCriterion, to: ReportedCriterion) => boolean): GradeMove[] =>
    both
      .filter(({ from, to }) => fits(from, to))
      .map(({ from, to }) => ({
        criterion: to.criterion,
        summary: to.summary,
        from: gradeStanding(from),
        to: gradeStanding(to),
      }));
  return {
    rose: moves((from, to) => from.grade !== null && to.grade !== null && to.grade > from.grade),
    fell: moves((from, to) => from.grade !== null && to.grade !== null && to.grade < from.grade),
    told: moves((from, to) => from.grade === null && to.grade !== null),
    lost: moves((from, to) => from.grade !== null && to.grade === null),
    doubtful: moves((from, to) => from.grade === null && to.grade === null && from.ungraded !== to.ungraded),
    same: both.filter(({ from, to }) => gradeStanding(from) === gradeStanding(to)).length,
    onlyEarlier: gone.filter((criterion) => !leftOut(later, criterion)),
    onlyLater: come.filter((criterion) => !leftOut(earlier, criterion)),
    takenForNotRelevant: gone.filter((criterion) => leftOut(later, criterion)),
    relevantAgain: come.filter((criterion) => leftOut(earlier, criterion)),
  };
}

/** How a question stands in a report that tells of no such gap. */
function presenceOf({ questions, apart }: ReadinessFacts, question: string): GapPresence {
  if (apart.some((each) => each.question === question)) return 'apart';
  const state = questions.find(({ id: of }) => of === question)?.state;
  if (state === undefined) return 'not-asked';
  return state === 'partial' ? 'answered' : state;
}

function compareGaps(earlier: ReadinessFacts, later: ReadinessFacts): ReportComparison['gaps'] {
  const before = new Map(earlier.gaps.map((each) => [each.question, each]));
  const now = new Map(later.gaps.map((each) => [each.question, each]));
  const side = ({ id: of, question, gap, severity: how }: ReportedGap, other: ReadinessFacts): GapSide => ({
    id: of,
    question,
    gap,
    severity: how,
    other: presenceOf(other, question),
  });
  const both = later.gaps.flatMap((to) => {
    const from = before.get(to.question);
    return from === undefined ? [] : [{ from, to, same: from.id === to.id && from.gap === to.gap }];
  });
  const brief = ({ id: of, gap, severity: how }: ReportedGap) => ({ id: of, gap, severity: how });
  return {
    gone: earlier.gaps.filter(({ question }) => !now.has(question)).map((each) => side(each, later)),
    fresh: later.gaps.filter(({ question }) => !before.has(question)).map((each) => side(each, earlier)),
    changed: both
      .filter(({ same }) => !same)
      .map(({ from, to }) => ({ question: to.question, from: brief(from), to: brief(to) })),
    stayed: both
      .filter(({ same }) => same)
      .map(({ from, to }) => ({
        ...brief(to),
        question: to.question,
        days: daysBetween(
          (from.since < to.since ? from.since : to.since).slice(0, 10),
          earlier.today > later.today ? earlier.today : later.today,
        ),
      })),
    counts: { earlier: earlier.gapCounts, later: later.gapCounts },
  };
}

function moveOf(earlier: string | null, later: string | null): z.infer<typeof dateMove> {
  return { earlier, later, days: earlier === null || later === null ? null : daysBetween(earlier, later) };
}

function comparePlans(
  earlier: readonly ReportedItem[],
  later: readonly ReportedItem[],
): NonNullable<ReportComparison['plan']> {
  const before = new Map(earlier.map((each) => [each.id, each]));
  const now = new Set(later.map((each) => each.id));
  const side = ({ id: of, code, title, state }: ReportedItem) => ({ id: of, code, title, state });
  const both = later.flatMap((to) => {
    const from = before.get(to.id);
    return from === undefined ? [] : [{ from, to, named: { id: to.id, code: to.code, title: to.title } }];
  });
  return {
    added: later.filter((each) => !before.has(each.id)).map(side),
    missing: earlier.filter((each) => !now.has(each.id)).map(side),
    moved: both
      .filter(({ from, to }) => from.state !== to.state)
      .map(({ from, to, named }) => ({ ...named, from: from.state, to: to.state })),
    due: both
      .filter(({ from, to }) => from.dueOn !== to.dueOn)
      .map(({ from, to, named }) => ({ ...named, ...moveOf(from.dueOn, to.dueOn) })),
    // What is settled has no place in a roadmap any more, which is no date that moved.
    ends: both
      .filter(({ from, to }) => from.ends !== null && to.ends !== null && from.ends !== to.ends)
      .map(({ from, to, named }) => ({ ...named, ...moveOf(from.ends, to.ends) })),
    same: both.filter(({ from, to }) => from.state === to.state && from.dueOn === to.dueOn).length,
  };
}

function compareDates(earlier: ReadinessFacts, later: ReadinessFacts): ReportComparison['dates'] {
  const of = ({ roadmap, engagement: { terms } }: ReadinessFacts) => ({
    ready: roadmap.ready,
    earliest: roadmap.earliest?.report ?? null,
    wished: roadmap.wished,
    'first-day': terms.type === 'type1' ? terms.asOf : terms.period.from,
    'last-day': terms.type === 'type1' ? terms.asOf : terms.period.to,
  });
  const [before, now] = [of(earlier), of(later)];
  return (['ready', 'earliest', 'wished', 'first-day', 'last-day'] as const)
    .filter((what) => before[what] !== now[what])
    .map((what) => ({ what, ...moveOf(before[what], now[what]) }));
}
