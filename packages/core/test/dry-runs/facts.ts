import type {
  DryRunFacts,
  EngagementTerms,
  ExplainedFact,
  ProposalKind,
  SampledFact,
  TestedFact,
  TestResult,
} from '../../src/index.ts';

export const period = { from: '2026-01-01', to: '2026-06-30' };
export const type2: EngagementTerms = { type: 'type2', period };
const sha256 = 'ab'.repeat(32);

export type AdoptedFact = DryRunFacts['controls'][number];

/** The id of a version of a control, from its code and number. */
export function versionId(code: string, version = 1): string {
  return `control ${code} ${version}`;
}

export function adopted(code: string, criteria: string[], change: Partial<AdoptedFact> = {}): AdoptedFact {
  return {
    id: versionId(code, change.version),
    version: 1,
    code,
    title: `Control ${code}`,
    criteria,
    frequency: 'per_occurrence',
    effectiveFrom: '2025-12-01',
    retiredOn: null,
    ...change,
  };
}

/** Counts of 100 items that fit the proposal. */
export function documentOf(kind: ProposalKind, change: Partial<TestResult> = {}): TestResult {
  const deviations = kind === 'not-effective' ? 20 : kind === 'effective-with-isolated-deviations' ? 2 : 0;
  const unverified = kind === 'cannot-say' ? 5 : 0;
  const inScope = kind === 'no-occurrence' ? 0 : 100;
  return {
    result: 1,
    engine: '0.1.0',
    definition: { id: 'CHG-02.review', kind: 'items', sha256 },
    populations: { 'code-changes': { rows: 1000, sha256 } },
    period,
    timeZone: 'Europe/Berlin',
    interim: false,
    extractedThrough: '2026-07-02T22:30:00.000Z',
    items: {
      total: 1000,
      outOfPeriod: 1000 - inScope,
      notGoverned: 0,
      inScope,
      pass: inScope - deviations - unverified,
      deviations,
      unverified,
    },
    attributes: {
      A: { title: 'Approved by somebody else', pass: inScope - deviations - unverified, fail: deviations, unverified },
    },
    timeline: deviations > 0 ? [{ date: '2026-03-04', pass: 1, deviations, unverified: 0 }] : [],
    proposal: { kind, reasons: [`the test proposes ${kind}`] },
    deviations: [],
    deviationsFile: { sha256, rows: deviations + unverified },
    ...change,
  };
}

export function tested(control: string, document: TestResult, name = 'review', version = 1): TestedFact {
  const number = [...`${control}.${name} ${version}`].reduce((sum, c) => sum * 31 + (c.codePointAt(0) ?? 0), 7) % 1e12;
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    code: `${control}.${name}`,
    control,
    controlId: versionId(control, version),
    sha256,
    document,
  };
}

export function engagementOf(terms: EngagementTerms = type2): DryRunFacts['engagement'] {
  return { terms, categories: ['security'], timeZone: 'Europe/Berlin' };
}

/** A thousand items of which those named deviate, one on each day from 4 March on. */
export function withItems(
  keys: readonly string[],
  kind: ProposalKind = 'effective-with-isolated-deviations',
): TestResult {
  const day = (i: number) => `2026-03-${String(4 + i).padStart(2, '0')}`;
  const items = { ...documentOf('effective').items, inScope: 1000, pass: 1000 - keys.length, deviations: keys.length };
  return documentOf(kind, {
    items,
    timeline: keys.map((_, i) => ({ date: day(i), pass: 1, deviations: 1, unverified: 0 })),
    deviations: keys.map((item, i) => ({
      item,
      at: `${day(i)}T10:00:00.000Z`,
      state: 'deviation',
      attributes: { A: 'fail' },
      explanation: 'nobody approved it',
    })),
  });
}

/** One explanation of deviations of CHG-02.review. */
export function explained(items: string[], change: Partial<ExplainedFact> = {}): ExplainedFact {
  return {
    test: 'CHG-02.review',
    items,
    causeKind: 'oversight',
    cause: 'The reviewer was on leave.',
    designAtFault: false,
    remediation: null,
    entryIndex: 10,
    ...change,
  };
}

/** A sample of 25 of 112 leavers, examined and clean unless said otherwise. */
export function sampled(control: string, counts: Partial<SampledFact['counts']> = {}, n = 1): SampledFact {
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    control,
    sha256,
    asked: counts.items ?? 25,
    events: 26,
    population: {
      kind: 'leavers',
      version: 1,
      name: 'Leavers',
      items: 112,
      interim: false,
      extractedAt: '2026-07-02T22:30:00.000Z',
    },
    counts: {
      items: 25,
      examined: 25,
      deviations: 0,
      cannotBeExamined: 0,
      void: 0,
      targeted: 0,
      targetedDeviations: 0,
      ...counts,
    },
  };
}
