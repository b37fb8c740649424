import { z } from 'zod';
import { versionWindows, windowOf, type Control, type Days } from '../controls/index.ts';
import { applicableCriteria, type Criterion } from '../criteria/index.ts';
import { criterionDecision, engagementPeriod, type CriterionDecision, type Examining } from '../engagements/index.ts';
import { period } from '../operations/shapes.ts';
import { byText, dayAfter, joined, spanned } from '../reasons/index.ts';
import { coverageStates, holeCodes, type CoverageState, type HoleCode } from './words.ts';

const n = z.number().int();

/** Something missing of a criterion, with the controls or days that it speaks of. */
export const hole = z.object({
  code: z.enum(holeCodes),
  controls: z.array(z.string()),
  days: z.array(period),
  sentence: z.string(),
});
export type Hole = z.infer<typeof hole>;

/** A control on days of the engagement. */
export const coveringControl = z.object({
  code: z.string(),
  title: z.string().describe('Of its newest version that was in force'),
  criteria: z.array(z.string()).describe('Those that apply to the engagement and that it supports on at least one day'),
  days: z.array(period).describe('Days of the engagement on which it was in force'),
  whole: z.boolean().describe('In force on every day of the engagement'),
  lacks: z.array(z.enum(['no-owner', 'no-test', 'no-evidence'])),
});
export type CoveringControl = z.infer<typeof coveringControl>;

export const criterionCoverage = z.object({
  criterion: z.string(),
  summary: z.string(),
  seriesName: z.string(),
  category: z.string(),
  common: z.boolean(),
  state: z.enum(coverageStates),
  controls: z.array(z.string()).describe('In force for it on at least one day'),
  outside: z.array(z.string()).describe('Adopted for it once, and in force on none of the days'),
  holes: z.array(hole),
  decision: criterionDecision.nullable().describe('Whether it is relevant, where somebody decided; of the newest'),
});
export type CriterionCoverage = z.infer<typeof criterionCoverage>;

export const coverageCounts = z.object({
  applicable: n,
  notRelevant: n.describe('Never counted as covered'),
  noControl: n,
  inPart: n.describe('Without a control on some of the days'),
  unsupported: n.describe('With a control on every day, and an owner, a test or evidence missing'),
  supported: n.describe('Nothing of this is missing; that says nothing of whether the controls work'),
});
export type CoverageCounts = z.infer<typeof coverageCounts>;

/** What coverage follows from. */
export interface CoverageFacts {
  engagement: Examining;
  /** Every version of every control. */
  versions: readonly Pick<Control, 'code' | 'title' | 'criteria' | 'effectiveFrom' | 'retiredOn' | 'version'>[];
  /** Codes that somebody owns who can run them. */
  owned: ReadonlySet<string>;
  /** Codes with a test published in the engagement. */
  tested: ReadonlySet<string>;
  /** Codes with evidence that counts and speaks for a day of the engagement. */
  evidenced: ReadonlySet<string>;
  /** Newest decisions by criterion. */
  decisions: ReadonlyMap<string, CriterionDecision>;
}

export interface Coverage {
  criteria: CriterionCoverage[];
  controls: CoveringControl[];
  counts: CoverageCounts;
}

/**
 * Which criteria of an engagement have controls, on which days, and what is missing. It speaks of design: nothing here says
 * that a control works. What is not recorded is missing. The order of the facts is irrelevant.
 */
export function coverageOf(facts: CoverageFacts): Coverage {
  const examined = engagementPeriod(facts.engagement.terms);
  const applicable = applicableCriteria(facts.engagement.categories);
  const windows = windowsByCode(facts, examined);
  const criteria = applicable.map((criterion) => coverCriterion(criterion, windows, facts, examined));
  const ids = new Set(applicable.map(({ id }) => id));
  const controls = [...windows].flatMap(([code, own]) => {
    const supports = [...new Set(own.flatMap(({ version }) => version.criteria))].filter((id) => ids.has(id)).sort();
    const last = own.at(-1);
    if (supports.length === 0 || last === undefined) return [];
    const days = merged(own.map((each) => each.days));
    return [
      {
        code,
        title: last.version.title,
        criteria: supports,
        days,
        whole: daysOutside(days, examined).length === 0,
        lacks: lacksOf(code, facts),
      },
    ];
  });
  const count = (state: CoverageState): number => criteria.filter((each) => each.state === state).length;
  return {
    criteria,
    controls,
    counts: {
      applicable: criteria.length,
      notRelevant: count('not-relevant'),
      noControl: count('no-control'),
      inPart: count('in-part'),
      unsupported: count('unsupported'),
      supported: count('supported'),
    },
  };
}

interface Window {
  version: CoverageFacts['versions'][number];
  days: Days;
}

/** Windows of the versions of each code within the days examined, by code. */
function windowsByCode({ versions }: CoverageFacts, examined: Days): Map<string, Window[]> {
  const byCode = new Map<string, Window['version'][]>();
  for (const version of versions) byCode.set(version.code, [...(byCode.get(version.code) ?? []), version]);
  const inOrder = [...byCode].toSorted(([a], [b]) => byText(a, b));
  return new Map(inOrder.map(([code, own]) => [code, versionWindows(own, code, examined)]));
}

function coverCriterion(
  { id, summary, seriesName, category, common }: Criterion,
  windows: ReadonlyMap<string, Window[]>,
  facts: CoverageFacts,
  examined: Days,
): CriterionCoverage {
  const supporting = [...windows].flatMap(([code, own]) => {
    const days = own.filter(({ version }) => version.criteria.includes(id)).map((each) => each.days);
    return days.length === 0 ? [] : [{ code, days }];
  });
  const controls = supporting.map(({ code }) => code);
  const outside = [
    ...new Set(
      facts.versions
        .filter(
          ({ criteria, code, ...dates }) =>
            criteria.includes(id) && !controls.includes(code) && isOutside(dates, examined),
        )
        .map(({ code }) => code),
    ),
  ].sort(byText);
  const bare = daysOutside(merged(supporting.flatMap(({ days }) => days)), examined);
  const holes = holesOf(id, controls, outside, bare, facts, examined);
  const decision = facts.decisions.get(id) ?? null;
  return {
    criterion: id,
    summary,
    seriesName,
    category,
    common,
    state: decision?.relevant === false ? 'not-relevant' : stateOf(holes),
    controls,
    outside,
    holes,
    decision,
  };
}

/** A version that ended on its first day was in force on none, and counts as never adopted. */
function isOutside(version: Pick<Control, 'effectiveFrom' | 'retiredOn'>, examined: Days): boolean {
  const never = version.retiredOn !== null && version.retiredOn <= version.effectiveFrom;
  return !never && windowOf(version, examined) === null;
}

function stateOf(holes: readonly Hole[]): CoverageState {
  const codes = holes.map(({ code }) => code);
  if (codes.includes('no-control') || codes.includes('not-in-force')) return 'no-control';
  if (codes.includes('days-without-control')) return 'in-part';
  return codes.length > 0 ? 'unsupported' : 'supported';
}

function holesOf(
  id: string,
  controls: readonly string[],
  outside: readonly string[],
  bare: readonly Days[],
  facts: CoverageFacts,
  examined: Days,
): Hole[] {
  const told = (code: HoleCode, of: Partial<Pick<Hole, 'controls' | 'days'>>, sentence: string): Hole => ({
    code,
    controls: [],
    days: [],
    ...of,
    sentence,
  });
  if (controls.length === 0) {
    return outside.length === 0
      ? [told('no-control', {}, `No control of yours supports ${id}.`)]
      : [
          told(
            'not-in-force',
            { controls: [...outside] },
            `${joined(outside)} ${outside.length === 1 ? 'supports' : 'support'} ${id}, and ${outside.length === 1 ? 'was' : 'were'} in force on no day ${spanned(examined)}.`,
          ),
        ];
  }
  const lacking = (lack: 'no-owner' | 'no-test' | 'no-evidence', words: string): Hole[] => {
    const own = controls.filter((code) => lacksOf(code, facts).includes(lack));
    return own.length === 0
      ? []
      : [told(lack, { controls: own }, `${joined(own)} ${own.length === 1 ? 'has' : 'have'} ${words}.`)];
  };
  return [
    ...(bare.length === 0
      ? []
      : [
          told(
            'days-without-control',
            { days: [...bare] },
            `No control supports ${id} ${joined(bare.map((days) => spanned(days)))}.`,
          ),
        ]),
    ...lacking('no-owner', 'no owner who can run it'),
    ...lacking('no-test', 'no published test in this engagement'),
    ...lacking('no-evidence', 'no evidence of these days'),
  ];
}

function lacksOf(code: string, { owned, tested, evidenced }: CoverageFacts): CoveringControl['lacks'] {
  return [
    ...(owned.has(code) ? [] : (['no-owner'] as const)),
    ...(tested.has(code) ? [] : (['no-test'] as const)),
    ...(evidenced.has(code) ? [] : (['no-evidence'] as const)),
  ];
}

/** Days as spans in their order, those that touch or overlap as one. */
function merged(spans: readonly Days[]): Days[] {
  const whole: Days[] = [];
  for (const { from, to } of spans.toSorted((a, b) => byText(a.from, b.from))) {
    const last = whole.at(-1);
    if (last === undefined || from > dayAfter(last.to, 1)) whole.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return whole;
}

/** Days of `examined` in none of these spans, which lie within it, are in order and do not touch. */
function daysOutside(spans: readonly Days[], examined: Days): Days[] {
  const bare: Days[] = [];
  let from = examined.from;
  for (const span of spans) {
    if (span.from > from) bare.push({ from, to: dayAfter(span.from, -1) });
    from = dayAfter(span.to, 1);
  }
  if (from <= examined.to) bare.push({ from, to: examined.to });
  return bare;
}
