import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import {
  sealedFacts,
  TickmarkError,
  type Period,
  type Population,
  type PublishedTest,
  type ReconciledWith,
} from '@tickmark/core';
import { runTests, type TestRun } from '@tickmark/control-testing';
import type { Tx } from '../platform/database/index.ts';
import type { JobContext } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { seal } from '../platform/trail/index.ts';
import { findResult, insertResult } from './store.ts';

export interface ToRun {
  test: PublishedTest;
  /** By population kind; the same of a kind for all tests that are run together. */
  populations: Record<string, Population>;
  /** The reconciliations that the populations stand on now; throws where they are not to be tested. */
  standsOn(tx: Tx): Promise<ReconciledWith[]>;
  /** The days to test: those of one version of the control, where one was adopted. */
  period: Period;
  /** That version; null where none was in force. */
  controlId: string | null;
}

/** The result a test was kept as, or why it has none. */
export type Kept = { resultId: string } | { error: unknown };

/** A test that is to be run now, and what its populations stand on. */
interface Standing extends ToRun {
  resultId: string;
  reconciliations: ReconciledWith[];
}

/** What the engagement and the organization say of time, the same for all tests of a job. */
export interface Calendar {
  timeZone: string;
  /** Dates, in order; a result that asks of business days names them. */
  holidays: readonly string[];
}

/** Runs tests of the same days together and keeps each result; those that were kept before an interruption are not run again. */
export async function keepResults(
  job: JobContext,
  runs: readonly [ToRun, ...ToRun[]],
  { timeZone, holidays }: Calendar,
): Promise<Map<ToRun, Kept>> {
  const kept = new Map<ToRun, Kept>();
  const standing = new Map<ToRun, Standing>();
  for (const one of runs) {
    const { test, controlId } = one;
    const resultId = derivedId(job.jobId, controlId === null ? test.id : `${test.id}|${controlId}`);
    if ((await job.read((tx) => findResult(tx, job.organizationId, resultId))) !== undefined) {
      kept.set(one, { resultId });
      continue;
    }
    try {
      standing.set(one, { ...one, resultId, reconciliations: await job.read((tx) => one.standsOn(tx)) });
    } catch (error) {
      kept.set(one, { error });
    }
  }
  const outcomes = await runTests({
    tests: [...standing.values()].map(({ test, resultId }) => ({
      yaml: test.yaml,
      outDir: join(job.folder, resultId),
    })),
    populations: await localFiles(job, [...standing.values()]),
    reconciliations: distinct([...standing.values()].flatMap(({ reconciliations }) => reconciliations)),
    period: runs[0].period,
    timeZone,
    holidays,
    items: true,
  });
  for (const [i, [one, ready]] of [...standing].entries()) {
    const outcome = outcomes[i] ?? { error: new TypeError('A test was given and no outcome came.') };
    kept.set(
      one,
      'run' in outcome ? await keep(job, ready, outcome.run).catch((error: unknown) => ({ error })) : outcome,
    );
    await rm(join(job.folder, ready.resultId), { recursive: true, force: true });
  }
  return kept;
}

async function localFiles(
  job: JobContext,
  runs: readonly ToRun[],
): Promise<Record<string, { file: string; manifest: Population['manifest'] }>> {
  const files: Record<string, { file: string; manifest: Population['manifest'] }> = {};
  for (const [kind, { manifest }] of runs.flatMap(({ populations }) => Object.entries(populations))) {
    files[kind] ??= { file: await job.blobs.local(job.organizationId, manifest.sha256), manifest };
  }
  return files;
}

/** Tests stand on the same reconciliation of a population; the engine takes each once. */
function distinct(reconciliations: readonly ReconciledWith[]): ReconciledWith[] {
  return [...new Map(reconciliations.map((one) => [JSON.stringify(one), one])).values()];
}

/** Keeps one result: three blobs, then row and log entry in one transaction. */
async function keep(
  job: JobContext,
  { test, populations, standsOn, controlId, resultId, reconciliations }: Standing,
  run: TestRun,
): Promise<Kept> {
  const { organizationId } = job;
  const { items: every } = run;
  if (every === null) throw new TypeError('The items were asked for and are not there.');
  const document = await job.blobs.put(organizationId, Readable.from([run.bytes]));
  const deviations = await job.blobs.putFile(organizationId, run.deviationsFile);
  const items = await job.blobs.putFile(organizationId, every.file);
  if (document.sha256 !== run.sha256 || deviations.sha256 !== run.deviationsSha256 || items.sha256 !== every.sha256) {
    throw new Error(`The blobs of the result of ${test.definition.id} differ from what the engine named.`);
  }
  await job.write('tests.result', async (context) => {
    const row = {
      organizationId,
      id: resultId,
      engagementId: test.engagementId,
      testId: test.id,
      controlId,
      populations: byKind(populations, (population) => population.id),
      document: run.result,
      sha256: run.sha256,
      deviationsSha256: run.deviationsSha256,
      itemsSha256: every.sha256,
      ranAt: context.now,
      ranBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['tests.result'].parse({
        resultId,
        testId: test.id,
        definitionSha256: test.sha256,
        populations: byKind(populations, (population) => population.manifest.sha256),
        sha256: run.sha256,
        deviationsSha256: run.deviationsSha256,
      }),
      seal('results', row),
    );
    // The entry is placed, so nothing comes before it any more: the result stands on what the log says then.
    if (!isDeepStrictEqual(await standsOn(context.tx), reconciliations)) {
      throw new TickmarkError('conflict', 'A reconciliation of its populations changed while the test ran.', {
        action: 'Run the test again.',
      });
    }
    await insertResult(context.tx, { ...row, entryIndex });
  });
  return { resultId };
}

function byKind(
  populations: Record<string, Population>,
  value: (population: Population) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(populations).map(([kind, population]) => [kind, value(population)]));
}
