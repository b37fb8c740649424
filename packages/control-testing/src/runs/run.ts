import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  testResult,
  TickmarkError,
  timeZone as timeZoneShape,
  period as periodShape,
  type Period,
  type ReconciledWith,
  type TestResult,
} from '@tickmark/core';
import { canonicalBytes, fileSha256, sha256Hex } from '../canonical/index.ts';
import { proposal } from '../conclusions/index.ts';
import { definitionSha256 } from '../definitions/index.ts';
import { openDuckDb, type Session } from '../duckdb/index.ts';
import { addDays, startOfDay } from '../time/index.ts';
import { runCadence } from './cadence.ts';
import { engineVersion } from './engine.ts';
import { runFiles, type RunFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { runItems } from './items.ts';
import { populationChecks, prepare, type PopulationFile, type Prepared } from './sources.ts';
import { runState } from './state.ts';
import { through } from './through.ts';

/** What all tests of a run share. */
interface Shared {
  /** Frozen populations by population kind. */
  populations: Record<string, PopulationFile>;
  /** Reconciliations that the populations stand on; those of a population the test does not use are left out. */
  reconciliations?: readonly ReconciledWith[] | undefined;
  period: Period;
  timeZone: string;
  /** Holidays of the organization, in order; they are no business days. None when left out. */
  holidays?: readonly string[];
  /** Threads of the analytic engine, 2 when left out; the result does not depend on them. */
  threads?: number;
  /** Items that one statement judges or writes, some two million when left out; only row groups of the file of all items depend on it. */
  itemsAtOnce?: number;
  /** Also write every item in scope; without it only what did not simply pass is written. */
  items?: boolean;
  /** Milliseconds after which the run is given up, twenty minutes when left out. */
  timeLimit?: number;
}

const timeLimit = 20 * 60_000;

export interface TestToRun {
  yaml: string;
  /** Folder for `deviations.parquet` and `items.parquet`; made when it is not there. */
  outDir: string;
}

export type RunInput = Shared & TestToRun;
export type RunsInput = Shared & { tests: readonly TestToRun[] };

export interface TestRun {
  result: TestResult;
  /** Canonical JSON of the result. */
  bytes: Uint8Array;
  sha256: string;
  /** Items that are deviations or unverified, by key: `item`, `at`, `state` and a boolean for each attribute. */
  deviationsFile: string;
  deviationsSha256: string;
  /** Every item in scope, in the same columns, where it was asked for. */
  items: { file: string; sha256: string } | null;
}

/** A run, or why there is none. */
export type RunOutcome = { run: TestRun } | { error: unknown };

/**
 * Runs a definition over whole frozen populations. The result is a function of the definition, the
 * populations, the period, the time zone and, where the definition asks of business days, the
 * holidays: the same inputs give the same bytes. Throws `definition_invalid`, `population_invalid`,
 * `bad_input` and `too_large`.
 */
export async function runTest({ yaml, outDir, ...shared }: RunInput): Promise<TestRun> {
  const [outcome] = await runTests({ ...shared, tests: [{ yaml, outDir }] });
  if (!outcome) throw new TypeError('A test was given and no outcome came.');
  if ('error' in outcome) throw outcome.error;
  return outcome.run;
}

/**
 * Runs many definitions over the same populations, each giving what `runTest` gives of it, byte for
 * byte. Items tests of one population are judged in one statement, and each population is checked
 * once. A test that cannot run does not stop the others. Throws `bad_input` for what they share.
 */
export async function runTests(input: RunsInput): Promise<RunOutcome[]> {
  checkShared(input);
  const [first] = input.tests;
  if (!first) return [];
  const outcomes = new Map<TestToRun, RunOutcome>();
  const work = join(first.outDir, '.work');
  await mkdir(work, { recursive: true });
  const session = await openDuckDb(work, {
    threads: input.threads,
    timeLimit: input.timeLimit ?? timeLimit,
  });
  try {
    const checks = populationChecks(session);
    // Definitions are read while the populations are checked.
    const ready = input.tests.map(async (test): Promise<Ready[]> => {
      try {
        const prepared = prepare({ ...input, yaml: test.yaml });
        await checks(prepared);
        return [{ test, prepared, files: await runFiles(test.outDir) }];
      } catch (error) {
        outcomes.set(test, { error });
        return [];
      }
    });
    for (const group of groupsOf((await Promise.all(ready)).flat())) {
      for (const [test, outcome] of await judged(session, input, group)) outcomes.set(test, outcome);
    }
  } finally {
    session.close();
    await rm(work, { recursive: true, force: true });
  }
  return input.tests.map((test) => outcomes.get(test) ?? { error: new TypeError('The test was not run.') });
}

function checkShared({ period, timeZone }: Shared): void {
  if (!periodShape.safeParse(period).success)
    throw new TickmarkError('bad_input', 'The period is not two dates in order.', {
      field: 'period',
      action: 'Give the first and the last day.',
    });
  if (!timeZoneShape.safeParse(timeZone).success)
    throw new TickmarkError('bad_input', `${timeZone} is no time zone.`, {
      field: 'timeZone',
      action: 'Use a name such as Europe/Berlin.',
    });
}

/** A test whose definition and populations are in order. */
interface Ready {
  test: TestToRun;
  prepared: Prepared;
  files: RunFiles;
}

/** How many tests one statement judges; more only make it slow to plan. */
const mostAtOnce = 100;

/** Items tests of one population together, every other test alone. */
function groupsOf(ready: readonly Ready[]): [Ready, ...Ready[]][] {
  const groups: [Ready, ...Ready[]][] = [];
  const open = new Map<string, [Ready, ...Ready[]]>();
  for (const one of ready) {
    const { definition, kind } = one.prepared.typed;
    const group = definition.kind === 'items' ? open.get(kind.id) : undefined;
    if (group && group.length < mostAtOnce) {
      group.push(one);
      continue;
    }
    const begun: [Ready, ...Ready[]] = [one];
    groups.push(begun);
    if (definition.kind === 'items') open.set(kind.id, begun);
  }
  return groups;
}

/** Judges a group; when that fails, each of it alone, so that one test never stops the others. */
async function judged(session: Session, input: Shared, group: [Ready, ...Ready[]]): Promise<[TestToRun, RunOutcome][]> {
  try {
    const found = await judgeAll(session, input, group);
    const runs: [TestToRun, RunOutcome][] = [];
    for (const [k, one] of group.entries()) {
      runs.push([one.test, { run: await asRun(input, one, found[k] as Findings) }]);
    }
    return runs;
  } catch (error) {
    if (group.length === 1) return [[group[0].test, { error }]];
    const alone: [TestToRun, RunOutcome][] = [];
    for (const one of group) alone.push(...(await judged(session, input, [one])));
    return alone;
  }
}

async function asRun(input: Shared, one: Ready, found: Findings): Promise<TestRun> {
  const { prepared, files, test } = one;
  const result = document(input, prepared, test.yaml, found);
  const bytes = canonicalBytes(result);
  return {
    result,
    bytes,
    sha256: sha256Hex(bytes),
    deviationsFile: files.deviations,
    deviationsSha256: found.deviationsFile.sha256,
    items: input.items === true ? { file: files.items, sha256: (await fileSha256(files.items)).sha256 } : null,
  };
}

async function judgeAll(session: Session, input: Shared, group: [Ready, ...Ready[]]): Promise<Findings[]> {
  const [{ prepared, files }] = group;
  switch (prepared.typed.definition.kind) {
    case 'items':
      return runItems(
        session,
        group.map((one) => one.prepared) as [Prepared, ...Prepared[]],
        group.map((one) => one.files),
        { all: input.items === true, atOnce: input.itemsAtOnce },
      );
    case 'cadence':
      return [await runCadence(session, prepared, files)];
    case 'state':
      return [await runState(session, prepared, files)];
  }
}

function document(input: Shared, prepared: Prepared, yaml: string, found: Findings): TestResult {
  const { typed, used, period, zone } = prepared;
  const { gaps, concentration, ...counted } = found;
  const extractedThrough = through(prepared);
  // State is complete once it was observed on the last day; events only once that day is over.
  const interim = Object.values(used).some(
    ({ manifest }) =>
      manifest.interim ||
      Date.parse(manifest.extractedAt) <
        startOfDay(zone, manifest.shape === 'state' ? period.to : addDays(period.to, 1)),
  );
  const stoodOn = standing(input, prepared);
  const seen = { ...counted, interim, extractedThrough: extractedThrough.toISOString() };
  return testResult.parse({
    result: 1,
    engine: engineVersion,
    definition: { id: typed.definition.id, kind: typed.definition.kind, sha256: definitionSha256(yaml) },
    populations: Object.fromEntries(
      Object.entries(used).map(([id, { manifest }]) => [id, { rows: manifest.rows, sha256: manifest.sha256 }]),
    ),
    // Absent rather than empty: results of before there were reconciliations keep their bytes.
    ...(stoodOn.length === 0 ? {} : { reconciliations: stoodOn }),
    period,
    timeZone: input.timeZone,
    ...(prepared.holidays ? { holidays: prepared.holidays } : {}),
    ...seen,
    proposal: proposal({ ...seen, gaps: [...gapsOf(prepared), ...unresolved(stoodOn), ...gaps], concentration }),
  });
}

/** Reconciliations of the populations used, in an order that does not depend on how they were given. */
function standing({ reconciliations = [] }: Shared, { used }: Prepared): ReconciledWith[] {
  const name = ({ population, second }: ReconciledWith) => `${population} ${second.kind}`;
  return reconciliations
    .filter(({ population }) => used[population])
    .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

/** What reconciliations leave open. */
function unresolved(reconciliations: readonly ReconciledWith[]): string[] {
  return reconciliations
    .filter(({ differences, resolved }) => resolved < differences)
    .map(
      ({ population, second, differences, resolved }) =>
        `${population} is not reconciled with ${second.kind}: ${differences - resolved} of ${differences} differences are unresolved.`,
    );
}

/** What the populations themselves lack. */
function gapsOf({ typed, used, period }: Prepared): string[] {
  const gaps = typed.relations
    .filter((r) => !used[r.kind.id])
    .map((r) => `The population ${r.kind.id} was not given, so nothing that asks of ${r.name} could be verified.`);
  for (const [id, { manifest }] of Object.entries(used)) {
    const { rejected, completeness, rows, excluded } = manifest;
    if (rejected.count > 0) gaps.push(`${rejected.count} rows of ${id} could not be read at its source.`);
    const covers = manifest.period;
    if (covers && (covers.from > period.from || covers.to < period.to)) {
      gaps.push(`${id} speaks only for ${covers.from} to ${covers.to}.`);
    }
    const accounted = rows + rejected.count + excluded;
    if (completeness.expected !== null && completeness.expected !== accounted) {
      gaps.push(
        `${id} is not reconciled: its source counts ${completeness.expected}, ${accounted} rows are accounted for.`,
      );
    }
  }
  return [...new Set(gaps)];
}
