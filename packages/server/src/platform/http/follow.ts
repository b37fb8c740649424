import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyOperation } from '@tickmark/core';
import type { Outcome } from './respond.ts';

const longestWaitMs = 25_000;
const betweenLooksMs = 250;

/**
 * A read whose input says `changedSince` waits for news: it is read again, each time in a
 * transaction of its own, until `change` of the output is greater or 25 seconds are over. Nothing is
 * held in between; the embedded database has one session for everybody.
 */
export async function followChanges(
  operation: AnyOperation,
  input: unknown,
  signal: AbortSignal,
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const since = numberAt(input, 'changedSince');
  const end = performance.now() + longestWaitMs;
  for (;;) {
    const outcome = await read();
    if (operation.effect !== 'read' || since === undefined || signal.aborted) return outcome;
    const change = numberAt(outcome.output, 'change');
    if (change === undefined || change > since || performance.now() >= end) return outcome;
    await sleep(betweenLooksMs, undefined, { signal }).catch(() => undefined);
  }
}

function numberAt(value: unknown, name: string): number | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'number' ? found : undefined;
}
