import { sampleSizeFor, type BundleManifest, type SampleDocument, type SampleStep } from '@tickmark/core';
import { canonicalText } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledSamples } from './samples.ts';

type Sample = BundleManifest['samples'][number];

/** A step as re-performance looks at it. */
export interface PlacedStep {
  at: { entry: number; path: string };
  step: SampleStep;
  /** The sample it belongs to, and every key drawn by then. */
  sample: Sample;
  first: SampleDocument;
  drawn: readonly string[];
}

/** What a sample holds at one entry of the log. */
interface State {
  sample: Sample;
  first: SampleDocument;
  /** Drawn keys in their order, void ones and replacements included, with their strata. */
  drawn: Map<string, string | null>;
  targeted: Set<string>;
  void: Set<string>;
  examined: Set<string>;
}

/**
 * Follows every sample along the log: one first draw for a control and a population, each extension
 * behind all that was drawn (CT81), each step about an item that is there (CT82), each size as its table
 * gives it (CT78). Returns the steps with what had been drawn by then.
 */
export function followSamples(manifest: BundleManifest, bundled: BundledSamples): PlacedStep[] {
  const states = new Map<string, State>();
  const placed: PlacedStep[] = [];
  const events = [
    ...manifest.samples.map((sample) => ({ entry: sample.entry, sample, step: undefined })),
    ...manifest.sampleSteps.map((step) => ({ entry: step.entry, sample: undefined, step })),
  ].sort((a, b) => a.entry - b.entry);
  for (const { sample, step } of events) {
    if (sample !== undefined) {
      const document = bundled.documents.get(sample.id);
      if (document === undefined) throw new Error(`${sample.path} was verified without its document.`);
      if (sample.firstId === undefined) begin(states, sample, document, bundled);
      else goOn(states.get(sample.firstId), sample, document);
      continue;
    }
    const document = bundled.steps.get(step.id);
    const state = states.get(step.sample);
    if (document === undefined) throw new Error(`${step.path} was verified without its document.`);
    if (state === undefined)
      throw new DoesNotHold('CT82', `${step.path} is of a sample that no entry before it drew.`, step);
    placed.push({ at: step, step: document, sample: state.sample, first: state.first, drawn: [...state.drawn.keys()] });
    apply(state, document, step);
  }
  return placed;
}

function begin(states: Map<string, State>, sample: Sample, document: SampleDocument, bundled: BundledSamples): void {
  const twin = [...states.values()].find(
    (state) => state.sample.control === sample.control && state.sample.population === sample.population,
  );
  if (twin !== undefined) {
    throw new DoesNotHold(
      'CT81',
      `${sample.path} draws for ${sample.control} from a population from which ${twin.sample.path} had drawn.`,
      sample,
    );
  }
  checkSizing(sample, document, bundled);
  const state: State = {
    sample,
    first: document,
    drawn: new Map(),
    targeted: new Set(),
    void: new Set(),
    examined: new Set(),
  };
  take(state, sample, document);
  states.set(sample.id, state);
}

function goOn(state: State | undefined, sample: Sample, document: SampleDocument): void {
  const same =
    state !== undefined &&
    state.sample.control === sample.control &&
    state.sample.population === sample.population &&
    state.first.seed === document.seed &&
    state.first.method?.by === document.method?.by &&
    state.first.method?.column === document.method?.column;
  if (!same)
    throw new DoesNotHold(
      'CT81',
      `${sample.path} extends a sample that was not drawn before it in the same way.`,
      sample,
    );
  take(state, sample, document);
}

/** Verifies that a draw goes on behind everything drawn, and adds it. */
function take(state: State, sample: Sample, { skip, selected, method }: SampleDocument): void {
  const { drawn } = state;
  const before =
    method?.by === 'time'
      ? canonicalText(method.before) === canonicalText([...drawn.keys()])
      : method?.by !== 'strata' ||
        method.strata.every(
          (stratum) => stratum.before === [...drawn.values()].filter((value) => value === stratum.value).length,
        );
  if (skip !== drawn.size || !before) {
    throw new DoesNotHold(
      'CT81',
      `${sample.path} says that ${skip} items had been drawn before it; the log has ${drawn.size}, or others.`,
      sample,
    );
  }
  const strata =
    method?.by === 'strata'
      ? method.strata.flatMap(({ value, drawn: n }) => Array.from({ length: n }, () => value))
      : [];
  selected.forEach((key, i) => {
    if (drawn.has(key)) throw new DoesNotHold('CT81', `${sample.path} draws ${key} again.`, sample);
    drawn.set(key, strata[i] ?? null);
  });
}

function checkSizing(
  sample: Sample,
  { sizing, population, selected }: SampleDocument,
  { tables }: BundledSamples,
): void {
  if (sizing === undefined) return;
  const { tableSha256, frequency, risk, asked, reason } = sizing;
  const table = tables.get(tableSha256);
  const says = table && sampleSizeFor({ table, frequency, risk, items: population }).size;
  if (says === undefined || says !== asked || (selected.length < asked && reason === null)) {
    const why =
      says === undefined
        ? 'its table is not in the bundle'
        : says === asked
          ? `fewer than ${asked} were drawn without a reason`
          : `the table asks for ${says} and not for ${asked}`;
    throw new DoesNotHold('CT78', `The size of ${sample.path} does not follow from its table: ${why}.`, sample);
  }
}

function apply(state: State, step: SampleStep, at: { entry: number; path: string }): void {
  const { drawn, targeted, void: gone, examined } = state;
  const refuse = (message: string): never => {
    throw new DoesNotHold('CT82', `${at.path} ${message}.`, at);
  };
  if (step.step === 'targeted') {
    for (const key of step.keys) {
      if (drawn.has(key) || targeted.has(key)) refuse(`targets ${key}, which is in the sample already`);
      targeted.add(key);
    }
    return;
  }
  const { key } = step;
  if (!drawn.has(key) && !targeted.has(key)) refuse(`speaks of ${key}, which is not in the sample`);
  if (gone.has(key)) refuse(`speaks of ${key}, which is void`);
  if (step.step === 'recorded') {
    examined.add(key);
    return;
  }
  if (examined.has(key)) refuse(`declares ${key} void after its outcome was recorded`);
  gone.add(key);
  if (step.replacement === null) return;
  if (!drawn.has(key) || drawn.has(step.replacement)) refuse(`replaces ${key} by ${step.replacement}, which cannot be`);
  drawn.set(step.replacement, drawn.get(key) ?? null);
}
