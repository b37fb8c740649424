import type { DryRunChanges, DryRunDocument } from './dry-runs.ts';

/** What two dry runs of one engagement conclude differently, in the order of the later one. */
export function changedConclusions(
  before: DryRunDocument,
  now: DryRunDocument,
): Pick<DryRunChanges, 'criteria' | 'controls' | 'parts'> {
  return {
    criteria: changed(before.criteria, now.criteria, (c) => [c.id, c.state]).map(([id, states]) => ({ id, ...states })),
    controls: changed(before.controls, now.controls, (c) => [c.code, c.state]).map(([code, states]) => ({
      code,
      ...states,
    })),
    parts: changed(before.parts, now.parts, (p) => [p.part, p.forecast]).map(([part, states]) => ({ part, ...states })),
  };
}

/** What has another state now than before, by name, in the order of the later ones. */
export function changed<T, Name extends string, State>(
  before: readonly T[],
  now: readonly T[],
  read: (one: T) => [Name, State],
): [Name, { before: State | null; now: State | null }][] {
  const earlier = new Map(before.map(read));
  const later = new Map(now.map(read));
  const names = new Set([...later.keys(), ...earlier.keys()]);
  return [...names].flatMap((name) => {
    const states = { before: earlier.get(name) ?? null, now: later.get(name) ?? null };
    return states.before === states.now ? [] : [[name, states]];
  });
}
