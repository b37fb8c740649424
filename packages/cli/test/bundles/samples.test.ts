import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  canonicalBytes,
  drawSample,
  freezePopulation,
  nextInOrder,
  populationKind,
  sampleTableSha256,
  type Selection,
} from '@tickmark/control-testing';
import {
  defaultSampleSizes,
  type PopulationManifest,
  type Row,
  type SampleDocument,
  type SampleStep,
} from '@tickmark/core';
import { canonical, id, pack, sha256, type Draft } from './builder.ts';
import { addDryRun, addPopulation, changesPath, exampleDraft, populationManifest, samplePath } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundled-samples-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'changes.parquet');
let manifest: PopulationManifest;
let populationBytes: Uint8Array;

before(async () => {
  const stated = populationManifest('code-changes', 'events', '2027-01-10T09:00:00.000Z');
  async function* rows(): AsyncGenerator<Row> {
    for (let i = 0; i < 40; i += 1) {
      yield {
        id: `c${i}`,
        merged_at: new Date(Date.UTC(2026, 0, 1 + i * 9)).toISOString(),
        branch: i < 8 ? 'old' : 'main',
      };
    }
  }
  manifest = await freezePopulation({
    rows: rows(),
    kind: populationKind('code-changes'),
    file,
    facts: { ...stated, extractedAt: new Date(stated.extractedAt) },
  });
  populationBytes = await readFile(file);
});

const asked = (draft: Draft) => ({ file, key: 'id', engagement: draft.engagementId, control: 'CHG-02' });
const overTime: Selection = { by: 'time', column: 'merged_at' };
const byBranch: Selection = { by: 'strata', column: 'branch' };

/** The example over a real population and without its sample. */
function draftWithPopulation(): Draft {
  const draft = exampleDraft();
  addPopulation(draft, changesPath, manifest, populationBytes);
  draft.manifest.results = [];
  draft.manifest.definitions = [];
  const gone = /^(results|definitions|samples)\//;
  for (const path of draft.files.keys()) if (gone.test(path) || path.includes(id(11))) draft.files.delete(path);
  draft.manifest.samples = [];
  draft.manifest.populations = draft.manifest.populations.filter(({ path }) => path === changesPath);
  draft.entries = draft.entries.filter(({ key }) => !gone.test(key) && !key.includes(id(11)));
  const dryRun = draft.manifest.dryRun.path;
  const document = JSON.parse(Buffer.from(draft.files.get(dryRun) ?? '').toString());
  addDryRun(draft, { ...document, controls: [] });
  const entry = draft.entries.find(({ key }) => key === dryRun);
  if (entry) entry.facts = { ...entry.facts, results: [] };
  return draft;
}

function addDraw(
  draft: Draft,
  n: number,
  document: SampleDocument,
  more: { firstId?: string; commitmentId?: string; op?: string; control?: string } = {},
): string {
  const { firstId, commitmentId, control = 'CHG-02' } = more;
  const path = `samples/${id(n)}.json`;
  const text = canonical(document);
  draft.files.set(path, text);
  const item = {
    id: id(n),
    population: id(10),
    control,
    engagement: draft.engagementId,
    entry: 0,
    path,
    sha256: sha256(text),
  };
  draft.manifest.samples.push(firstId === undefined ? item : { ...item, firstId });
  draft.entries.push({
    key: path,
    op: more.op ?? (firstId === undefined ? 'samples.draw' : 'samples.extend'),
    facts: {
      sampleId: id(n),
      engagementId: draft.engagementId,
      populationId: id(10),
      populationSha256: manifest.sha256,
      control,
      size: document.selected.length,
      skip: document.skip,
      sha256: sha256(text),
      ...(firstId === undefined ? {} : { firstId }),
      ...(commitmentId === undefined ? {} : { commitmentId }),
    },
  });
  return path;
}

const operations = {
  targeted: 'samples.add-targeted',
  replaced: 'samples.replace-void',
  recorded: 'samples.record',
} as const;

function addStep(draft: Draft, n: number, document: SampleStep): string {
  const path = `samples/steps/${id(n)}.json`;
  const text = canonical(document);
  draft.files.set(path, text);
  draft.manifest.sampleSteps.push({ id: id(n), sample: document.sample, entry: 0, path, sha256: sha256(text) });
  draft.entries.push({
    key: path,
    op: operations[document.step],
    facts: { stepId: id(n), sampleId: document.sample, sha256: sha256(text) },
  });
  return path;
}

const sample = id(40);
const targeted = (key: string): SampleStep => ({ step: 'targeted', sample, keys: [key], reason: 'Large' });
const replaced = (key: string, replacement: string | null): SampleStep => ({
  step: 'replaced',
  sample,
  key,
  reason: 'A test',
  replacement,
});
const recorded = (key: string): SampleStep => ({
  step: 'recorded',
  sample,
  key,
  outcome: 'pass',
  note: null,
  evidenceIds: [],
});

/** A first draw, an item replaced, one targeted, one recorded, and an extension behind all of it. */
async function wholeDraft(
  selection?: Selection,
): Promise<{ draft: Draft; first: SampleDocument; next: string; other: string }> {
  const draft = draftWithPopulation();
  const first = await drawSample({ ...asked(draft), size: 5, selection });
  addDraw(draft, 40, first);
  const [from = ''] = first.selected;
  const { seed, method } = first;
  const next = (await nextInOrder({ ...asked(draft), seed, method, drawn: first.selected, from })) ?? '';
  const other = Array.from({ length: 40 }, (_, i) => `c${i}`).find(
    (key) => key !== next && !first.selected.includes(key),
  );
  addStep(draft, 50, replaced(from, next));
  addStep(draft, 51, targeted(other ?? ''));
  addStep(draft, 52, recorded(next));
  const drawn = [...first.selected, next];
  const before =
    selection === undefined
      ? undefined
      : selection.by === 'time'
        ? { ...selection, before: drawn }
        : { ...selection, before: strataOf(first, from) };
  addDraw(draft, 41, await drawSample({ ...asked(draft), size: 3, skip: 6, selection: before }), { firstId: id(40) });
  return { draft, first, next, other: other ?? '' };
}

/** How many of each stratum were drawn, with the replacement of the first item. */
function strataOf({ method, selected }: SampleDocument, voided: string): Record<string, number> {
  if (method?.by !== 'strata') return {};
  let from = 0;
  return Object.fromEntries(
    method.strata.map(({ value, drawn }) => {
      const here = selected.slice(from, from + drawn).includes(voided) ? 1 : 0;
      from += drawn;
      return [value, drawn + here];
    }),
  );
}

test('CT82 samples of every selection, with what happened to them, hold and come out again', async () => {
  for (const selection of [undefined, overTime, byBranch]) {
    const { draft } = await wholeDraft(selection);
    const verification = await verifyPacked(await pack(draft), { reperform: true });
    assert.deepEqual(verification.failure, null, selection?.by);
    assert.deepEqual([verification.holds, verification.reperformed?.samples], [true, 2]);
    assert.deepEqual(verification.warnings, []);
  }
});

test('CT82 a replacement and a targeted item that were picked are found by re-performance', async () => {
  for (const selection of [undefined, overTime, byBranch]) {
    const draft = draftWithPopulation();
    const first = await drawSample({ ...asked(draft), size: 5, selection });
    addDraw(draft, 40, first);
    const [from = ''] = first.selected;
    const { seed, method } = first;
    const next = await nextInOrder({ ...asked(draft), seed, method, drawn: first.selected, from });
    const picked = Array.from({ length: 40 }, (_, i) => `c${i}`).find(
      (key) => key !== next && !first.selected.includes(key),
    );
    const path = addStep(draft, 50, replaced(from, picked ?? ''));
    const packed = await pack(draft);
    assert.equal((await verifyPacked(packed)).holds, true, 'the control arm: integrity and order do not show it');
    assertBreaks(await verifyPacked(packed, { reperform: true }), 'EL25', { path, message: /next in order is/ });
  }
  const draft = draftWithPopulation();
  addDraw(draft, 40, await drawSample({ ...asked(draft), size: 5 }));
  const path = addStep(draft, 51, targeted('nobody'));
  assertBreaks(await verifyPacked(await pack(draft), { reperform: true }), 'EL25', { path, message: /no item nobody/ });
});

test('CT82 steps about items that are not there, void or examined, and before the draw, are found', async () => {
  const draft = draftWithPopulation();
  const [a = '', b = ''] = (await drawSample({ ...asked(draft), size: 5 })).selected;
  const wrong: SampleStep[][] = [
    [recorded('nobody')],
    [targeted(a)],
    [replaced(a, null), recorded(a)],
    [replaced(a, null), replaced(a, null)],
    [recorded(a), replaced(a, null)],
    [replaced(a, b)],
    [targeted('c99'), replaced('c99', 'c98')],
  ];
  for (const steps of wrong) {
    const broken = draftWithPopulation();
    addDraw(broken, 40, await drawSample({ ...asked(broken), size: 5 }));
    const paths = steps.map((step, i) => addStep(broken, 50 + i, step));
    assertBreaks(await verifyPacked(await pack(broken)), 'CT82', { path: paths.at(-1) ?? '' });
  }
  const early = draftWithPopulation();
  const path = addStep(early, 50, recorded(a));
  addDraw(early, 40, await drawSample({ ...asked(early), size: 5 }));
  assertBreaks(await verifyPacked(await pack(early)), 'CT82', { path });
});

test('CT81 a second draw, a gap, a change of method and an extension of nothing are found', async () => {
  const cases: [string, (draft: Draft) => Promise<string>, RegExp][] = [
    ['twice', async (d) => addDraw(d, 41, await drawSample({ ...asked(d), size: 6 })), /had drawn/],
    [
      'a gap',
      async (d) => addDraw(d, 41, await drawSample({ ...asked(d), size: 2, skip: 7 }), { firstId: id(40) }),
      /7 items had been drawn/,
    ],
    [
      'another way',
      async (d) =>
        addDraw(d, 41, await drawSample({ ...asked(d), size: 2, skip: 5, selection: byBranch }), { firstId: id(40) }),
      /in the same way/,
    ],
    [
      'of nothing',
      async (d) => addDraw(d, 41, await drawSample({ ...asked(d), size: 2, skip: 5 }), { firstId: id(49) }),
      /was not drawn before/,
    ],
  ];
  for (const [name, add, message] of cases) {
    const draft = draftWithPopulation();
    addDraw(draft, 40, await drawSample({ ...asked(draft), size: 5 }));
    const path = await add(draft);
    assertBreaks(await verifyPacked(await pack(draft)), 'CT81', { path, message });
    assert.ok(name);
  }
  const others = draftWithPopulation();
  const first = await drawSample({ ...asked(others), size: 5, selection: overTime });
  addDraw(others, 40, first);
  const before = [...first.selected].reverse();
  const more = await drawSample({ ...asked(others), size: 2, skip: 5, selection: { ...overTime, before } });
  const path = addDraw(others, 41, more, { firstId: id(40) });
  assertBreaks(await verifyPacked(await pack(others)), 'CT81', { path, message: /or others/ });
});

test('CT78 a size that does not follow from its table, or fewer without a reason, is found', async () => {
  const tableSha256 = sampleTableSha256(defaultSampleSizes);
  const sizing = { tableSha256, frequency: 'per_occurrence', risk: 'low' as const, asked: 5, reason: null };
  const build = async (size: number, change: Partial<typeof sizing> | { reason: string }, table = true) => {
    const draft = draftWithPopulation();
    addDraw(draft, 40, await drawSample({ ...asked(draft), size, sizing: { ...sizing, ...change } }));
    if (table) {
      const path = `samples/tables/${tableSha256}.json`;
      draft.files.set(path, canonicalBytes(defaultSampleSizes));
      draft.manifest.sampleTables.push({ path, sha256: tableSha256 });
    }
    return verifyPacked(await pack(draft), { reperform: true });
  };
  assert.equal((await build(5, {})).failure, null);
  assert.equal((await build(9, {})).failure, null);
  assert.equal((await build(3, { reason: 'The rest is tested whole' })).failure, null);
  assertBreaks(await build(3, {}), 'CT78', { path: samplePath, message: /without a reason/ });
  assertBreaks(await build(9, { asked: 2 }), 'CT78', { path: samplePath, message: /asks for 5/ });
  assertBreaks(await build(5, {}, false), 'CT78', { path: samplePath, message: /not in the bundle/ });
});

test('CT73 a nonce that was committed to late, another one, or none although there was one, is found', async () => {
  const nonce = 'b7c1f0de99a44c3c';
  const commit = (draft: Draft, at: number, text: string, n = 90) =>
    draft.entries.splice(at, 0, {
      key: `commitment ${n}`,
      op: 'samples.commit-nonce',
      facts: { commitmentId: id(n), engagementId: draft.engagementId, control: 'CHG-02', nonceSha256: sha256(text) },
    });
  const drawn = async (draft: Draft, revealed?: string) => drawSample({ ...asked(draft), size: 5, nonce: revealed });

  const good = draftWithPopulation();
  commit(good, 1, 'an earlier one', 89);
  commit(good, 2, nonce);
  addDraw(good, 40, await drawn(good, nonce), { commitmentId: id(90) });
  assert.equal((await verifyPacked(await pack(good), { reperform: true })).failure, null);

  const cases: [string, (draft: Draft) => Promise<void>][] = [
    ['late', async (d) => void addDraw(d, 40, await drawn(d, nonce), { commitmentId: id(90) })],
    ['none', async (d) => void addDraw(d, 40, await drawn(d))],
    ['another', async (d) => void addDraw(d, 40, await drawn(d, 'another'), { commitmentId: id(90) })],
    ['an earlier one', async (d) => void addDraw(d, 40, await drawn(d, 'an earlier one'), { commitmentId: id(89) })],
    ['unnamed', async (d) => void addDraw(d, 40, await drawn(d, nonce))],
  ];
  for (const [name, add] of cases) {
    const draft = draftWithPopulation();
    if (name === 'late') commit(draft, 2, nonce);
    else {
      commit(draft, 1, 'an earlier one', 89);
      commit(draft, 2, nonce);
    }
    await add(draft);
    const message = name === 'late' ? /after the population had been frozen/ : /does not have the nonce/;
    assertBreaks(await verifyPacked(await pack(draft)), 'CT73', { path: samplePath, message });
  }
  const uncommitted = draftWithPopulation();
  addDraw(uncommitted, 40, await drawn(uncommitted, nonce));
  assertBreaks(await verifyPacked(await pack(uncommitted)), 'EL18', { path: samplePath });
});

test('EL12 a step or a table other than the sealed one is found', async () => {
  const { draft } = await wholeDraft();
  for (const change of [{ id: id(77) }, { sample: id(77) }, { entry: 1 }]) {
    const packed = await pack(
      draft,
      ({ sampleSteps }) => void (sampleSteps[0] && Object.assign(sampleSteps[0], change)),
    );
    assertBreaks(await verifyPacked(packed), 'EL12');
  }
  const swapped = (await wholeDraft()).draft;
  const path = swapped.manifest.sampleSteps[2]?.path ?? '';
  swapped.files.set(path, canonical({ ...recorded('c1'), outcome: 'deviation' }));
  assertBreaks(await verifyPacked(await pack(swapped)), 'EL12', { path });
  const tables = (await wholeDraft()).draft;
  tables.files.set('samples/tables/x.json', canonicalBytes(defaultSampleSizes));
  tables.manifest.sampleTables.push({ path: 'samples/tables/x.json', sha256: 'f'.repeat(64) });
  assertBreaks(await verifyPacked(await pack(tables)), 'EL13', { path: 'samples/tables/x.json' });
});

test('EL27 a step that the log names and the bundle leaves out is counted', async () => {
  const { draft } = await wholeDraft();
  const left = draft.manifest.sampleSteps.pop();
  draft.files.delete(left?.path ?? '');
  const { holds, warnings } = await verifyPacked(await pack(draft));
  assert.equal(holds, true);
  assert.deepEqual(warnings, ['The log names 1 more step of these samples that is not in the bundle.']);
});
