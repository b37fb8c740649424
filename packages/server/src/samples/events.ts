import type { KeptStep, Sample, SampleEvent } from '@tickmark/core';

/** Draws and steps of one sample in the order of their log entries. */
export function eventsOf(draws: readonly Sample[], steps: readonly KeptStep[]): SampleEvent[] {
  const events = [
    ...draws.map(({ entryIndex, document }) => ({ entryIndex, event: { draw: document } })),
    ...steps.map(({ entryIndex, document }) => ({ entryIndex, event: { step: document } })),
  ];
  return events.sort((a, b) => a.entryIndex - b.entryIndex).map(({ event }) => event);
}
