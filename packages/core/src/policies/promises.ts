import { z } from 'zod';
import {
  controlCatalogue,
  frequency,
  versionWindows,
  type Control,
  type Days,
  type Frequency,
} from '../controls/index.ts';
import { date, id, period } from '../operations/shapes.ts';
import { proposalKind, testResult, type ResultOutcome } from '../results/index.ts';
import { every, type Every, type PublishedTest } from '../tests/index.ts';
import { obligation, type Obligation } from './policies.ts';
import { numbersThatDiffer, otherNumbers } from './promised-numbers.ts';
import { askedRhythms, promiseDrifts, type AskedRhythm, type PromiseDrift } from './words.ts';

/** What a test of a control asks and found, beside what is promised. */
const promiseTest = z.object({
  id,
  code: z.string(),
  title: z.string(),
  kind: z.enum(['items', 'cadence', 'state']),
  every: every.nullable().describe('How often it is due, of a cadence; null: it asks of each item, or of each day'),
  besideText: z
    .enum(askedRhythms)
    .nullable()
    .describe('How often it asks, beside the text; null where that cannot be told'),
  besideControl: z.enum(askedRhythms).nullable().describe('The same beside the adopted control'),
  numbers: z
    .array(otherNumbers)
    .describe('By which the test judges and the text does not promise; empty where they agree, or that cannot be told'),
  results: z
    .array(
      z.object({
        id,
        period,
        interim: z.boolean(),
        occurrences: testResult.shape.occurrences
          .unwrap()
          .omit({ list: true })
          .nullable()
          .describe('Counts of a cadence; null of another kind'),
        proposal: proposalKind,
      }),
    )
    .describe('The newest of each version of the control, the earliest days first; empty: it was not run as it stands'),
});
export type PromiseTest = z.infer<typeof promiseTest>;

/** A sentence that says what a control does, held against the control that is adopted, its tests and what they found. */
export const heldObligation = obligation.extend({
  catalogued: frequency.describe('How often the control of the catalogue operates'),
  adopted: frequency.nullable().describe('How often the adopted control operates; null where none is adopted'),
  agrees: z.boolean().nullable().describe('null where none is adopted; else whether both say the same'),
  retiredOn: date.nullable().describe('First of the examined days without the adopted control'),
  tests: z
    .array(promiseTest)
    .describe('The newest version of each that is published in the engagement; empty: no test'),
  drift: z
    .array(z.enum(promiseDrifts))
    .describe('Where they differ, the gravest first. Empty does not say that it was done'),
});
export type HeldObligation = z.infer<typeof heldObligation>;

/** What the promises of a text are held against, all of one engagement. */
export interface PromiseFacts {
  /** Every version of the controls. */
  controls: readonly Control[];
  /** The examined days. */
  period: Days;
  /** The newest version of each test. */
  tests: readonly Pick<PublishedTest, 'id' | 'definition'>[];
  /** The newest results; those of other tests, and of earlier versions, are left out. */
  results: readonly { id: string; testId: string; document: ResultOutcome }[];
}

/** The control that an engagement has under a code, as its last version that is in force on examined days says it. */
function adoptedControl(
  controls: readonly Control[],
  code: string,
  days: Days,
): { frequency: Frequency; retiredOn: string | null } | undefined {
  const version = versionWindows(controls, code, days).at(-1)?.version;
  if (version === undefined) return undefined;
  const { frequency: operates, retiredOn } = version;
  return { frequency: operates, retiredOn: retiredOn !== null && retiredOn <= days.to ? retiredOn : null };
}

/** How often a promise says that its control operates: where it does not say, as often as the catalogue has it. */
function promisedFrequency({ control, frequency: said }: Pick<Obligation, 'control' | 'frequency'>): Frequency {
  return said ?? controlCatalogue.find(({ id: code }) => code === control)?.frequency ?? 'per_occurrence';
}

/** An obligation beside the last version of its control that is in force on examined days, and the tests of that control. */
export function heldPromise(
  promised: Obligation,
  { controls, period: days, tests, results }: PromiseFacts,
): HeldObligation {
  const control = adoptedControl(controls, promised.control, days);
  const adopted = control?.frequency ?? null;
  const held = {
    ...promised,
    catalogued: promisedFrequency({ ...promised, frequency: null }),
    adopted,
    agrees: adopted === null ? null : adopted === promisedFrequency(promised),
    retiredOn: control?.retiredOn ?? null,
    tests: tests
      .filter(({ definition }) => definition.control === promised.control)
      .map(({ id: testId, definition }): PromiseTest => {
        const asks = definition.kind === 'cadence' ? definition.every : null;
        return {
          id: testId,
          code: definition.id,
          title: definition.title,
          kind: definition.kind,
          every: asks,
          besideText: askedBeside(asks, promised.frequency),
          besideControl: askedBeside(asks, adopted),
          numbers: numbersThatDiffer(promised.passage, definition),
          results: results
            .filter((result) => result.testId === testId)
            .map(({ id: resultId, document }) => ({
              id: resultId,
              period: document.period,
              interim: document.interim,
              occurrences: document.occurrences ?? null,
              proposal: document.proposal.kind,
            }))
            .toSorted((a, b) => (a.period.from < b.period.from ? -1 : 1)),
        };
      }),
  };
  return { ...held, drift: driftOf(held) };
}

function driftOf({ agrees, retiredOn, tests }: Omit<HeldObligation, 'drift'>): PromiseDrift[] {
  const found = tests.flatMap(({ results }) => results.flatMap(({ occurrences }) => occurrences ?? []));
  const asked = (wanted: AskedRhythm): boolean =>
    tests.some(({ besideText, besideControl }) => besideText === wanted || besideControl === wanted);
  const differs: Record<PromiseDrift, boolean> = {
    'occurrence-missed': found.some(({ missed }) => missed > 0),
    'occurrence-late': found.some(({ late }) => late > 0),
    'control-retired': retiredOn !== null,
    'control-differs': agrees === false,
    'number-differs': tests.some(({ numbers }) => numbers.length > 0),
    'asked-less-often': asked('less-often'),
    'asked-more-often': asked('more-often'),
  };
  return promiseDrifts.filter((each) => differs[each]);
}

/** Fewest and most days of an interval. */
const lengths: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  day: [1, 1],
  week: [7, 7],
  month: [28, 31],
  quarter: [90, 92],
  'half-year': [181, 184],
  year: [365, 366],
};
/** What has no rhythm of the calendar is not there. */
const rhythms: Partial<Record<Frequency, Every>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  semiannual: 'half-year',
  annual: 'year',
};

/** How often something is asked beside how often it is promised; null where one of them has no rhythm of the calendar. */
export function askedBeside(asks: Every | null, promised: Frequency | null): AskedRhythm | null {
  const rhythm = promised === null ? undefined : rhythms[promised];
  if (asks === null || rhythm === undefined) return null;
  const [[fewest, most], [few, many]] = [lengthOf(asks), lengthOf(rhythm)];
  return fewest > many ? 'less-often' : most < few ? 'more-often' : 'the-same';
}

function lengthOf(asks: Every): readonly [number, number] {
  const days = Number(/^P(\d+)D$/.exec(asks)?.[1]);
  return lengths[asks] ?? [days, days];
}
