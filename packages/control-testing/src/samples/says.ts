import { countSample, type SampleDocument, type SampleItem, type SampleLimit } from '@tickmark/core';
import { binomialUpper, hypergeometricUpper } from './limits.ts';

const confidences = ['0.90', '0.95'] as const;

/**
 * What a sample says, as information and never as a conclusion: exact upper limits once every drawn
 * item has an outcome. Targeted and void items are not projected. In strata each stratum has limits of
 * its own; selection B is treated as if drawn from the whole at random, and the sentence says so.
 */
export function whatSampleSays(
  first: SampleDocument,
  items: readonly SampleItem[],
): { sentence: string; limits: SampleLimit[] } {
  const counts = countSample(items);
  const beside =
    counts.targeted === 0 ? '' : ` ${several(counts.targeted, 'targeted item')} beside it say nothing about the rest.`;
  const open = counts.items - counts.examined;
  if (counts.items === 0) return { sentence: `No item of the population is in the sample.${beside}`, limits: [] };
  if (open > 0) {
    const sentence = `${open} of ${several(counts.items, 'drawn item')} have no outcome yet, so nothing can be said of the population.${beside}`;
    return { sentence, limits: [] };
  }
  const found = `${several(counts.items, 'item')}, ${several(counts.deviations, 'deviation')}`;
  const drawn = items.filter(({ origin, state }) => origin !== 'targeted' && state !== 'void');
  if (first.method?.by === 'strata') {
    const limits = first.method.strata.flatMap(({ value, items: population }) => {
      const here = countSample(drawn.filter(({ stratum }) => stratum === value));
      return here.examined === 0 ? [] : [limitOf(value, population, here.examined, here.deviations)];
    });
    const sentence = `${found}, in ${several(limits.length, 'stratum', 'strata')}, each with limits of its own.${beside}`;
    return { sentence, limits };
  }
  const limit = limitOf(null, first.population, counts.examined, counts.deviations);
  const at90 = limit.upper[0];
  const random = first.method?.by === 'time' ? ' if taken as drawn at random from the whole' : '';
  const most =
    at90 === undefined ? '' : ` at 90 % confidence at most ${percent(at90.rate)} of the population deviate${random}`;
  return { sentence: `${found}:${most}. This is information, no conclusion.${beside}`, limits: [limit] };
}

function limitOf(stratum: string | null, population: number, examined: number, deviations: number): SampleLimit {
  const upper = confidences.map((confidence) => {
    const { count, rate } = hypergeometricUpper({ N: population, n: examined, k: deviations, confidence });
    const largePopulationRate = binomialUpper({ n: examined, k: deviations, confidence });
    return { confidence, items: count, rate, largePopulationRate };
  });
  return { stratum, population, examined, deviations, upper };
}

/** Rounded up, so that a limit is never shown lower than it is: 8.8 %. */
function percent(rate: number): string {
  return `${(Math.ceil(rate * 1000 - 1e-9) / 10).toFixed(1)} %`;
}

function several(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
