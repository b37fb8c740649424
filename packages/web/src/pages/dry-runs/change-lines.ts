import type { DryRunChanges } from '@tickmark/core';
import { stateWords, type State } from '../../glossary/states.ts';
import { count } from '../../ui/moment.ts';

/** More of a kind are counted. */
const mostNamed = 6;

/** A line for each conclusion that changed. */
export function changeLines({
  parts,
  criteria,
  controls,
}: Pick<DryRunChanges, 'parts' | 'criteria' | 'controls'>): string[] {
  return [
    ...parts.map(({ part, ...states }) => `Opinion on ${part}: ${fromTo(states)}`),
    ...named('criteria', criteria, ({ id }) => id),
    ...named('controls', controls, ({ code }) => code),
  ];
}

function named<T extends Change>(what: string, changes: readonly T[], name: (one: T) => string): string[] {
  const first = changes.slice(0, mostNamed).map((one) => `${name(one)}: ${fromTo(one)}`);
  const left = changes.length - first.length;
  return left === 0 ? first : [...first, `${count(left)} more ${what}`];
}

interface Change {
  before: State | null;
  now: State | null;
}

function fromTo({ before, now }: Change): string {
  if (before === null) return now === null ? '' : `new, ${word(now)}`;
  return now === null ? `${word(before)} before, no longer there` : `from ${word(before)} to ${word(now)}`;
}

function word(state: State): string {
  return `“${stateWords[state].word}”`;
}
