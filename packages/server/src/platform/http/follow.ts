import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyOperation } from '@tickmark/core';
import type { News } from '../jobs/index.ts';
import type { Outcome } from './respond.ts';

const longestWaitMs = 25_000;

/**
 * A read whose input says `changedSince` waits for news: it is read again, each time in a
 * transaction of its own, until `change` of the output is greater or 25 seconds are over: at once at
 * news of this process, and four times a second for what another one does. Nothing is held in
 * between; the embedded database has one session for everybody.
 */
export async function followChanges(
  operation: AnyOperation,
  input: unknown,
  signal: AbortSignal,
  news: News,
  read: () => Promise<Outcome>,
  betweenLooksMs = 250,
): Promise<Outcome> {
  const since = numberAt(input, 'changedSince');
  const end = performance.now() + longestWaitMs;
  for (;;) {
    const next = news.next;
    const outcome = await read();
    if (operation.effect !== 'read' || since === undefined || signal.aborted) return outcome;
    const change = numberAt(outcome.output, 'change');
    if (change === undefined || change > since || performance.now() >= end) return outcome;
    await soonerOf(next, betweenLooksMs, signal);
  }
}

/** Ends with the news, after the time, or by the signal, and leaves no timer behind. */
async function soonerOf(news: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const told = new AbortController();
  const time = sleep(ms, undefined, { signal: AbortSignal.any([signal, told.signal]) }).catch(() => undefined);
  await Promise.race([news, time]);
  told.abort();
}

function numberAt(value: unknown, name: string): number | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'number' ? found : undefined;
}
