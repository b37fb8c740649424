import { mkdir } from 'node:fs/promises';
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
import { runTest } from '@tickmark/control-testing';
import type { Tx } from '../platform/database/index.ts';
import type { JobContext } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { findResult, insertResult } from './store.ts';

export interface ToRun {
  test: PublishedTest;
  /** By population kind. */
  populations: Record<string, Population>;
  /** The reconciliations that the populations stand on now; throws where they are not to be tested. */
  standsOn(tx: Tx): Promise<ReconciledWith[]>;
  /** The days to test: those of one version of the control, where one was adopted. */
  period: Period;
  timeZone: string;
  /** That version; null where none was in force. */
  controlId: string | null;
}

/** Runs one test and keeps its result: three blobs, then row and log entry in one transaction. Returns its id. */
export async function keepResult(
  job: JobContext,
  { test, populations, standsOn, period, timeZone, controlId }: ToRun,
): Promise<string> {
  const { organizationId } = job;
  const resultId = derivedId(job.jobId, controlId === null ? test.id : `${test.id}|${controlId}`);
  if ((await job.read((tx) => findResult(tx, organizationId, resultId))) !== undefined) return resultId;

  const reconciliations = await job.read(standsOn);
  const outDir = join(job.folder, resultId);
  await mkdir(outDir, { recursive: true });
  const files: Record<string, { file: string; manifest: Population['manifest'] }> = {};
  for (const [kind, { manifest }] of Object.entries(populations)) {
    files[kind] = { file: await job.blobs.local(organizationId, manifest.sha256), manifest };
  }
  const run = await runTest({
    yaml: test.yaml,
    populations: files,
    reconciliations,
    period,
    timeZone,
    outDir,
    items: true,
  });
  const { items: every } = run;
  if (every === null) throw new TypeError('The items were asked for and are not there.');
  const document = await job.blobs.put(organizationId, Readable.from([run.bytes]));
  const deviations = await job.blobs.putFile(organizationId, run.deviationsFile);
  const items = await job.blobs.putFile(organizationId, every.file);
  if (document.sha256 !== run.sha256 || deviations.sha256 !== run.deviationsSha256 || items.sha256 !== every.sha256) {
    throw new Error(`The blobs of the result of ${test.definition.id} differ from what the engine named.`);
  }
  await job.write('tests.result', async (context) => {
    const entryIndex = await context.record(
      sealedFacts['tests.result'].parse({
        resultId,
        testId: test.id,
        definitionSha256: test.sha256,
        populations: byKind(populations, (population) => population.manifest.sha256),
        sha256: run.sha256,
        deviationsSha256: run.deviationsSha256,
      }),
    );
    // The entry is placed, so nothing comes before it any more: the result stands on what the log says then.
    if (!isDeepStrictEqual(await standsOn(context.tx), reconciliations)) {
      throw new TickmarkError('conflict', 'A reconciliation of its populations changed while the test ran.', {
        action: 'Run the test again.',
      });
    }
    await insertResult(context.tx, {
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
      entryIndex,
    });
  });
  return resultId;
}

function byKind(
  populations: Record<string, Population>,
  value: (population: Population) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(populations).map(([kind, population]) => [kind, value(population)]));
}
