import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDuckDb } from '../../src/duckdb/index.ts';
import { populationKind, readItems, runTest, runTests, type TestRun } from '../../src/index.ts';
import { firstHalf, folder, frozen } from '../builders.ts';

const dir = await folder();

const ofChanges = (id: string, rest: string) => `
id: CHG-02.${id}
control: CHG-02
title: ${id}
kind: items
population: code-changes
${rest}
`;

const reviewed = (test: string) => `relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed, pass: '${test}' }`;

/** Some share relations, some join them by what the item says, some have none; two cannot run. */
const definitions = [
  ofChanges('approved', reviewed('reviews.exists(r, r.state == "approved")')),
  ofChanges('by-another', reviewed('reviews.exists(r, r.reviewer != item.author)')),
  ofChanges('before', `where: item.branch == "main"\n${reviewed('reviews.all(r, r.at <= item.merged_at)')}`),
  ofChanges('wrong', 'attributes:\n  A: { title: Unknown column, pass: item.brunch == "main" }'),
  ofChanges(
    'plain',
    'attributes:\n  A: { title: Signed, pass: item.signature == "good" }\n  B: { title: Small, pass: item.files < 5 }',
  ),
  `
id: IAM-06.review
control: IAM-06
title: Reviewed every month
kind: cadence
population: access-reviews
every: month
at: item.completed_at
`,
  `
id: CHG-07.monthly
control: CHG-07
title: Something is merged every month
kind: cadence
population: code-changes
every: month
at: item.merged_at
`,
  ofChanges(
    'before-twice',
    `${reviewed('reviews.exists(r, r.at <= item.merged_at && r.state == "approved")')}
  B: { title: All before, pass: 'reviews.all(r, r.at <= item.merged_at)' }
  C: { title: More reviews than files, pass: reviews.size() > item.files }
  D: { title: More of them or few, pass: reviews.size() > item.files || item.files < 3 }
  E: { title: Reviewed by another, pass: 'item.reviewers.exists(e, e != item.author)' }
  F: { title: By others only, pass: 'item.reviewers.all(e, e != item.author)' }`,
  ),
];

const changes = Array.from({ length: 90 }, (_, n) => ({
  id: `c${n}`,
  branch: n % 7 === 0 ? null : n % 5 === 0 ? 'topic' : 'main',
  author: `p${n % 4}@x.example`,
  files: n % 11 === 0 ? null : n % 9,
  signature: n % 13 === 0 ? 'none' : 'good',
  merged_at: n % 17 === 0 ? null : `2026-0${(n % 8) + 1}-${String((n % 27) + 1).padStart(2, '0')}T10:00:00Z`,
}));
const reviews = Array.from({ length: 120 }, (_, n) => ({
  id: `r${n}`,
  change_id: n % 19 === 0 ? null : `c${(n * 7) % 100}`,
  reviewer: n % 10 === 0 ? null : `p${n % 3}@x.example`,
  state: n % 6 === 0 ? 'commented' : 'approved',
  at: `2026-0${(n % 6) + 1}-02T10:00:00Z`,
}));

async function populations() {
  return {
    'code-changes': await frozen(dir, populationKind('code-changes'), changes),
    'code-reviews': await frozen(dir, populationKind('code-reviews'), reviews),
  };
}

test('CT105 tests run together give what each gives alone, byte for byte, and one that cannot run stops no other', async () => {
  const shared = { populations: await populations(), period: firstHalf, timeZone: 'Europe/Berlin', items: true };
  const together = await runTests({
    ...shared,
    tests: definitions.map((yaml, n) => ({ yaml, outDir: join(dir, `together-${n}`) })),
  });
  const codes: (string | undefined)[] = [];
  for (const [n, outcome] of together.entries()) {
    const alone = runTest({ ...shared, yaml: definitions[n] ?? '', outDir: join(dir, `alone-${n}`) });
    if ('error' in outcome) {
      codes.push((outcome.error as { code?: string }).code);
      await assert.rejects(alone, { code: codes.at(-1) });
      continue;
    }
    codes.push(undefined);
    const one = await alone;
    assert.deepEqual(hashes(outcome.run), hashes(one));
    assert.deepEqual(await readFile(outcome.run.deviationsFile), await readFile(one.deviationsFile));
  }
  assert.deepEqual(codes, [
    undefined,
    undefined,
    undefined,
    'definition_invalid',
    undefined,
    'population_invalid',
    undefined,
    undefined,
  ]);
});

test('CT9 the same inputs give the same however many items one statement judges', async () => {
  const shared = { populations: await populations(), period: firstHalf, timeZone: 'Europe/Berlin', items: true };
  const runs = async (itemsAtOnce: number) => {
    const tests = definitions.map((yaml, n) => ({ yaml, outDir: join(dir, `${itemsAtOnce}-at-once-${n}`) }));
    const outcomes = await runTests({ ...shared, tests, itemsAtOnce });
    return outcomes.map((outcome) => ('run' in outcome ? hashes(outcome.run) : outcome.error));
  };
  const whole = await runs(changes.length);
  for (const itemsAtOnce of [13, 89]) assert.deepEqual(await runs(itemsAtOnce), whole);
});

test('CT105 a run leaves no table to the session that gets its database next', async () => {
  const [yaml = ''] = definitions;
  await runTest({
    yaml,
    populations: await populations(),
    period: firstHalf,
    timeZone: 'UTC',
    outDir: join(dir, 'left'),
  });
  const session = await openDuckDb(dir);
  assert.deepEqual(await session.rows('SELECT table_name FROM duckdb_tables()'), []);
  session.close();
});

test('CT105 more questions of a relation than one number has bits for are each answered by themselves', async () => {
  const questions = Array.from({ length: 70 }, (_, n) => ({
    n,
    reviewer: `p${n % 5 === 0 ? 9 : n % 3}@x.example`,
    exists: n % 4 < 2,
  }));
  const attributes = questions.map(({ n, reviewer, exists }) =>
    exists
      ? `  Q${n}: { title: Some, pass: 'reviews.exists(r, r.id == "r${n}" && r.reviewer == "${reviewer}")' }`
      : `  Q${n}: { title: All, pass: 'reviews.all(r, r.id != "r${n}" || r.reviewer == "${reviewer}")' }`,
  );
  const outcomes = await runTests({
    populations: await populations(),
    period: { from: '2025-01-01', to: '2027-12-31' },
    timeZone: 'UTC',
    items: true,
    tests: [attributes.slice(0, 35), attributes.slice(35)].map((some, n) => ({
      yaml: ofChanges(
        `questions-${n}`,
        `relations:\n  reviews: { population: code-reviews, on: reviews.change_id == item.id }\nattributes:\n${some.join('\n')}`,
      ),
      outDir: join(dir, `questions-${n}`),
    })),
  });
  const seen = new Map<string, Record<string, string>>();
  for (const outcome of outcomes) {
    assert.ok('run' in outcome);
    const { items } = await readItems(outcome.run.items?.file ?? '', { offset: 0, limit: 1000 });
    for (const { item, attributes: found } of items) seen.set(item, { ...seen.get(item), ...found });
  }
  const states = new Set<string>();
  for (const { id: change, merged_at } of changes) {
    if (merged_at === null) continue;
    for (const { n, reviewer, exists } of questions) {
      const asked = reviews.find((r) => r.id === `r${n}` && r.change_id === change);
      const expected = !asked
        ? exists
          ? 'fail'
          : 'pass'
        : asked.reviewer === null
          ? 'unverified'
          : asked.reviewer === reviewer
            ? 'pass'
            : 'fail';
      assert.equal(seen.get(change)?.[`Q${n}`], expected, `${change} Q${n}`);
      states.add(`${exists} ${expected}`);
    }
  }
  assert.equal(states.size, 6);
});

test('CT106 counts are those of the items, one by one', async () => {
  const [approved = '', byAnother = '', before = '', , plain = ''] = definitions;
  const outcomes = await runTests({
    populations: await populations(),
    period: firstHalf,
    timeZone: 'Europe/Berlin',
    items: true,
    tests: [approved, byAnother, before, plain].map((yaml, n) => ({ yaml, outDir: join(dir, `counted-${n}`) })),
  });
  for (const outcome of outcomes) {
    assert.ok('run' in outcome);
    const { result, items } = outcome.run;
    const { items: every } = await readItems(items?.file ?? '', { offset: 0, limit: 1000 });
    const count = (state: string) => every.filter((item) => item.state === state).length;
    assert.deepEqual(
      [result.items.inScope, result.items.pass, result.items.deviations, result.items.unverified],
      [every.length, count('pass'), count('deviation'), count('unverified')],
    );
    assert.ok(count('pass') > 0 && count('deviation') > 0 && count('unverified') > 0, result.definition.id);
    for (const [name, attribute] of Object.entries(result.attributes)) {
      const states = every.map((item) => item.attributes[name]);
      for (const state of ['pass', 'fail', 'unverified'] as const)
        assert.equal(
          attribute[state],
          states.filter((s) => s === state).length,
          `${result.definition.id} ${name} ${state}`,
        );
    }
    const dated = every.filter((item) => item.at !== null).length;
    const drawn = result.timeline.reduce((sum, day) => sum + day.pass + day.deviations + day.unverified, 0);
    assert.equal(drawn, dated);
  }
});

function hashes({ sha256, deviationsSha256, items }: TestRun) {
  return { sha256, deviationsSha256, items: items?.sha256 };
}
