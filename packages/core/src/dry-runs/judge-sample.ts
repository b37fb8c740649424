import type { ProposalKind } from '../results/index.ts';
import { counted, joined, quantity, type Reason } from '../reasons/index.ts';
import { defaultSampleSizes, sampleSizeFor, type SampleCounts, type SampleDocument } from '../samples/index.ts';

/** A sample drawn for a control, with what examining its items showed so far. */
export interface SampledFact {
  /** Of its first draw. */
  id: string;
  control: string;
  /** Of the first draw's document. */
  sha256: string;
  /** The frozen version of a population it was drawn from, and how many items that has. */
  population: { kind: string; version: number; name: string; items: number; interim: boolean; extractedAt: string };
  /** What the table of sizes asks for. */
  asked: number;
  /** How many of its draws and steps the counts speak of. */
  events: number;
  counts: SampleCounts;
}

export interface JudgedSample {
  fact: SampledFact;
  state: ProposalKind;
  reasons: Reason[];
  /** It lacks evidence, whatever else it shows. */
  doubtful: boolean;
}

/** Items a sample needs: what its table asked for; for one drawn without a table, the least the usual one asks. */
export function sampleAsked({ sizing, population }: SampleDocument): number {
  if (sizing) return sizing.asked;
  return sampleSizeFor({ table: defaultSampleSizes, frequency: 'per_occurrence', risk: 'low', items: population }).size;
}

/** Whether a sample was drawn for the same control from a later version of the population. */
export function isReplaced({ control, population }: SampledFact, all: readonly SampledFact[]): boolean {
  return all.some(
    (s) => s.control === control && s.population.kind === population.kind && s.population.version > population.version,
  );
}

/** Deviations among drawn items, among them those that could not be examined, and among targeted ones. */
export function sampleDeviations({ counts }: SampledFact): number {
  return counts.deviations + counts.targetedDeviations;
}

/**
 * What a sample supports. Found failures outrank what is unknown, as in results:
 * more than five percent of ten or more items, or more than one of fewer, is no isolated deviation.
 * Targeted items are never projected, so they have no rate; what deviates among them still deviates.
 */
export function judgeSample(fact: SampledFact, versions: number): JudgedSample {
  const { counts, population } = fact;
  const { items, examined, deviations, targetedDeviations } = counts;
  const of = population.name;
  const doubts: Reason[] = [];
  if (items === 0) doubts.push({ code: 'sample-empty', of });
  else if (examined < items) doubts.push({ code: 'sample-open', of, examined, items });
  if (items > 0 && items < fact.asked) doubts.push({ code: 'sample-small', of, items, asked: fact.asked });
  if (versions > 1) doubts.push({ code: 'sample-spans-versions', of, versions });
  const failures: Reason[] = [];
  if (deviations > 0) {
    failures.push({ code: 'sample-deviates', of, deviations, items, cannotBeExamined: counts.cannotBeExamined });
  }
  if (targetedDeviations > 0) {
    failures.push({ code: 'targeted-deviate', of, deviations: targetedDeviations, items: counts.targeted });
  }
  const systematic = items < 10 ? deviations > 1 : deviations * 20 > items;
  const interim: Reason[] = population.interim ? [{ code: 'interim', through: population.extractedAt }] : [];
  const judged = (state: ProposalKind, ...reasons: Reason[][]): JudgedSample => ({
    fact,
    state,
    reasons: [...reasons.flat(), ...interim],
    doubtful: doubts.length > 0,
  });
  if (systematic) return judged('not-effective', failures, doubts);
  if (doubts.length > 0) return judged('cannot-say', doubts, failures);
  if (failures.length > 0) return judged('effective-with-isolated-deviations', failures);
  return judged('effective', [{ code: 'sample-passes', of, items, population: population.items }]);
}

/** The sample in the words reports use; its size is told, as it must be where something deviates. */
export function sampleSentence({ fact: { counts, population, asked }, state }: JudgedSample): string {
  const { items, examined, deviations, cannotBeExamined, targeted, targetedDeviations } = counts;
  const drawn = `${quantity(items, 'item')} drawn from the ${counted(population.items)} of ${population.name}`;
  const said: string[] = [];
  if (state === 'cannot-say' || examined < items) {
    const few = items < asked ? `; ${counted(asked)} are needed` : '';
    said.push(`Could not be concluded: ${counted(examined)} of ${drawn} were examined${few}.`);
  }
  const found = [
    deviations > 0
      ? `${counted(deviations)} of ${drawn} ${deviations === 1 ? 'deviates' : 'deviate'}${cannotBeExamined > 0 ? `, ${counted(cannotBeExamined)} because it could not be examined` : ''}`
      : '',
    targetedDeviations > 0
      ? `${counted(targetedDeviations)} of ${quantity(targeted, 'targeted item')} ${targetedDeviations === 1 ? 'deviates' : 'deviate'}`
      : '',
  ].filter(Boolean);
  if (found.length > 0) said.push(`Exception noted: ${joined(found)}.`);
  else if (state === 'effective') said.push(`No exceptions noted. All ${drawn} were examined and met the control.`);
  if (population.interim) said.push('Interim: the population was taken before the period had closed.');
  return said.join(' ');
}
