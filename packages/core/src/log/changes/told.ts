import type { z } from 'zod';
import type { ConclusionState } from '../../conclusions/index.ts';
import type { Control } from '../../controls/index.ts';
import type { CauseKind } from '../../deviations/index.ts';
import type { TestResult } from '../../results/index.ts';
import type { SampleOutcome, SampleStep } from '../../samples/index.ts';
import type { ChangeNoun, ChangePlace, ChangeSide } from './changes.ts';

/** What a result says in short. */
export type BriefResult = Pick<TestResult, 'proposal' | 'items'> & {
  occurrences?: Omit<NonNullable<TestResult['occurrences']>, 'list'> | undefined;
  days?: Pick<NonNullable<TestResult['days']>, 'expected' | 'observed' | 'unobserved'> | undefined;
};

/**
 * What the records say of what entries name, by id. The log has hashes and ids only; what is missing
 * here is told without it.
 */
export interface KnownRecords {
  /** Users, by what they are called. */
  names: ReadonlyMap<string, string>;
  controls: ReadonlyMap<string, Control>;
  evidence: ReadonlyMap<string, { title: string; from: string; to: string }>;
  requests: ReadonlyMap<string, { code: string; title: string }>;
  planItems: ReadonlyMap<string, { code: string; title: string }>;
  policies: ReadonlyMap<string, { code: string; title: string }>;
  /** Titles of procedures, as their newest versions have them. */
  procedures: ReadonlyMap<string, string>;
  /** Names of items of a scope, as the newest version has them. */
  scopeItems: ReadonlyMap<string, string>;
  populations: ReadonlyMap<string, { name: string; rows: number }>;
  /** How many rows differed. */
  reconciliations: ReadonlyMap<string, number>;
  tests: ReadonlyMap<string, { code: string; title: string }>;
  results: ReadonlyMap<string, { code: string; document: BriefResult; before: BriefResult | null }>;
  /** What was concluded of the same before, of the same dry run; null where nobody had. */
  decisions: ReadonlyMap<string, ConclusionState | null>;
  samples: ReadonlyMap<string, { control: string }>;
  steps: ReadonlyMap<string, KnownStep>;
  causes: ReadonlyMap<string, { kind: CauseKind; corrects: boolean }>;
}

/** A step of a sample; `before` is what was recorded of the item earlier. */
export interface KnownStep {
  document: SampleStep;
  before: SampleOutcome | null;
}

/** What an entry comes to, in words. */
export interface Told {
  noun: ChangeNoun;
  text: string;
  before?: ChangeSide | null;
  now?: ChangeSide | null;
  place?: ChangePlace | null;
}

/** Reads the facts of an entry; undefined where they are not as expected. */
export type Tell = (facts: unknown, known: KnownRecords) => Told | undefined;

/** Words for the facts of one operation, whose shape is `shape`. */
export function telling<Shape extends z.ZodType>(
  shape: Shape,
  tell: (facts: z.output<Shape>, known: KnownRecords) => Told,
): Tell {
  return (facts, known) => {
    const read = shape.safeParse(facts);
    return read.success ? tell(read.data, known) : undefined;
  };
}

/** Words without a state. */
export function inWords(words: string): ChangeSide {
  return { state: null, words };
}

/** `“People”`, or what stands in for a name that is not known. */
export function quoted(name: string | undefined, otherwise: string): string {
  return name === undefined ? otherwise : `“${name}”`;
}
