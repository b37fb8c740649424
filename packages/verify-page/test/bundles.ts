import assert from 'node:assert/strict';
import { defaultSampleSizes, type ReconciliationDocument, type SampleStep } from '@tickmark/core';
import {
  canonical,
  id,
  namedWitness,
  pack,
  rotation,
  sha256,
  tarOf,
  witnessOf,
  type Draft,
  type Packed,
} from '../../cli/test/bundles/builder.ts';
import { addDeleted, exampleDraft, exampleSample } from '../../cli/test/bundles/example.ts';
import { addConcluded, bundleRecords, decide, exampleFacts, writeScope } from '../../cli/test/bundles/records.ts';

/** Entries before the seal. The builder dates entry 299 last within its hour, and 300 need two levels of tiles. */
const manyEntries = 299;

/** The example bundle in a log of 300 entries: a full and a partial tile, and one above. */
export function longDraft(): Draft {
  const draft = exampleDraft();
  for (let i = draft.entries.length; i < manyEntries; i += 1) {
    draft.entries.push({ key: `note ${i}`, op: 'notes.add', facts: { number: i }, at: '2027-01-15T10:59:00.000Z' });
  }
  return draft;
}

/** The example with every kind of item: a reconciliation and what was said of it, steps of a sample, more of it, a table. */
export function fullDraft(): Draft {
  const draft = exampleDraft();
  addReconciliation(draft);
  const sample = id(40);
  addStep(draft, 90, 'samples.record', {
    step: 'recorded',
    sample,
    key: 'b',
    outcome: 'pass',
    note: null,
    evidenceIds: [],
  });
  addStep(draft, 91, 'samples.add-targeted', { step: 'targeted', sample, keys: ['a'], reason: 'Large' });
  addExtension(draft);
  const table = canonical(defaultSampleSizes);
  const path = `samples/tables/${sha256(table)}.json`;
  draft.files.set(path, table);
  draft.manifest.sampleTables.push({ path, sha256: sha256(table) });
  return draft;
}

/** The example with two pieces of evidence whose files were deleted, and one of another year. */
export function deletedDraft(): Draft {
  const draft = exampleDraft();
  addDeleted(draft, 51);
  addDeleted(draft, 52);
  const days = { periodFrom: '2025-01-01', periodTo: '2025-12-31' };
  addDeleted(draft, 53, days);
  draft.manifest.deletedEvidence?.pop();
  return draft;
}

/** The example with decisions on criteria, versions of the scope, and a dry run that says what it was concluded from. */
export function recordsDraft(): Draft {
  const draft = exampleDraft();
  const decisions = [
    decide(draft, 110, { criterion: 'P3.1' }),
    decide(draft, 111, { criterion: 'CC6.4' }),
    decide(draft, 112, { criterion: 'CC6.4', version: 2, relevant: true }),
  ];
  const scope = [writeScope(draft, 120, 'Ledger'), writeScope(draft, 121, 'Ledger online', 2)];
  addConcluded(
    draft,
    exampleFacts(
      draft,
      decisions.filter(({ key }) => !key.endsWith('111')),
    ),
  );
  bundleRecords(draft, 'relevance', decisions);
  bundleRecords(draft, 'scope', scope);
  return draft;
}

/** The example, cosigned by two witnesses of the three that its log names. */
export function cosignedDraft(): Draft {
  const witnesses = [20, 21, 22].map((number) => witnessOf(`witness.example/${number}`, number));
  const draft = exampleDraft();
  draft.entries.push(...witnesses.map((witness, i) => namedWitness(witness, 60 + i)));
  return { ...draft, witnesses: witnesses.slice(0, 2) };
}

/**
 * The example over three logs, cosigned by two witnesses: one that the first log names, and one that the second does. What
 * items rest on lies in another log than they do.
 */
export function rotatedDraft(): Draft {
  const draft = exampleDraft();
  const [ann, ben] = [20, 21].map((number) => witnessOf(`witness.example/${number}`, number));
  assert.ok(ann && ben);
  const { entries } = draft;
  const [a, b] = [3, 6];
  draft.entries = [
    ...entries.slice(0, a),
    namedWitness(ann, 60),
    ...rotation(1),
    ...entries.slice(a, b),
    namedWitness(ben, 61),
    ...rotation(2),
    ...entries.slice(b),
  ];
  return { ...draft, witnesses: (number) => (number === 1 ? [ann] : [ann, ben]) };
}

export interface Base {
  draft: () => Draft;
  packed: Packed;
  tar: Uint8Array;
}

export async function baseOf(draft: () => Draft): Promise<Base> {
  const packed = await pack(draft());
  return { draft, packed, tar: tarOf(packed.files) };
}

/** Bundles that hold, and between them have whatever a bundle can have. */
export function allBases(): Promise<Base[]> {
  return Promise.all(
    [exampleDraft, longDraft, fullDraft, deletedDraft, recordsDraft, cosignedDraft, rotatedDraft].map(baseOf),
  );
}

function addReconciliation(draft: Draft): void {
  const { engagementId } = draft;
  const [here, there] = draft.manifest.populations;
  assert.ok(here && there);
  const side = ({ manifest }: typeof here): ReconciliationDocument['here'] => ({
    kind: manifest.kind,
    rows: manifest.rows,
    sha256: manifest.sha256,
    manifestSha256: sha256(canonical(manifest)),
    where: null,
    leftOut: 0,
    undecided: 0,
    withoutKey: 0,
    keys: 4,
    repeated: 0,
  });
  const differences = Buffer.from('differences');
  const document: ReconciliationDocument = {
    reconciliation: 1,
    engine: '1',
    on: [{ here: 'id', there: 'id', ignoreCase: false }],
    unique: false,
    here: side(here),
    there: side(there),
    matched: 3,
    differing: {
      'only-here': 1,
      'only-there': 0,
      'no-key-here': 0,
      'no-key-there': 0,
      repeats: 0,
      differs: 0,
    },
    agreement: [],
    differences: [],
    differencesFile: { sha256: sha256(differences), rows: 1 },
    supersedes: null,
  };
  const text = canonical(document);
  const said = canonical({
    resolution: 1,
    reconciliationSha256: sha256(text),
    differences: [1],
    kind: 'timing',
    reason: 'Taken on two days',
  });
  const path = `reconciliations/${id(80)}.json`;
  const differencesPath = `reconciliations/${id(80)}.differences.parquet`;
  const saidPath = `resolutions/${id(81)}.json`;
  draft.files.set(path, text).set(differencesPath, differences).set(saidPath, said);
  draft.manifest.reconciliations = [
    {
      id: id(80),
      population: here.id,
      second: there.id,
      version: 1,
      entry: 0,
      path,
      sha256: sha256(text),
      differencesPath,
      differencesSha256: sha256(differences),
      resolutions: [{ id: id(81), entry: 0, path: saidPath, sha256: sha256(said) }],
    },
  ];
  draft.entries.push({
    key: path,
    op: 'populations.reconciled',
    facts: {
      reconciliationId: id(80),
      engagementId,
      populationId: here.id,
      secondId: there.id,
      version: 1,
      populationSha256: here.manifest.sha256,
      secondSha256: there.manifest.sha256,
      sha256: sha256(text),
      differencesSha256: sha256(differences),
      differences: 1,
      supersedes: null,
    },
  });
  draft.entries.push({
    key: saidPath,
    op: 'populations.resolve-difference',
    facts: {
      resolutionId: id(81),
      engagementId,
      reconciliationId: id(80),
      kind: 'timing',
      differences: 1,
      sha256: sha256(said),
    },
  });
}

function addStep(draft: Draft, n: number, op: string, document: SampleStep): void {
  const path = `samples/steps/${id(n)}.json`;
  const text = canonical(document);
  draft.files.set(path, text);
  draft.manifest.sampleSteps.push({ id: id(n), sample: document.sample, entry: 0, path, sha256: sha256(text) });
  draft.entries.push({
    key: path,
    op,
    facts: { stepId: id(n), sampleId: document.sample, sha256: sha256(text) },
  });
}

function addExtension(draft: Draft): void {
  const [first] = draft.manifest.samples;
  assert.ok(first);
  const document = { ...exampleSample(draft), skip: 2, selected: ['c'] };
  const path = `samples/${id(41)}.json`;
  const text = canonical(document);
  draft.files.set(path, text);
  draft.manifest.samples.push({ ...first, id: id(41), firstId: first.id, path, sha256: sha256(text) });
  draft.entries.push({
    key: path,
    op: 'samples.extend',
    facts: {
      sampleId: id(41),
      engagementId: draft.engagementId,
      populationId: first.population,
      populationSha256: document.populationSha256,
      control: first.control,
      size: 1,
      skip: 2,
      sha256: sha256(text),
      firstId: first.id,
    },
  });
}
