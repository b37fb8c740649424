import { quantity } from '../reasons/index.ts';
import type { ProcedureStep } from './procedures.ts';
import type { StepOutcome } from './words.ts';

/** What somebody told of a step, as the rules of a run read it. */
export interface TellingFacts {
  id: string;
  stepId: string;
  outcome: StepOutcome;
  note: string | null;
  /** Ids of pieces. */
  evidence: readonly string[];
}

interface Refusal {
  code: 'bad_input' | 'not_yet_possible';
  field: string;
  message: string;
  action: string;
}

type Steps = readonly Pick<ProcedureStep, 'id' | 'evidence' | 'leaves' | 'optional'>[];

/** What counts of each step: the last that was told of it. Tellings come in their order. */
export function tellingsThatCount<T extends Pick<TellingFacts, 'stepId'>>(tellings: readonly T[]): Map<string, T> {
  return new Map(tellings.map((telling) => [telling.stepId, telling]));
}

/** Places of the steps, counted from 1, that have to be told before this one. */
export function waitsFor(
  stepId: string,
  { inOrder, steps }: { inOrder: boolean; steps: Steps },
  told: ReadonlySet<string>,
): number[] {
  if (!inOrder) return [];
  const place = steps.findIndex(({ id }) => id === stepId);
  return steps.flatMap(({ id }, at) => (at < place && !told.has(id) ? [at + 1] : []));
}

/** Why something cannot be told of a step; null where it can. */
export function refusedTelling(
  step: Steps[number],
  { outcome, note, evidence }: Pick<TellingFacts, 'outcome' | 'note' | 'evidence'>,
  waiting: readonly number[],
): Refusal | null {
  const [first] = waiting;
  if (first !== undefined)
    return {
      code: 'not_yet_possible',
      field: 'step',
      message: `The steps are taken in their order, and ${waiting.length === 1 ? `step ${first} waits` : `${quantity(waiting.length, 'step')} before it wait`}.`,
      action: `Take step ${first} first.`,
    };
  if (outcome === 'skipped') {
    if (!step.optional)
      return {
        code: 'bad_input',
        field: 'outcome',
        message: 'This step may not be skipped.',
        action: 'Do it, or abandon the run with a reason.',
      };
    return note === null
      ? { code: 'bad_input', field: 'note', message: 'Nothing says why it is skipped.', action: 'Write the reason.' }
      : null;
  }
  const leaves = step.leaves === null ? '' : `: ${step.leaves}`;
  if (step.evidence === 'note' && note === null)
    return {
      code: 'bad_input',
      field: 'note',
      message: `This step leaves a note${leaves}.`,
      action: 'Write what was done, and where it can be seen.',
    };
  if (step.evidence === 'file' && evidence.length === 0)
    return {
      code: 'bad_input',
      field: 'evidence',
      message: `This step leaves a file${leaves}.`,
      action: 'Link a piece of the evidence library, or add the file to it.',
    };
  return null;
}

/** Why a run cannot be finished yet, by step in their order; empty where it can. `there`: pieces that have their file. */
export function leftToFinish(
  steps: Steps,
  counting: ReadonlyMap<string, Pick<TellingFacts, 'outcome' | 'note' | 'evidence'>>,
  there: ReadonlySet<string>,
): { step: number; message: string }[] {
  return steps.flatMap((step, place) => {
    const telling = counting.get(step.id);
    if (telling === undefined) return [{ step: place + 1, message: 'Nothing was told of it.' }];
    const evidence = telling.evidence.filter((piece) => there.has(piece));
    const refused = refusedTelling(step, { ...telling, evidence }, []);
    if (refused === null) return [];
    const gone = telling.evidence.length > evidence.length;
    return [{ step: place + 1, message: gone ? 'The file that showed it was deleted.' : refused.message }];
  });
}
