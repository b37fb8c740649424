import { concludeDryRun, dryRunFactsOf, type DryRunDocument, type DryRunFacts, type TestResult } from '@tickmark/core';
import { canonical, id, sha256, type Draft } from './builder.ts';
import { addDryRun, dryRunPath, resultPath } from './example.ts';

export const relevancePath = 'relevance.json';
export const scopePath = 'scope.json';
export const factsPath = 'dry-run.facts.json';

/** A record under the key of the entry that seals it. */
export interface Sealed {
  key: string;
  record: Record<string, unknown>;
}

const decidedAt = '2027-01-12T08:00:00.000Z';

interface Decision {
  criterion: string;
  version?: number;
  relevant?: boolean;
  reason?: string;
  /** Key of the entry that it comes before; that of the dry run otherwise. */
  before?: string;
}

/** Adds the entry of a decision on a criterion, and answers its record. */
export function decide(
  draft: Draft,
  n: number,
  { criterion, version = 1, relevant = false, reason = 'We do not do this.', before = dryRunPath }: Decision,
): Sealed {
  const { organizationId, engagementId } = draft;
  const record = {
    id: id(n),
    organizationId,
    engagementId,
    criterion,
    version,
    relevant,
    reason,
    decidedAt,
    decidedBy: id(7),
  };
  const facts = { engagementId, criterion, relevant, version };
  return seal(draft, { op: 'engagements.mark-criterion', kind: 'criterionDecisions', facts, record, before });
}

/** Adds the entry of a version of an item of the scope, and answers its record. */
export function writeScope(draft: Draft, n: number, name: string, version = 1): Sealed {
  const { organizationId, engagementId } = draft;
  const record = {
    id: id(n),
    organizationId,
    engagementId,
    itemId: id(190),
    version,
    kind: 'service',
    body: { kind: 'service', name, inScope: true },
    removed: false,
    writtenAt: decidedAt,
    writtenBy: id(7),
  };
  const facts = { engagementId, item: id(190), kinds: { service: 1 }, effectiveFrom: null };
  return seal(draft, { op: 'scope.put', kind: 'scopeVersions', facts, record, before: dryRunPath });
}

function seal(
  draft: Draft,
  {
    op,
    kind,
    facts,
    record,
    before,
  }: { op: string; kind: string; facts: Record<string, unknown>; record: Record<string, unknown>; before: string },
): Sealed {
  const key = `${kind}/${String(record['id'])}`;
  const at = draft.entries.findIndex((entry) => entry.key === before);
  draft.entries.splice(at < 0 ? draft.entries.length : at, 0, {
    key,
    op,
    facts,
    seals: { [key]: sha256(canonical(record)) },
  });
  return { key, record };
}

/** Puts records into the bundle, each under the entry that its key has by now. */
export function bundleRecords(draft: Draft, member: 'relevance' | 'scope', sealed: readonly Sealed[]): void {
  const items = sealed.map(({ key, record }) => ({
    entry: draft.entries.findIndex((entry) => entry.key === key),
    record,
  }));
  const path = `${member}.json`;
  const bytes = canonical({ records: 1, items });
  draft.files.set(path, bytes);
  draft.manifest[member] = { path, sha256: sha256(bytes) };
}

/** What the example's dry run could be concluded from, with these decisions of the bundle as its relevance. */
export function exampleFacts(draft: Draft, decisions: readonly Sealed[]): DryRunFacts {
  const { from, to } = draft.manifest.engagement;
  const [result] = draft.manifest.results;
  const document = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString()) as TestResult;
  return {
    engagement: {
      terms: { type: 'type2', period: { from, to } },
      categories: ['security', 'privacy'],
      timeZone: draft.manifest.engagement.timeZone,
    },
    controls: [
      {
        id: id(180),
        code: 'CHG-02',
        title: 'Changes are reviewed',
        criteria: ['CC8.1', 'P4.1'],
        frequency: 'per_occurrence',
        effectiveFrom: '2025-01-01',
        retiredOn: null,
        version: 1,
      },
    ],
    results: [
      {
        id: id(30),
        code: 'CHG-02.review',
        control: 'CHG-02',
        controlId: id(180),
        sha256: result?.sha256 ?? '',
        document,
      },
    ],
    explanations: [],
    samples: [],
    relevance: decisions.map(({ record }) => ({
      criterion: String(record['criterion']),
      relevant: record['relevant'] === true,
      reason: String(record['reason']),
      at: String(record['decidedAt']),
      by: String(record['decidedBy']),
    })),
  };
}

/** Seals a dry run with what it is said to be concluded from; the document is the one that follows unless another is given. */
export function addConcluded(draft: Draft, facts: DryRunFacts, document: DryRunDocument = concludeDryRun(facts)): void {
  addDryRun(draft, document);
  const bytes = canonical(dryRunFactsOf(facts));
  draft.files.set(factsPath, bytes);
  draft.manifest.dryRun.facts = { path: factsPath, sha256: sha256(bytes) };
  const entry = draft.entries.find(({ key }) => key === dryRunPath);
  if (entry) entry.facts = { ...entry.facts, factsSha256: sha256(bytes) };
}
