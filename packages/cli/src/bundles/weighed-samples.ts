import {
  countSample,
  isReplaced,
  judgeSample,
  sampleAsked,
  sampleItems,
  sampleSentence,
  type BundleManifest,
  type DryRunDocument,
  type SampledFact,
} from '@tickmark/core';
import { canonicalText } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledSamples } from './samples.ts';

/**
 * Verifies that the dry run weighed samples as their draws and steps leave them (CN34), and weighed each that
 * its log entry names and that speaks of a control it concludes on. Answers a warning for each that had been
 * drawn and is not named there: a draw can fall together with the dry run.
 */
export function checkWeighedSamples(
  document: DryRunDocument,
  named: readonly string[],
  manifest: BundleManifest,
  bundled: BundledSamples,
): string[] {
  const { entry, path } = manifest.dryRun;
  const refuse = (message: string): never => {
    throw new DoesNotHold('CN34', message, { entry, path });
  };
  // A document from before samples were weighed says nothing of them.
  if (!document.controls.some(({ samples }) => samples)) return [];
  const firsts = manifest.samples.filter((sample) => sample.firstId === undefined && sample.entry < entry);
  const facts = firsts.map((sample) => factOf(sample, manifest, bundled));
  for (const control of document.controls) {
    const versions = control.versions?.length ?? 0;
    for (const weighed of control.samples ?? []) {
      const fact = facts.find(({ id }) => id === weighed.id)?.upTo(weighed.events);
      if (fact === undefined || fact.control !== control.code || !named.includes(weighed.id))
        return refuse(`The dry run weighs the sample ${weighed.id} for ${control.code}, which was not drawn for it.`);
      const judged = judgeSample(fact, versions);
      const { sha256, population, counts, events } = fact;
      const again = {
        id: fact.id,
        sha256,
        population: population.name,
        proposal: judged.state,
        sentence: sampleSentence(judged),
        interim: population.interim,
        events,
        counts,
      };
      if (canonicalText(again) !== canonicalText(weighed))
        refuse(`The dry run says of a sample of ${control.code} what its draws and steps do not: ${weighed.sentence}`);
    }
    const all = facts.filter(({ id }) => named.includes(id)).map(({ upTo }) => upTo());
    const left = all.find(
      (fact) =>
        fact.control === control.code &&
        !isReplaced(fact, all) &&
        !(control.samples ?? []).some(({ id }) => id === fact.id),
    );
    if (left) refuse(`The dry run leaves out the sample of ${left.population.name} drawn for ${control.code}.`);
  }
  return facts
    .filter(({ id }) => !named.includes(id))
    .map(({ upTo }) => upTo())
    .map(
      ({ control, population }) =>
        `A sample of ${population.name} was drawn for ${control} before the dry run, which did not weigh it.`,
    );
}

/** Samples as the dry run weighed them, after so many of their draws and steps each. */
export function samplesWeighed(
  weighed: readonly { id: string; events: number }[],
  manifest: BundleManifest,
  bundled: BundledSamples,
): SampledFact[] {
  return weighed.map(({ id, events }) => {
    const first = manifest.samples.find((sample) => sample.id === id && sample.firstId === undefined);
    if (first !== undefined) return factOf(first, manifest, bundled).upTo(events);
    const { entry, path } = manifest.dryRun;
    throw new DoesNotHold('EL134', `The dry run was concluded from the sample ${id}, which is not in the bundle.`, {
      entry,
      path,
    });
  });
}

interface BundledFact {
  id: string;
  /** The sample after so many of its draws and steps; after those before the dry run without a number. */
  upTo(events?: number): SampledFact;
}

function factOf(
  sample: BundleManifest['samples'][number],
  manifest: BundleManifest,
  bundled: BundledSamples,
): BundledFact {
  const population = manifest.populations.find(({ id }) => id === sample.population);
  if (population === undefined) throw new Error(`${sample.path} was verified without its population.`);
  const { name, kind, rows, interim, extractedAt } = population.manifest;
  const placed = [
    ...manifest.samples
      .filter(({ id, firstId }) => id === sample.id || firstId === sample.id)
      .map(({ id, entry }) => ({ entry, event: { draw: known(bundled.documents.get(id)) } })),
    ...manifest.sampleSteps
      .filter((step) => step.sample === sample.id)
      .map(({ id, entry }) => ({ entry, event: { step: known(bundled.steps.get(id)) } })),
  ]
    .filter(({ entry }) => entry < manifest.dryRun.entry)
    .sort((a, b) => a.entry - b.entry)
    .map(({ event }) => event);
  return {
    id: sample.id,
    upTo: (events = placed.length) => ({
      id: sample.id,
      control: sample.control,
      sha256: sample.sha256,
      population: { kind, version: population.version, name, items: rows, interim, extractedAt },
      asked: sampleAsked(known(bundled.documents.get(sample.id))),
      events: Math.min(events, placed.length),
      counts: countSample(sampleItems(placed.slice(0, events))),
    }),
  };
}

function known<T>(document: T | undefined): T {
  if (document === undefined) throw new Error('A sample was verified without its documents.');
  return document;
}
