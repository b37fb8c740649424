import { countSample, sampleAsked, sampleItems, type SampledFact } from '@tickmark/core';
import { findPopulations } from '../populations/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { eventsOf } from './events.ts';
import { stepsOfSamples } from './step-store.ts';
import { samplesOf } from './store.ts';

/** The samples of an engagement as a dry run weighs them, with what examining their items showed so far. */
export async function sampledFacts(tx: Tx, organizationId: string, engagementId: string): Promise<SampledFact[]> {
  const draws = await samplesOf(tx, organizationId, engagementId);
  const firsts = draws.filter(({ firstId }) => firstId === null);
  const steps = await stepsOfSamples(
    tx,
    organizationId,
    firsts.map(({ id }) => id),
  );
  const populations = await findPopulations(tx, organizationId, [...new Set(firsts.map((s) => s.populationId))]);
  return firsts.map((first) => {
    const population = populations.find(({ id }) => id === first.populationId);
    if (population === undefined) throw new TypeError('A sample was drawn from a population that is not there.');
    const { kind, version, manifest } = population;
    const events = eventsOf(
      draws.filter(({ id, firstId }) => id === first.id || firstId === first.id),
      steps.filter(({ document }) => document.sample === first.id),
    );
    return {
      id: first.id,
      control: first.control,
      sha256: first.sha256,
      population: {
        kind,
        version,
        name: manifest.name,
        items: manifest.rows,
        interim: manifest.interim,
        extractedAt: manifest.extractedAt,
      },
      asked: sampleAsked(first.document),
      events: events.length,
      counts: countSample(sampleItems(events)),
    };
  });
}
