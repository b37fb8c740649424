import {
  applicableCriteria,
  changesInPeriod,
  concludeDryRun,
  controlCatalogue,
  descriptionParts,
  descriptionPoints,
  emptyBody,
  versionWindows,
  scopeBody,
  scopeHoles,
  testDefinition,
  weighDecisions,
  type Category,
  type Control,
  type DescribedRecords,
  type DescriptionBody,
  type Deviation,
  type EngagementTerms,
  type PopulationManifest,
  type ProposalKind,
  type Scoped,
  type ScopeChange,
  type TestResult,
} from '@tickmark/core';
import type { ReportRecords } from '../../src/documents/index.ts';

const period = { from: '2026-01-01', to: '2026-06-30' };
const timeZone = 'Europe/Berlin';
const digest = (seed: string) => Buffer.from(seed.padEnd(32, '.')).toString('hex').slice(0, 64);
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export interface Wanted {
  terms?: EngagementTerms;
  categories?: Category[];
  /** How many controls of the catalogue are adopted. */
  controls?: number;
  /** One test per control, for the first of them. */
  tests?: number;
  deviationsEach?: number;
  text?: string;
  /** Criteria that were taken for not relevant. */
  notRelevant?: string[];
  /** Versions of controls beside those, each a change to the first control of the catalogue. */
  versions?: Partial<Control>[];
  /** Changes to the scope, each a change to this one. */
  changes?: Partial<ScopeChange>[];
  /** What people wrote of the description. */
  bodies?: DescriptionBody[];
  /** The newest version of it. */
  frozen?: ReportRecords['description']['version'];
  /** What is written of the scope. */
  scope?: Record<string, unknown>[];
}

const named = (name: string): ScopeChange['item'] => ({ id: uuid(600), kind: 'vendor', name });
const madeChange: ScopeChange = {
  item: named('Cloud host'),
  version: 2,
  what: 'changed',
  of: 'system',
  effectiveFrom: '2026-03-01',
  reason: 'The old one closed.',
  fields: [{ field: 'name', title: 'Name', before: 'Old host', now: 'Cloud host' }],
  at: '2026-03-02T08:00:00.000Z',
  by: { id: uuid(7), name: 'Ruth Reader' },
  entryIndex: 40,
};

/** The description of the same company. */
function describedOf(
  wanted: Wanted,
  {
    terms,
    categories,
    items,
    controls,
    versions,
  }: { terms: EngagementTerms; categories: Category[]; items: Scoped[]; controls: Control[]; versions: Control[] },
): ReportRecords['description'] {
  const { text } = wanted;
  const span = terms.type === 'type2' ? terms.period : { from: terms.asOf, to: terms.asOf };
  const scopeChanges = (wanted.changes ?? (text === undefined ? [] : [{ reason: text, item: named(text) }])).map(
    (change, n): ScopeChange => ({ ...madeChange, version: 2 + n, ...change }),
  );
  const records: DescribedRecords = {
    engagement: { service: text ?? 'Payroll for small companies.', categories, terms },
    scope: items,
    controls: [...new Set(versions.map(({ code }) => code))].flatMap(
      (code) => versionWindows(versions, code, span).at(-1)?.version ?? [],
    ),
    notRelevant: (wanted.notRelevant ?? []).map((criterion) => ({ criterion, reason: text ?? 'Nothing of ours.' })),
    relevant: applicableCriteria(categories)
      .map(({ id }) => id)
      .filter((id) => wanted.notRelevant?.includes(id) !== true),
    incidents: null,
    changes: terms.type === 'type2' ? changesInPeriod(versions, scopeChanges, span) : [],
  };
  const bodies = new Map(
    descriptionParts.map((part) => [part, wanted.bodies?.find((body) => body.part === part) ?? emptyBody(part)]),
  );
  const points = descriptionPoints({
    records,
    bodies,
    holes: scopeHoles(items, { categories, terms, adopted: controls.map(({ code }) => code) }),
    shown: new Set(),
    today: '2026-07-04',
    frozenFor: null,
  });
  return { records, bodies, points, version: wanted.frozen ?? null };
}

/** Records of a made-up company, as the stores would give them. */
export function reportRecords(wanted: Wanted = {}): ReportRecords {
  const terms = wanted.terms ?? { type: 'type2', period };
  const span = terms.type === 'type2' ? terms.period : { from: terms.asOf, to: terms.asOf };
  const categories = wanted.categories ?? ['security'];
  const text = wanted.text;
  const controls: Control[] = controlCatalogue.slice(0, wanted.controls ?? 0).map((c, i) => ({
    id: uuid(300 + i),
    code: c.id,
    title: text ?? c.title,
    description: text ?? c.description,
    criteria: c.criteria.filter((id) => applicableCriteria(categories).some((a) => a.id === id)),
    frequency: c.frequency,
    ownerRole: c.ownerRole,
    effectiveFrom: '2025-12-01',
    retiredOn: null,
    version: 1,
    supersedes: null,
    family: c.family,
    type: c.type,
    nature: c.nature,
    performer: null,
    appliesTo: null,
    evidenceLeft: null,
    onFailure: null,
    retirementReason: null,
    revisionReason: null,
  }));
  const results = controls.slice(0, wanted.tests ?? 0).map((control, i) => {
    const definition = testDefinition.parse({
      id: `${control.code}.review`,
      control: control.code,
      title: (text ?? `${control.title}, checked on every record`).slice(0, 200),
      kind: 'items',
      population: 'code-changes',
      attributes: {
        A: { title: 'Approved by somebody else', pass: 'true' },
        B: { title: 'Approved in time', pass: 'true' },
      },
    });
    return {
      id: uuid(100 + i),
      definition,
      document: resultOf(definition.id, span, wanted.deviationsEach ?? i % 3, text),
    };
  });
  const document = concludeDryRun({
    engagement: { terms, categories, timeZone },
    controls,
    results: results.map((r) => ({
      id: r.id,
      code: r.definition.id,
      control: r.definition.control,
      controlId: controls.find((c) => c.code === r.definition.control)?.id ?? null,
      sha256: digest(r.id),
      document: r.document,
    })),
    explanations: [],
    samples: [],
    relevance: (wanted.notRelevant ?? []).map((criterion) => ({
      criterion,
      relevant: false,
      reason: text ?? `Nothing of ours falls under ${criterion}.`,
      at: '2026-06-01T08:00:00.000Z',
      by: uuid(7),
    })),
  });
  const items = (wanted.scope ?? []).map((body, n) => ({
    id: uuid(500 + n),
    body: scopeBody.parse({ name: `Item ${n}`, ...body }),
  }));
  const versions = [
    ...controls,
    ...(wanted.versions ?? []).flatMap((version) => controls.slice(0, 1).map((first) => ({ ...first, ...version }))),
  ];
  return {
    organization: { name: (text ?? 'Brightwater Software').slice(0, 200), example: true },
    engagement: {
      title: (text ?? 'SOC 2 Type 2, first half of 2026').slice(0, 200),
      service: text ?? 'Brightwater hosts payroll for small companies: web application, API and nightly exports.',
      categories,
      terms,
      timeZone,
    },
    dryRun: {
      id: uuid(1),
      ranAt: '2026-07-04T09:30:00.000Z',
      sha256: digest('dry run'),
      document,
      people: [{ id: uuid(7), name: text ?? 'Ruth Reader' }],
    },
    description: describedOf(wanted, { terms, categories, items, controls, versions }),
    controls: versions,
    standings: weighDecisions(document, []),
    explanations: [],
    results,
    reconciliations: [],
    holidays: [],
    populations: results.length > 0 ? [{ kind: 'code-changes', version: 2, manifest: manifestOf(text) }] : [],
    checkpoint:
      results.length > 0
        ? { log: 1, first: 0, size: 4211, rootHash: 'q1Vg0cPRTPwqgKJwJwYqkCkQ0kUOqQf4Y3ZzL2n1h0E=' }
        : null,
    draft: 3,
    renderedAt: new Date('2026-07-04T10:00:00.000Z'),
  };
}

function resultOf(
  id: string,
  span: { from: string; to: string },
  deviations: number,
  text: string | undefined,
): TestResult {
  const found: Deviation[] = Array.from({ length: deviations }, (_, i) => ({
    item: text ?? `9f2c${String(i).padStart(4, '0')}aa10b7c4`,
    at: '2026-03-04T11:20:00.000Z',
    state: 'deviation',
    attributes: { A: 'fail', B: 'pass' },
    explanation: text ?? 'reviewer ann@brightwater.example = author ann@brightwater.example',
  }));
  const kind: ProposalKind =
    deviations === 0 ? 'effective' : deviations > 60 ? 'not-effective' : 'effective-with-isolated-deviations';
  return {
    result: 1,
    engine: '0.1.0',
    definition: { id, kind: 'items', sha256: digest(`definition ${id}`) },
    populations: {
      'code-changes': { rows: 1250, sha256: digest('changes') },
      'code-reviews': { rows: 2100, sha256: digest('reviews') },
    },
    period: span,
    timeZone,
    interim: false,
    extractedThrough: '2026-07-03T08:00:00.000Z',
    items: {
      total: 1250,
      outOfPeriod: 30,
      notGoverned: 20,
      inScope: 1200,
      pass: 1200 - deviations,
      deviations,
      unverified: 0,
    },
    attributes: {
      A: { title: text ?? 'Approved by somebody else', pass: 1200 - deviations, fail: deviations, unverified: 0 },
      B: { title: 'Approved in time', pass: 1200, fail: 0, unverified: 0 },
    },
    timeline: deviations > 0 ? [{ date: '2026-03-04', pass: 4, deviations, unverified: 0 }] : [],
    proposal: {
      kind,
      reasons: [deviations === 0 ? 'no deviation in 1,200 items' : `${deviations} of 1,200 items deviate`],
    },
    deviations: found,
    deviationsFile: { sha256: digest('deviations'), rows: deviations },
  };
}

function manifestOf(text: string | undefined): PopulationManifest {
  return {
    manifest: 1,
    name: (text ?? 'Changes of payroll-service').slice(0, 200),
    kind: 'code-changes',
    shape: 'events',
    source: {
      system: 'git',
      query: text ?? 'git log --first-parent main\n  --since 2026-01-01 --until 2026-06-30',
      parameters: {},
      inputSha256: null,
    },
    extractedAt: '2026-07-03T08:00:00.000Z',
    extractedBy: 'command line',
    period,
    timeZone,
    interim: false,
    rows: 1250,
    rejected: { count: 2, accepted: true, first: [] },
    excluded: 7,
    columns: [{ name: 'id', type: 'string' }],
    key: 'id',
    time: 'merged_at',
    completeness: { method: 'source-count', expected: 1250, note: 'First-parent walk of main.' },
    supersedes: { sha256: digest('version 1'), reason: 'The first extract missed a day.' },
    sha256: digest('changes'),
    bytes: 98_304,
  };
}
