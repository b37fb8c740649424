import type { BundleManifest } from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledLog } from './log.ts';

/**
 * Verifies that each population was taken when it could be: state within its period (EL22), events
 * after its end or marked interim (EL23). Returns what a reader should know and what is no fault.
 */
export function checkTiming(manifest: BundleManifest): string[] {
  const warnings: string[] = [];
  for (const { path, entry, manifest: stated } of manifest.populations) {
    if (stated.period === null) continue;
    const { from, to } = stated.period;
    const day = localDate(stated.extractedAt, stated.timeZone);
    if (stated.shape === 'state' && (day < from || day > to)) {
      throw new DoesNotHold(
        'EL22',
        `${path} (${stated.kind}) was observed on ${day}, outside its period ${from} to ${to}.`,
        { entry, path },
      );
    }
    const interim = stated.shape === 'events' && day <= to;
    if (interim !== stated.interim) {
      const says = stated.interim ? 'is marked interim and is not' : 'is not marked interim';
      throw new DoesNotHold(
        'EL23',
        `${path} (${stated.kind}) was taken on ${day} for a period that ends on ${to}; it ${says}.`,
        { entry, path },
      );
    }
    if (interim)
      warnings.push(
        `${stated.name} (${stated.kind}) is interim: it was taken on ${day}, before the period closed on ${to}.`,
      );
    if (stated.rejected.count > 0)
      warnings.push(`${stated.name} (${stated.kind}) left out ${stated.rejected.count} rows that could not be read.`);
  }
  return warnings;
}

/** What the log names for this engagement and the bundle leaves out: older versions, as a rule. */
export function leftOut(manifest: BundleManifest, log: BundledLog): string[] {
  const bundled = new Set(
    [
      ...manifest.populations,
      ...(manifest.reconciliations ?? []).flatMap((each) => [each, ...each.resolutions]),
      ...manifest.results,
      ...manifest.samples,
      ...manifest.sampleSteps,
    ].map(({ entry }) => entry),
  );
  const definitions = new Set<unknown>(manifest.definitions.map(({ id }) => id));
  const samples = new Set<unknown>(manifest.samples.map(({ id }) => id));
  const counts = new Map<string, number>();
  for (const [entry, { op, facts }] of log.sealed) {
    const what = leavable[op];
    if (what === undefined || bundled.has(entry)) continue;
    const ours =
      op === 'tests.result'
        ? definitions.has(facts.testId)
        : what === 'step'
          ? samples.has(facts.sampleId)
          : facts.engagementId === manifest.engagement.id;
    if (ours) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(
    ([what, count]) =>
      `The log names ${count} more ${what}${count === 1 ? '' : 's'} of ${what === 'step' ? 'these samples' : 'this engagement'} that ${count === 1 ? 'is' : 'are'} not in the bundle.`,
  );
}

const leavable: Record<string, string | undefined> = {
  'populations.freeze': 'frozen population',
  'populations.reconciled': 'reconciliation',
  'populations.resolve-difference': 'resolution of differences',
  'tests.result': 'result',
  'samples.draw': 'sample',
  'samples.extend': 'sample',
  'samples.add-targeted': 'step',
  'samples.replace-void': 'step',
  'samples.record': 'step',
};

/** The calendar date of an instant in a time zone: `2026-11-23`. */
function localDate(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}
