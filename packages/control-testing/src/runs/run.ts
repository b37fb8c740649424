import { rm } from 'node:fs/promises';
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
import { canonicalBytes, sha256Hex } from '../canonical/index.ts';
import { proposal } from '../conclusions/index.ts';
import { definitionSha256 } from '../definitions/index.ts';
import { openDuckDb, type Session } from '../duckdb/index.ts';
import { addDays, startOfDay } from '../time/index.ts';
import { runCadence } from './cadence.ts';
import { engineVersion } from './engine.ts';
import { describe, runFiles, type RunFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { runItems } from './items.ts';
import { checkFiles, prepare, type PopulationFile, type Prepared } from './sources.ts';
import { runState } from './state.ts';
import { through } from './through.ts';

export interface RunInput {
  yaml: string;
  /** Frozen populations by population kind. */
  populations: Record<string, PopulationFile>;
  /** Reconciliations that the populations stand on; those of a population the test does not use are left out. */
  reconciliations?: readonly ReconciledWith[] | undefined;
  period: Period;
  timeZone: string;
  /** Folder for `items.parquet` and `deviations.parquet`; made when it is not there. */
  outDir: string;
  /** Threads of the analytic engine, 2 when left out; the result does not depend on them. */
  threads?: number;
}

export interface TestRun {
  result: TestResult;
  /** Canonical JSON of the result. */
  bytes: Uint8Array;
  sha256: string;
  /** Items that are deviations or unverified, by key: `item`, `at`, `state` and a boolean for each attribute. */
  deviationsFile: string;
  deviationsSha256: string;
  /** Every item in scope, in the same columns. */
  itemsFile: string;
  itemsSha256: string;
}

/**
 * Runs a definition over whole frozen populations. The result is a function of the definition, the
 * populations, the period and the time zone: the same inputs give the same bytes. Throws
 * `definition_invalid`, `population_invalid` and `bad_input`.
 */
export async function runTest(input: RunInput): Promise<TestRun> {
  if (!periodShape.safeParse(input.period).success)
    throw new TickmarkError('bad_input', 'The period is not two dates in order.', {
      field: 'period',
      action: 'Give the first and the last day.',
    });
  if (!timeZoneShape.safeParse(input.timeZone).success)
    throw new TickmarkError('bad_input', `${input.timeZone} is no time zone.`, {
      field: 'timeZone',
      action: 'Use a name such as Europe/Berlin.',
    });
  const prepared = prepare(input);
  const files = await runFiles(input.outDir);
  const work = join(input.outDir, '.work');
  const session = await openDuckDb(work, input.threads);
  try {
    await checkFiles(prepared, session);
    const found = await judgeAll(session, prepared, files);
    const result = document(input, prepared, found);
    const bytes = canonicalBytes(result);
    const { sha256: itemsSha256 } = await describe(session, files.items);
    return {
      result,
      bytes,
      sha256: sha256Hex(bytes),
      deviationsFile: files.deviations,
      deviationsSha256: found.deviationsFile.sha256,
      itemsFile: files.items,
      itemsSha256,
    };
  } finally {
    session.close();
    await rm(work, { recursive: true, force: true });
  }
}

function judgeAll(session: Session, prepared: Prepared, files: RunFiles): Promise<Findings> {
  switch (prepared.typed.definition.kind) {
    case 'items':
      return runItems(session, prepared, files);
    case 'cadence':
      return runCadence(session, prepared, files, prepared.typed.definition);
    case 'state':
      return runState(session, prepared, files);
  }
}

function document(input: RunInput, prepared: Prepared, found: Findings): TestResult {
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
    definition: { id: typed.definition.id, kind: typed.definition.kind, sha256: definitionSha256(input.yaml) },
    populations: Object.fromEntries(
      Object.entries(used).map(([id, { manifest }]) => [id, { rows: manifest.rows, sha256: manifest.sha256 }]),
    ),
    // Absent rather than empty: results of before there were reconciliations keep their bytes.
    ...(stoodOn.length === 0 ? {} : { reconciliations: stoodOn }),
    period,
    timeZone: input.timeZone,
    ...seen,
    proposal: proposal({ ...seen, gaps: [...gapsOf(prepared), ...unresolved(stoodOn), ...gaps], concentration }),
  });
}

/** Reconciliations of the populations used, in an order that does not depend on how they were given. */
function standing({ reconciliations = [] }: RunInput, { used }: Prepared): ReconciledWith[] {
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
