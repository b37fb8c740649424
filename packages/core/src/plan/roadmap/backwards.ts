import type { Axes, Placed, Task } from './tasks.ts';
import { followers } from './tasks.ts';
import type { Schedule } from './schedule.ts';

/**
 * The last working day on which each placed task can end, in this order of work, so that none ends after its own `lastDay`.
 * Infinity where nothing bounds it.
 */
export function latestFinishes(
  tasks: readonly Task[],
  axes: Axes,
  { placed, rows }: Pick<Schedule, 'placed' | 'rows'>,
  lastDay: (task: Task) => number,
): Map<string, number> {
  const next = followers(tasks);
  const nextInRow = new Map([...rows.values()].flatMap((row) => row.map((id, at) => [id, row[at + 1]] as const)));
  const byStart = tasks.filter(({ id }) => placed.has(id)).toSorted((a, b) => order(placed, b) - order(placed, a));
  const latestFrom = new Map<string, number>();
  const found = new Map<string, number>();
  for (const task of byStart) {
    const axis = axes.get(task.owner);
    if (axis === undefined) continue;
    let day = lastDay(task);
    for (const { task: follower, lag } of next.get(task.id) ?? []) {
      const from = latestFrom.get(follower.id) ?? Infinity;
      const start = from === Infinity ? Infinity : (axes.get(follower.owner)?.dayOf(from) ?? Infinity);
      day = Math.min(day, start - 1 - lag);
    }
    const after = nextInRow.get(task.id);
    const until = after === undefined ? Infinity : (latestFrom.get(after) ?? Infinity);
    const to = Math.min(day === Infinity ? Infinity : axis.until(day), until);
    latestFrom.set(task.id, to - task.work);
    found.set(task.id, to === Infinity ? Infinity : (axis.dayOf(to - 1) ?? Infinity));
  }
  return found;
}

/** Whatever waits for a task begins on a later day, and what follows in a row begins at a later unit. */
function order(placed: ReadonlyMap<string, Placed>, { id }: Task): number {
  const place = placed.get(id);
  return place === undefined ? 0 : place.start * 1e6 + place.from;
}

/** Why a task begins no sooner. */
export type Binding =
  | { kind: 'dependency'; id: string }
  | { kind: 'person'; id: string }
  | { kind: 'not-before' }
  | { kind: 'today' };

/** What a task waited for last: the task before it in its owner's row, one that it depends on, its own first day, or nothing. */
export function bindingOf(task: Task, axes: Axes, { placed, rows }: Pick<Schedule, 'placed' | 'rows'>): Binding {
  const own = placed.get(task.id);
  const axis = axes.get(task.owner);
  if (own === undefined || axis === undefined) return { kind: 'today' };
  const row = rows.get(task.owner) ?? [];
  const previous = row[row.indexOf(task.id) - 1];
  const dependencies = task.after
    .map(({ id, lag }) => ({ id, day: (placed.get(id)?.finish ?? -1) + 1 + lag }))
    .toSorted((a, b) => b.day - a.day);
  const [last] = dependencies;
  const first = Math.max(0, task.notBefore, last?.day ?? 0);
  if (previous !== undefined && own.from > axis.before(first)) return { kind: 'person', id: previous };
  if (last !== undefined && last.day >= Math.max(1, task.notBefore)) return { kind: 'dependency', id: last.id };
  return task.notBefore > 0 ? { kind: 'not-before' } : { kind: 'today' };
}

/** Back from a task over what each waited for last, the first at the beginning. */
export function chainTo(
  id: string,
  tasks: ReadonlyMap<string, Task>,
  axes: Axes,
  placed: Pick<Schedule, 'placed' | 'rows'>,
): { id: string; binding: Binding }[] {
  const chain: { id: string; binding: Binding }[] = [];
  for (let task = tasks.get(id); task !== undefined;) {
    const binding = bindingOf(task, axes, placed);
    chain.unshift({ id: task.id, binding });
    task = 'id' in binding ? tasks.get(binding.id) : undefined;
  }
  return chain;
}
