import { join } from 'node:path';
import {
  engagementPeriod,
  id,
  TickmarkError,
  type IncrementTotals,
  type PopulationManifest,
  type PublishedTest,
} from '@tickmark/core';
import { addIncrement, holidaysAsked, type Increment, type PopulationFile } from '@tickmark/control-testing';
import { z } from 'zod';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { holidayDates } from '../holidays/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { seal } from '../platform/trail/index.ts';
import { daysToTest, findTests } from '../tests/index.ts';
import { alone, KeptFolder } from './kept-folder.ts';
import { newRows } from './new-rows.ts';
import { seriesOf, type Series } from './series.ts';
import {
  briefly,
  findFiles,
  incrementExists,
  incrementsOf,
  insertIncrement,
  lockSeries,
  type KeptIncrement,
} from './store.ts';

const addIncrementInput = z.object({ testId: id, files: z.array(id), addedAt: z.iso.datetime() });
/** What `increments.add` hands to its job. */
export type AddIncrementInput = z.infer<typeof addIncrementInput>;

/**
 * Judges new rows by a published test, once for each version of its control that was in force in the period, over that
 * version's days, as a run does. What a series found so far lies in `folder`, apart from the database: the increment is
 * there when its row is, and a folder that is ahead of the rows is made again.
 */
export function addIncrementJob(folder: string): JobHandler {
  return async (job, raw) => {
    const input = addIncrementInput.parse(raw);
    const { organizationId } = job;
    const { test, engagement, controls, holidays, files } = await job.read(async (tx) => {
      const [found] = await findTests(tx, organizationId, [input.testId]);
      if (found === undefined) throw new Error(`The test ${input.testId} was there and is gone.`);
      return {
        test: found,
        engagement: await engagementOf(tx, organizationId, found.engagementId),
        controls: await allControls(tx, organizationId),
        holidays: await holidayDates(tx, organizationId),
        files: await findFiles(tx, organizationId, input.files),
      };
    });
    const asked = holidaysAsked(test.yaml, holidays);
    const addedAt = new Date(input.addedAt);
    const populations = await newRows(job, { engagement, main: test.definition.population, files, addedAt });
    const incrementIds: string[] = [];
    let known: TickmarkError | undefined;
    for (const { period } of daysToTest(test, controls, engagementPeriod(engagement.terms))) {
      const series = seriesOf(test, { period, timeZone: engagement.timeZone, holidays: asked });
      try {
        incrementIds.push(await alone(series.id, () => add(job, { folder, test, series, populations })));
      } catch (error) {
        // Of several series one may have them already, where an earlier job added them to that one alone.
        if (!(error instanceof TickmarkError) || error.code !== 'already_done') throw error;
        known = error;
      }
    }
    if (incrementIds.length === 0 && known) throw known;
    return { incrementIds };
  };
}

interface ToAdd {
  folder: string;
  test: PublishedTest;
  series: Series;
  populations: Record<string, PopulationFile>;
}

async function add(job: JobContext, { folder, test, series, populations }: ToAdd): Promise<string> {
  const { organizationId } = job;
  const incrementId = derivedId(job.jobId, series.id);
  if (await job.read((tx) => incrementExists(tx, organizationId, incrementId))) return incrementId;
  const earlier = await job.read((tx) => incrementsOf(tx, organizationId, series.id));
  const manifests = Object.fromEntries(Object.entries(populations).map(([kind, { manifest }]) => [kind, manifest]));
  refuseRepeated(test, earlier.at(-1), manifests);
  const kept = new KeptFolder(join(folder, organizationId), series, earlier);
  const added = await kept.use(job, () => addIncrement({ ...kept.scope(), populations }), { changing: true });
  if (added.number <= earlier.length) {
    // The engine knew it and changed nothing.
    await kept.holds(earlier.at(-1)?.id ?? null);
    throw alreadyAdded(added.number);
  }
  await job.write('increments.added', async (context) => {
    await lockSeries(context.tx, series.id);
    if ((await incrementsOf(context.tx, organizationId, series.id)).length !== earlier.length) {
      throw new TickmarkError('conflict', 'Another increment of this test was added meanwhile.', {
        action: 'Add this one again.',
      });
    }
    const totals = briefTotals(added);
    const row = {
      organizationId,
      id: incrementId,
      engagementId: test.engagementId,
      testId: test.id,
      seriesId: series.id,
      number: added.number,
      periodFrom: series.period.from,
      periodTo: series.period.to,
      timeZone: series.timeZone,
      holidays: series.holidays,
      populations: manifests,
      judged: added.judged,
      newDeviations: added.newDeviations,
      totals,
      addedAt: context.now,
      addedBy: context.userId,
    };
    const entryIndex = await context.record(
      {
        incrementId,
        engagementId: test.engagementId,
        testId: test.id,
        definitionSha256: test.sha256,
        seriesId: series.id,
        number: added.number,
        periodFrom: series.period.from,
        periodTo: series.period.to,
        populations: briefly(manifests),
        judged: added.judged,
        newDeviations: added.newDeviations.count,
        items: totals.items,
        occurrences: totals.occurrences,
      },
      seal('increments', row),
    );
    await insertIncrement(context.tx, { ...row, entryIndex });
  });
  await kept.holds(incrementId);
  return incrementId;
}

/**
 * The same rows as the last time change nothing. In a cadence they do: that nothing happened by a later time is news,
 * and so it is where there are no rows at all.
 */
function refuseRepeated(
  { definition }: PublishedTest,
  last: KeptIncrement | undefined,
  now: Record<string, PopulationManifest>,
): void {
  if (last === undefined || definition.kind === 'cadence') return;
  const contents = (populations: Record<string, PopulationManifest>) =>
    JSON.stringify(
      Object.keys(populations)
        .sort()
        .map((kind) => [kind, populations[kind]?.sha256]),
    );
  if (contents(last.populations) === contents(now)) throw alreadyAdded(last.number);
}

function alreadyAdded(number: number): TickmarkError {
  return new TickmarkError('already_done', `Increment ${number} brought exactly these rows.`, {
    field: 'files',
    action: 'Nothing needs doing; add an increment when there are new rows.',
  });
}

/** Without the list of slices, which grows with the period and not with the increment. */
function briefTotals({ totals: { items, attributes, occurrences } }: Increment): IncrementTotals {
  if (!occurrences) return { items, attributes, occurrences: null };
  const { list: _slices, ...counts } = occurrences;
  return { items, attributes, occurrences: counts };
}
