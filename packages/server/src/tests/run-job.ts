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
import { holidayDates } from '../holidays/index.ts';
import { newestPopulation, standingReconciliations, standsOn } from '../populations/index.ts';
import { keepResults, type ToRun } from '../results/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { JobHandler } from '../platform/handler.ts';
import { findTests } from './store.ts';

const runTestsInput = z.object({ engagementId: id, testIds: z.array(id) });
/** What `tests.run` hands to its job. */
export type RunTestsInput = z.infer<typeof runTestsInput>;

/** How many tests are judged together; the newest figures and what was made are kept after each lot. */
const lot = 20;

/**
 * Runs each test over the newest populations of the kinds it names, once for each version of its
 * control that was in force in the period, over that version's days. Tests of the same days are
 * judged together. A test that can't be run (no population yet, a population it doesn't fit, one
 * whose completeness is in question) gives no result and is listed with the reason; the others go on.
 */
export const runTests: JobHandler = async (job, raw) => {
  const input = runTestsInput.parse(raw);
  const { organizationId } = job;
  const { engagement, tests, controls, newest, holidays } = await job.read(async (tx) => {
    const found = await findTests(tx, organizationId, input.testIds);
    return {
      controls: await allControls(tx, organizationId),
      engagement: await engagementOf(tx, organizationId, input.engagementId),
      tests: found,
      holidays: await holidayDates(tx, organizationId),
      newest: await newestOfEach(tx, organizationId, input.engagementId, found),
    };
  });
  const whole = engagementPeriod(engagement.terms);
  const notRun = new Map<string, string>();
  const toRun: ToRun[] = [];
  for (const test of tests) {
    const missing = kindsOf(test.definition).find((kind) => !newest.has(kind));
    if (missing === undefined) {
      const populations = Object.fromEntries(
        kindsOf(test.definition).map((kind) => [kind, newest.get(kind) as Population]),
      );
      const stands = async (tx: Tx) =>
        standsOn(
          test.definition.population,
          populations,
          await standingReconciliations(tx, organizationId, input.engagementId),
        );
      for (const days of daysToTest(test, controls, whole))
        toRun.push({ test, populations, standsOn: stands, ...days });
    } else {
      notRun.set(
        test.id,
        `No population of the kind ${missing} is frozen in this engagement. Freeze ${missing} and run the test again.`,
      );
    }
  }
  const results = new Map<ToRun, string>();
  const left = new Set(toRun);
  for (const together of lots(toRun)) {
    const open = new Set([...left].map((one) => one.test.id));
    await job.progress({ done: tests.length - open.size, total: tests.length, note: noteOf(together) });
    for (const [one, outcome] of await keepResults(job, together, { timeZone: engagement.timeZone, holidays })) {
      left.delete(one);
      if ('resultId' in outcome) results.set(one, outcome.resultId);
      else if (outcome.error instanceof TickmarkError) notRun.set(one.test.id, reasonOf(outcome.error.toJSON()));
      else throw outcome.error;
    }
  }
  await job.progress({ done: tests.length, total: tests.length, note: null });
  return {
    resultIds: toRun.flatMap((one) => results.get(one) ?? []),
    notRun: tests.flatMap(({ id: testId, definition }) => {
      const reason = notRun.get(testId);
      return reason === undefined ? [] : [{ code: definition.id, reason }];
    }),
  };
};

/** Tests of the same days, a lot of them at most. */
function lots(toRun: readonly ToRun[]): [ToRun, ...ToRun[]][] {
  const made: [ToRun, ...ToRun[]][] = [];
  const open = new Map<string, [ToRun, ...ToRun[]]>();
  for (const one of toRun) {
    const days = `${one.period.from} ${one.period.to}`;
    const begun = open.get(days);
    if (begun && begun.length < lot) {
      begun.push(one);
      continue;
    }
    const fresh: [ToRun, ...ToRun[]] = [one];
    made.push(fresh);
    open.set(days, fresh);
  }
  return made;
}

function noteOf([first, ...others]: [ToRun, ...ToRun[]]): string {
  const { id: code } = first.test.definition;
  return others.length === 0 ? code : `${code} and ${others.length} more`;
}

/** The days of each version of the test's control; the whole period where none was in force. */
export function daysToTest(
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

/** The newest population of each kind that the tests read; kinds of which none is frozen are left out. */
async function newestOfEach(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  tests: readonly PublishedTest[],
): Promise<Map<string, Population>> {
  const found = new Map<string, Population>();
  for (const kind of new Set(tests.flatMap(({ definition }) => kindsOf(definition)))) {
    const newest = await newestPopulation(tx, organizationId, engagementId, kind);
    if (newest) found.set(kind, newest);
  }
  return found;
}
