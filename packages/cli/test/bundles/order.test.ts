import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, pack, type Draft } from './builder.ts';
import {
  accountsPath,
  addDryRun,
  addPopulation,
  addResult,
  addSample,
  changesPath,
  definitionPath,
  dryRunPath,
  exampleDraft,
  exampleSample,
  populationManifest,
  reportPath,
  resultPath,
  samplePath,
} from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

/** Moves one entry behind another; nothing else of the bundle changes. */
function moveAfter(draft: Draft, key: string, after: string): void {
  const entry = draft.entries.find((each) => each.key === key);
  assert.ok(entry);
  draft.entries = draft.entries.filter((each) => each !== entry);
  draft.entries.splice(draft.entries.findIndex((each) => each.key === after) + 1, 0, entry);
}

async function reordered(
  key: string,
  after: string,
): Promise<{ draft: Draft; verification: Awaited<ReturnType<typeof verifyPacked>> }> {
  const draft = exampleDraft();
  moveAfter(draft, key, after);
  return { draft, verification: await verifyPacked(await pack(draft)) };
}

const indexOf = (draft: Draft, key: string): number => draft.entries.findIndex((entry) => entry.key === key);

test('entries that do not depend on each other may come in any order', async () => {
  for (const [key, after] of [
    [changesPath, definitionPath],
    [accountsPath, reportPath],
    [resultPath, samplePath],
    [samplePath, reportPath],
  ] as const) {
    assert.equal((await reordered(key, after)).verification.failure, null);
  }
});

test('EL15 a population frozen after its sample is found', async () => {
  const draft = exampleDraft();
  moveAfter(draft, samplePath, 'organization');
  const verification = await verifyPacked(await pack(draft));
  assertBreaks(verification, 'EL15', {
    path: samplePath,
    entry: indexOf(draft, samplePath),
    message: /entry 1 .*entry 2: the sample was drawn/,
  });
});

test('EL16 a population frozen after the result over it is found', async () => {
  const draft = exampleDraft();
  moveAfter(draft, changesPath, resultPath);
  const verification = await verifyPacked(await pack(draft));
  assertBreaks(verification, 'EL16', { path: resultPath, entry: indexOf(draft, resultPath) });
});

test('EL17 a definition published after it ran is found', async () => {
  const { draft, verification } = await reordered(definitionPath, resultPath);
  assertBreaks(verification, 'EL17', { path: resultPath, entry: indexOf(draft, resultPath) });
});

test('EL18 a seed that was chosen is found', async () => {
  const good = exampleSample(exampleDraft()).seed;
  for (const seed of ['lucky', `${good}|nonce`, good.replace('CHG-02', 'CHG-03'), good.toUpperCase()]) {
    const draft = exampleDraft();
    addSample(draft, { ...exampleSample(draft), seed });
    assertBreaks(await verifyPacked(await pack(draft)), 'EL18', {
      path: samplePath,
      entry: indexOf(draft, samplePath),
      message: /should be/,
    });
  }
});

test('EL19 a result that came after the dry run that weighs it is found', async () => {
  const draft = exampleDraft();
  moveAfter(draft, resultPath, dryRunPath);
  assertBreaks(await verifyPacked(await pack(draft)), 'EL19', { path: dryRunPath, entry: indexOf(draft, dryRunPath) });
});

test('EL20 a report that came before the dry run it tells is found', async () => {
  const { draft, verification } = await reordered(dryRunPath, reportPath);
  assertBreaks(verification, 'EL20', { path: reportPath, entry: indexOf(draft, reportPath) });
});

test('EL22 state observed outside its period is found, by the day in its own time zone', async () => {
  const cases: [string, boolean][] = [
    ['2025-12-31T22:59:59.999Z', false],
    ['2025-12-31T23:00:00.000Z', true],
    ['2026-12-31T22:59:59.999Z', true],
    ['2026-12-31T23:00:00.000Z', false],
  ];
  for (const [extractedAt, holds] of cases) {
    const draft = exampleDraft();
    addPopulation(draft, accountsPath, populationManifest('accounts', 'state', extractedAt));
    const verification = await verifyPacked(await pack(draft));
    if (holds) assert.equal(verification.failure, null, extractedAt);
    else assertBreaks(verification, 'EL22', { path: accountsPath, entry: indexOf(draft, accountsPath) });
  }
});

test('EL23 events taken before the period closed and not marked interim are found; marked ones are a warning', async () => {
  for (const [extractedAt, interim, rule] of [
    ['2026-11-01T00:00:00.000Z', false, 'EL23'],
    ['2027-01-10T09:00:00.000Z', true, 'EL23'],
    ['2026-11-01T00:00:00.000Z', true, null],
    ['2026-12-31T23:00:00.000Z', false, null],
  ] as const) {
    const draft = exampleDraft();
    addPopulation(draft, changesPath, { ...populationManifest('code-changes', 'events', extractedAt), interim });
    addResult(draft);
    addSample(draft);
    addDryRun(draft);
    const verification = await verifyPacked(await pack(draft));
    if (rule === null) {
      assert.equal(verification.holds, true);
      assert.equal(
        verification.warnings.some((warning) => /interim/.test(warning)),
        interim,
      );
    } else assertBreaks(verification, rule, { path: changesPath });
  }
});

test('a population that speaks for no period has no day to be taken on', async () => {
  const draft = exampleDraft();
  addPopulation(draft, accountsPath, {
    ...populationManifest('accounts', 'state', '2031-01-01T00:00:00.000Z'),
    period: null,
  });
  assert.equal((await verifyPacked(await pack(draft))).failure, null);
});

test('EL27 what the log names and the bundle leaves out is counted, and of other engagements not', async () => {
  const draft = exampleDraft();
  const result = draft.entries.find(({ key }) => key === resultPath);
  const population = draft.entries.find(({ key }) => key === accountsPath);
  assert.ok(result && population);
  draft.entries.push({ ...result, key: 'newer', facts: { ...result.facts, resultId: id(31) } });
  draft.entries.push({
    ...population,
    key: 'elsewhere',
    facts: { ...population.facts, engagementId: id(3), populationId: id(12) },
  });
  const { holds, warnings } = await verifyPacked(await pack(draft));
  assert.equal(holds, true);
  assert.deepEqual(warnings, ['The log names 1 more result of this engagement that is not in the bundle.']);
});
