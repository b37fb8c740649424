import {
  engagementPeriod,
  id,
  TickmarkError,
  versionWindows,
  type Control,
  type ErrorBody,
  type Period,
  type Population,
  type PublishedTest,
  type TestDefinition,
} from '@tickmark/core';
import { z } from 'zod';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { newestPopulation, standingReconciliations, standsOn } from '../populations/index.ts';
import { keepResult } from '../results/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import { findTests } from './store.ts';

const runTestsInput = z.object({ engagementId: id, testIds: z.array(id) });
/** What `tests.run` hands to its job. */
export type RunTestsInput = z.infer<typeof runTestsInput>;

/**
 * Runs each test over the newest populations of the kinds it names, once for each version of its
 * control that was in force in the period, over that version's days. A test that can't be run (no
 * population yet, a population it doesn't fit, one whose completeness is in question) gives no
 * result and is listed with the reason; the others go on.
 */
export const runTests: JobHandler = async (job, raw) => {
  const input = runTestsInput.parse(raw);
  const { organizationId } = job;
  const { engagement, tests, controls } = await job.read(async (tx) => ({
    controls: await allControls(tx, organizationId),
    engagement: await engagementOf(tx, organizationId, input.engagementId),
    tests: await findTests(tx, organizationId, input.testIds),
  }));
  const resultIds: string[] = [];
  const notRun: { code: string; reason: string }[] = [];
  for (const [done, test] of tests.entries()) {
    await job.progress({ done, total: tests.length, note: test.definition.id });
    try {
      const populations = await newestOfEach(job, test);
      for (const days of daysToTest(test, controls, engagementPeriod(engagement.terms))) {
        resultIds.push(
          await keepResult(job, {
            test,
            populations,
            standsOn: async (tx) =>
              standsOn(
                test.definition.population,
                populations,
                await standingReconciliations(tx, organizationId, input.engagementId),
              ),
            ...days,
            timeZone: engagement.timeZone,
          }),
        );
      }
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      notRun.push({ code: test.definition.id, reason: reasonOf(error.toJSON()) });
    }
  }
  await job.progress({ done: tests.length, total: tests.length, note: null });
  return { resultIds, notRun };
};

/** The days of each version of the test's control; the whole period where none was in force. */
function daysToTest(
  test: PublishedTest,
  controls: readonly Control[],
  period: Period,
): { period: Period; controlId: string | null }[] {
  const windows = versionWindows(controls, test.definition.control, period);
  if (windows.length === 0) return [{ period, controlId: null }];
  return windows.map(({ version, days }) => ({ period: days, controlId: version.id }));
}

function reasonOf({ message, action }: ErrorBody): string {
  return action === undefined ? message : `${message} ${action}`;
}

/** Kinds of population a definition reads: its own and those of its relations. */
export function kindsOf(definition: TestDefinition): string[] {
  const relations = definition.kind === 'cadence' ? [] : Object.values(definition.relations);
  return [...new Set([definition.population, ...relations.map((relation) => relation.population)])];
}

async function newestOfEach(job: JobContext, test: PublishedTest): Promise<Record<string, Population>> {
  const found: Record<string, Population> = {};
  for (const kind of kindsOf(test.definition)) {
    const newest = await job.read((tx) => newestPopulation(tx, job.organizationId, test.engagementId, kind));
    if (newest === undefined) {
      throw new TickmarkError('not_found', `No population of the kind ${kind} is frozen in this engagement.`, {
        action: `Freeze ${kind} and run the test again.`,
      });
    }
    found[kind] = newest;
  }
  return found;
}
