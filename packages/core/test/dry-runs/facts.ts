import type { DryRunFacts, EngagementTerms, ProposalKind, TestedFact, TestResult } from '../../src/index.ts';

export const period = { from: '2026-01-01', to: '2026-06-30' };
export const type2: EngagementTerms = { type: 'type2', period };
const sha256 = 'ab'.repeat(32);

export type AdoptedFact = DryRunFacts['controls'][number];

export function adopted(code: string, criteria: string[], change: Partial<AdoptedFact> = {}): AdoptedFact {
  return {
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

export function tested(control: string, document: TestResult, name = 'review'): TestedFact {
  const number = [...`${control}.${name}`].reduce((sum, c) => sum * 31 + (c.codePointAt(0) ?? 0), 7) % 1e12;
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    code: `${control}.${name}`,
    control,
    sha256,
    document,
  };
}

export function engagementOf(terms: EngagementTerms = type2): DryRunFacts['engagement'] {
  return { terms, categories: ['security'], timeZone: 'Europe/Berlin' };
}
