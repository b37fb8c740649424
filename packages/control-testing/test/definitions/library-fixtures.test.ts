import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Row, TestDefinition, TestResult } from '@tickmark/core';
import { openDuckDb, text } from '../../src/duckdb/index.ts';
import { populationKind, runTests, testLibrary } from '../../src/index.ts';
import { attributeStates } from '../../src/runs/files.ts';
import { folder, frozen, runFor, type Frozen } from '../builders.ts';
import {
  fixtureOf,
  fixturesFolder,
  joined,
  kindsOf,
  neededCases,
  outcomeOf,
  outcomesOf,
  rowsOf,
  type Fixture,
} from './fixtures.ts';

const dir = await folder();
const library = testLibrary();
// One for all runs: opening a database for each would take longer than judging.
const reader = await openDuckDb(dir, { threads: 1 });
after(() => reader.close());

/** Attributes that cannot hold without another: without an approval none came before the merge. */
const implied: Record<string, Record<string, string[]>> = { 'CHG-02.review': { A: ['B'] } };

test('CT66 every definition has a fixture with a case for each way it can turn out, and no fixture is left over', () => {
  const left = new Set(readdirSync(fixturesFolder));
  for (const { definition } of library) {
    const { id } = definition;
    assert.ok(left.delete(`${id}.yaml`), `${id} has no fixture`);
    const fixture = fixtureOf(id);
    assert.ok(fixture);
    const { cases } = fixture;
    const missing = neededCases(definition).filter((name) => !(name in cases));
    assert.deepEqual(missing, [], `${id} lacks cases`);
    const { pass, met, proposal = 'effective', ...clean } = cases.clean?.expect ?? {};
    assert.deepEqual({ ...clean, proposal }, { proposal: 'effective' }, `${id} clean`);
    assert.ok((pass ?? met ?? 0) > 0, `${id} clean`);
    if (definition.kind !== 'cadence') {
      for (const name of Object.keys(definition.attributes)) {
        assert.deepEqual(cases[name]?.expect.fails, [name, ...(implied[id]?.[name] ?? [])], `${id} ${name}`);
      }
    }
    const unsure = cases.unverified?.expect;
    assert.ok((unsure?.unverified ?? 0) > 0 && unsure?.deviations === undefined, `${id} unverified`);
    assert.deepEqual(cases.empty?.rows?.[definition.population], [], `${id} empty`);
    assert.equal(cases.empty?.expect.proposal, nothing[definition.kind], `${id} empty`);
  }
  assert.deepEqual([...left], []);
});

/** What no row at all means: nothing occurred, everything due was missed, no day was observed. */
const nothing: Record<TestDefinition['kind'], string> = {
  items: 'no-occurrence',
  cadence: 'not-effective',
  state: 'cannot-say',
};

describe('CT67 every case of every fixture, frozen and run, gives the outcome it states', { concurrency: 2 }, () => {
  for (const { yaml, definition } of library) {
    test(definition.id, async () => {
      const fixture = fixtureOf(definition.id);
      assert.ok(fixture);
      const { period, timeZone, cases } = fixture;
      const judge = async (rows: Record<string, Row[]>, { items } = { items: false }) => {
        const populations: Record<string, Frozen> = {};
        for (const kind of Object.keys(rows)) populations[kind] = await population(kind, fixture, rows[kind] ?? []);
        const ran = await runFor(dir, yaml, populations, { period, timeZone, threads: 1, items });
        assert.equal(ran.result.interim, false);
        return ran;
      };
      const together: Record<string, Row[]> = {};
      for (const [name, { rows, expect }] of Object.entries(cases)) {
        const made: Record<string, Row[]> = {};
        for (const kind of kindsOf(definition)) made[kind] = rowsOf(populationKind(kind), fixture, rows?.[kind]);
        if (name === 'empty') assert.deepEqual(outcomeOf(await overNothing(definition.id, fixture)), expect, name);
        else if (expect.proposal === undefined) together[name] = made[definition.population] ?? [];
        else assert.deepEqual(outcomeOf((await judge(made)).result), expect, name);
      }
      if (Object.keys(together).length === 0) return;
      assert.equal(kindsOf(definition).length, 1, 'a case over two populations states a proposal');
      const kind = populationKind(definition.population);
      const { items } = await judge({ [kind.id]: joined(definition, kind, together) }, { items: true });
      assert.ok(items);
      const found = outcomesOf(await judgedItems(items.file));
      for (const name of Object.keys(together)) assert.deepEqual(found[name] ?? {}, cases[name]?.expect, name);
    });
  }
});

const inPeriod = ({ period, timeZone }: Fixture) => JSON.stringify([period, timeZone]);
const byPeriod = Map.groupBy(library, ({ definition: { id } }) => {
  const fixture = fixtureOf(id);
  return fixture && inPeriod(fixture);
});
const nothingFound = new Map<string, Promise<Map<string, TestResult>>>();

/** What a definition says where every population is empty; those of one period are run together, once. */
async function overNothing(id: string, fixture: Fixture): Promise<TestResult> {
  const key = inPeriod(fixture);
  const running = nothingFound.get(key) ?? runOverNothing(fixture, byPeriod.get(key) ?? []);
  nothingFound.set(key, running);
  const result = (await running).get(id);
  assert.ok(result);
  return result;
}

async function runOverNothing(fixture: Fixture, tests: typeof library): Promise<Map<string, TestResult>> {
  const { period, timeZone } = fixture;
  const populations: Record<string, Frozen> = {};
  for (const kind of new Set(tests.flatMap(({ definition }) => kindsOf(definition))))
    populations[kind] = await population(kind, fixture, []);
  const outcomes = await runTests({
    tests: tests.map(({ yaml, definition }) => ({ yaml, outDir: join(dir, 'nothing', definition.id) })),
    populations,
    period,
    timeZone,
    threads: 1,
  });
  return new Map(
    outcomes.map((outcome, n) => {
      if ('error' in outcome) throw outcome.error;
      return [tests[n]?.definition.id ?? '', outcome.run.result];
    }),
  );
}

/** Items of a run as they were judged. */
async function judgedItems(itemsFile: string) {
  const rows = await reader.rows(`SELECT * FROM read_parquet(${text(itemsFile)}) ORDER BY item`);
  return rows.map((row) => ({ item: String(row.item), state: String(row.state), attributes: attributeStates(row) }));
}

const files = new Map<string, Promise<Frozen>>();

/** One frozen file for equal rows. Events are taken when the period has long closed, state on its last day. */
function population(
  id: string,
  { period, timeZone }: Pick<Fixture, 'period' | 'timeZone'>,
  rows: Row[],
): Promise<Frozen> {
  const kind = populationKind(id);
  const key = JSON.stringify([id, period, timeZone, rows]);
  const end = Date.parse(`${period.to}T20:00:00Z`);
  const extractedAt = new Date(kind.shape === 'state' ? end : end + 60 * 86_400_000);
  const file = files.get(key) ?? frozen(dir, kind, rows, { period, timeZone, extractedAt });
  files.set(key, file);
  return file;
}
