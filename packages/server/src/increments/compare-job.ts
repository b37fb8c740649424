import { join } from 'node:path';
import { id, TickmarkError } from '@tickmark/core';
import { compareWithFinal, type IncrementInput } from '@tickmark/control-testing';
import { z } from 'zod';
import type { Tx } from '../platform/database/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { findPopulations } from '../populations/index.ts';
import { findResults, type KeptResult } from '../results/index.ts';
import { alone, KeptFolder } from './kept-folder.ts';
import { seriesOf, type Series } from './series.ts';
import { findComparison, incrementsOf, insertComparison, type KeptIncrement } from './store.ts';

const compareInput = z.object({ resultId: id });
const ranResults = z.object({ resultIds: z.array(id) });
/** What `increments.compare` hands to its job. */
export type CompareIncrementsInput = z.infer<typeof compareInput>;

export function compareIncrementsJob(folder: string): JobHandler {
  return async (job, raw) => {
    const { resultId } = compareInput.parse(raw);
    await compareOne(job, folder, resultId);
    return { resultId };
  };
}

/**
 * The job that runs tests, and then compares what it kept with the increments before. A result stands whether or not
 * that can be done; its page says where it was not.
 */
export function thenCompare(run: JobHandler, folder: string): JobHandler {
  return async (job, raw) => {
    const made = await run(job, raw);
    for (const resultId of ranResults.parse(made).resultIds) {
      try {
        await compareOne(job, folder, resultId);
      } catch (error) {
        if (!(error instanceof TickmarkError)) throw error;
      }
    }
    return made;
  };
}

/** The increments before a result that speak of the same, and all of their series. */
export async function incrementsBefore(
  tx: Tx,
  organizationId: string,
  result: KeptResult,
): Promise<{ series: Series; before: KeptIncrement[]; all: KeptIncrement[] }> {
  const { period, timeZone, holidays = null } = result.document;
  const series = seriesOf(
    { id: result.testId, yaml: result.yaml, definition: result.definition },
    { period, timeZone, holidays },
  );
  const all = await incrementsOf(tx, organizationId, series.id);
  return { series, all, before: all.filter(({ entryIndex }) => entryIndex < result.entryIndex) };
}

async function compareOne(job: JobContext, root: string, resultId: string): Promise<void> {
  const { organizationId } = job;
  const known = await job.read(async (tx) => {
    const [result] = await findResults(tx, organizationId, [resultId]);
    if (result === undefined) throw new Error(`The result ${resultId} was there and is gone.`);
    return {
      result,
      ...(await incrementsBefore(tx, organizationId, result)),
      compared: await findComparison(tx, organizationId, resultId),
      populations: await findPopulations(tx, organizationId, Object.values(result.populations)),
    };
  });
  const { result, series, before } = known;
  if (known.compared !== undefined || before.length === 0) return;
  const populations: IncrementInput['populations'] = {};
  for (const { kind, manifest } of known.populations) {
    populations[kind] = { file: await job.blobs.local(organizationId, manifest.sha256), manifest };
  }
  const items = { file: await job.blobs.local(organizationId, result.itemsSha256) };
  // What came after the run is no part of it: the folder that goes on is then left alone.
  const later = known.all.length > before.length;
  const kept = new KeptFolder(later ? job.folder : join(root, organizationId), series, before);
  const compare = () => compareWithFinal({ ...kept.scope(), populations }, { result: result.document, items });
  const found = await alone(series.id, () => kept.use(job, compare, { changing: false }));
  await job.write('increments.compared', async (context) => {
    const { equal, differing, notDue, differences } = found;
    const row = {
      organizationId,
      resultId,
      seriesId: series.id,
      increments: before.length,
      equal,
      differing,
      notDue,
      differences,
      comparedAt: context.now,
      comparedBy: context.userId,
    };
    const entryIndex = await context.record(
      {
        resultId,
        seriesId: series.id,
        increments: before.length,
        equal,
        differing,
        notDue,
      },
      seal('incrementComparisons', row),
    );
    await insertComparison(context.tx, { ...row, entryIndex });
  });
}
