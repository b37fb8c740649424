import type { SampleCounts, SampleDocument, SampleItem, SampleMethod, SampleStep } from './samples.ts';

/** A draw or a step, in the order of their log entries. */
export type SampleEvent = { draw: SampleDocument } | { step: SampleStep };

/**
 * The items of a sample as its draws and steps leave them, in the order in which they came. A targeted
 * item that is drawn later counts as drawn; a later outcome replaces an earlier one, which stays recorded.
 */
export function sampleItems(events: readonly SampleEvent[]): SampleItem[] {
  const items = new Map<string, SampleItem>();
  let draws = 0;
  const add = (key: string, origin: SampleItem['origin'], stratum: string | null): void => {
    const there = items.get(key);
    if (there !== undefined) Object.assign(there, { origin, stratum });
    else items.set(key, { key, origin, stratum, ...untouched() });
  };
  for (const event of events) {
    if ('draw' in event) {
      const strata = strataOf(event.draw);
      event.draw.selected.forEach((key, i) => add(key, draws === 0 ? 'drawn' : 'extension', strata[i] ?? null));
      draws += 1;
      continue;
    }
    const { step } = event;
    if (step.step === 'targeted') {
      for (const key of step.keys) if (!items.has(key)) add(key, 'targeted', null);
      continue;
    }
    const item = items.get(step.key);
    if (item === undefined) continue;
    if (step.step === 'replaced') {
      Object.assign(item, { state: 'void', note: step.reason, replacement: step.replacement });
      if (step.replacement !== null) add(step.replacement, 'replacement', item.stratum);
    } else {
      const { outcome: state, note, evidenceIds } = step;
      Object.assign(item, { state, note, evidenceIds, records: item.records + 1 });
    }
  }
  return [...items.values()];
}

/** Counts of items; what could not be examined is a deviation, and targeted items stand apart. */
export function countSample(items: readonly SampleItem[]): SampleCounts {
  const counts = {
    items: 0,
    examined: 0,
    deviations: 0,
    cannotBeExamined: 0,
    void: 0,
    targeted: 0,
    targetedDeviations: 0,
  };
  for (const { state, origin } of items) {
    const deviates = state === 'deviation' || state === 'cannot-be-examined';
    if (state === 'void') counts.void += 1;
    else if (origin === 'targeted') {
      counts.targeted += 1;
      if (deviates) counts.targetedDeviations += 1;
    } else {
      counts.items += 1;
      if (state !== 'not-examined') counts.examined += 1;
      if (deviates) counts.deviations += 1;
      if (state === 'cannot-be-examined') counts.cannotBeExamined += 1;
    }
  }
  return counts;
}

/** Keys that were drawn, void ones and replacements included: no extension draws them again. */
export function drawnKeys(items: readonly SampleItem[]): string[] {
  return items.filter(({ origin }) => origin !== 'targeted').map(({ key }) => key);
}

/** Items drawn so far from each stratum. */
export function drawnByStratum(items: readonly SampleItem[]): Record<string, number> {
  const drawn: Record<string, number> = {};
  for (const { origin, stratum } of items) {
    if (origin !== 'targeted' && stratum !== null) drawn[stratum] = (drawn[stratum] ?? 0) + 1;
  }
  return drawn;
}

/** Two draws of one sample are made in one and the same way. */
export function sameMethod(
  a: { by: SampleMethod['by']; column: string } | undefined,
  b: { by: SampleMethod['by']; column: string } | undefined,
): boolean {
  return a?.by === b?.by && a?.column === b?.column;
}

function untouched(): Pick<SampleItem, 'state' | 'note' | 'replacement' | 'evidenceIds' | 'records'> {
  return { state: 'not-examined', note: null, replacement: null, evidenceIds: [], records: 0 };
}

/** The stratum of each selected key, by its place. */
function strataOf({ method }: SampleDocument): string[] {
  if (method?.by !== 'strata') return [];
  return method.strata.flatMap(({ value, drawn }) => Array.from({ length: drawn }, () => value));
}
