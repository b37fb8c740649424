import { furthestDay } from './calendar.ts';
import type { Axis } from './axis.ts';
import { followers, gatingClosure, type Axes, type Placed, type Task } from './tasks.ts';

/** What can be said of tasks whose circles are taken out, each with an owner, work and time to do it. */
export interface Schedule {
  placed: ReadonlyMap<string, Placed>;
  /** As if nobody had more than one thing to do: where each would lie by dependencies, dates and absences alone. */
  alone: ReadonlyMap<string, Placed>;
  /** What would end further ahead than is looked, and what waits for it. */
  beyond: ReadonlySet<string>;
  /** In which order each person does what is theirs. */
  rows: ReadonlyMap<string, readonly string[]>;
}

/**
 * When each task is done, as early as can be under dependencies, first days, and one thing at a time for each person.
 *
 * Which order ends soonest is NP-hard (Blazewicz, Lenstra, Rinnooy Kan, Discrete Applied Mathematics 5, 1983). This is the
 * serial schedule generation scheme (Kolisch, European Journal of Operational Research 90, 1996): each task in turn takes the
 * first time of its owner into which it fits whole. Turns go by three rules, what was begun first in each: the least latest
 * finish, the earliest start, the most work that waits behind it. Of the three schedules the one counts in which what
 * gates ends first, and of these the first. Nothing says that no other order ends sooner, except where the end is that of
 * {@link leastEnd}. The same tasks give the same schedule.
 *
 * `tasks` have no circle, and wait for none but each other.
 */
export function schedule(tasks: readonly Task[], axes: Axes): Schedule {
  const next = followers(tasks);
  const ordered = byDependency(tasks, next);
  const beyond = new Set<string>();
  const alone = placeAlone(ordered, axes, beyond);
  const latest = latestAlone(ordered, axes, alone, next);
  const behind = workBehind(ordered, next);
  const gating = gatingClosure(tasks);
  const finishOf = ({ id }: Task): number => latest.get(id)?.finish ?? 0;
  const startOf = ({ id }: Task): number => latest.get(id)?.start ?? 0;
  const soonestOf = ({ id }: Task): number => alone.get(id)?.from ?? 0;
  const behindOf = ({ id }: Task): number => behind.get(id) ?? 0;
  const rules: Rule[] = [
    (a, b) => finishOf(a) - finishOf(b) || startOf(a) - startOf(b),
    (a, b) => soonestOf(a) - soonestOf(b) || finishOf(a) - finishOf(b),
    (a, b) => Number(gating.has(b.id)) - Number(gating.has(a.id)) || behindOf(b) - behindOf(a),
  ];
  const found = rules.map((rule) => handOut(tasks, next, { axes, never: beyond, rule }));
  const [first, ...others] = found.map((each) => ({ each, end: endOf(each, gating) }));
  if (first === undefined) throw new Error('There is no rule.');
  const best = others.reduce((least, other) => (other.end < least.end ? other : least), first);
  return { ...best.each, alone };
}

type Rule = (a: Task, b: Task) => number;
type Followers = ReturnType<typeof followers>;

/** The last day of what gates, or of all where nothing does; what has no place ends never. */
function endOf({ placed, beyond }: Pick<Schedule, 'placed' | 'beyond'>, gating: ReadonlySet<string>): number {
  const counts = [...(gating.size === 0 ? [...placed.keys(), ...beyond] : gating)];
  return counts.reduce((end, id) => Math.max(end, placed.get(id)?.finish ?? Infinity), -1);
}

/** Gives each task in turn its place. `never` has no end whatever the order. */
function handOut(
  tasks: readonly Task[],
  next: Followers,
  { axes, never, rule }: { axes: Axes; never: ReadonlySet<string>; rule: Rule },
): Omit<Schedule, 'alone'> {
  const beyond = new Set(never);
  const waits = new Map(tasks.map(({ id, after }) => [id, after.length]));
  const queue = new Queue((a, b) => Number(b.begun) - Number(a.begun) || rule(a, b) || a.number - b.number);
  for (const task of tasks) if (task.after.length === 0) queue.add(task);
  const placed = new Map<string, Placed>();
  const taken = new Map<string, Taken[]>();
  for (let task = queue.take(); task !== undefined; task = queue.take()) {
    const waitsInVain = beyond.has(task.id) || task.after.some(({ id }) => beyond.has(id));
    const place = waitsInVain ? null : fit(task, axes, placed, taken);
    if (place === null) beyond.add(task.id);
    else placed.set(task.id, place);
    for (const { task: follower } of next.get(task.id) ?? []) {
      const left = (waits.get(follower.id) ?? 0) - 1;
      waits.set(follower.id, left);
      if (left === 0) queue.add(follower);
    }
  }
  const rows = new Map([...taken].map(([owner, row]) => [owner, row.map(({ id }) => id)]));
  return { placed, beyond, rows };
}

/** Work of each task with the longest that waits behind it. */
function workBehind(ordered: readonly Task[], next: Followers): Map<string, number> {
  const found = new Map<string, number>();
  for (const { id, work } of ordered.toReversed()) {
    const longest = (next.get(id) ?? []).reduce((most, { task }) => Math.max(most, found.get(task.id) ?? 0), 0);
    found.set(id, work + longest);
  }
  return found;
}

/** Each after all that it waits for. */
function byDependency(tasks: readonly Task[], next: Followers): Task[] {
  const waits = new Map(tasks.map(({ id, after }) => [id, after.length]));
  const ordered = tasks.filter(({ after }) => after.length === 0);
  for (let place = 0; place < ordered.length; place += 1) {
    for (const { task } of next.get(ordered[place]?.id ?? '') ?? []) {
      const left = (waits.get(task.id) ?? 0) - 1;
      waits.set(task.id, left);
      if (left === 0) ordered.push(task);
    }
  }
  if (ordered.length !== tasks.length)
    throw new Error('Tasks wait for each other in a circle, or for what is no task.');
  return ordered;
}

function axisOf(axes: Axes, { owner }: Task): Axis {
  const axis = axes.get(owner);
  if (axis === undefined || axis.perDay <= 0) throw new Error(`Nothing is known of the time of ${owner}.`);
  return axis;
}

/** The first working day on which a task can be worked on, by its own first day and what it waits for. */
export function earliestDay(task: Task, placed: ReadonlyMap<string, Placed>): number {
  return task.after.reduce(
    (day, { id, lag }) => Math.max(day, (placed.get(id)?.finish ?? -1) + 1 + lag),
    Math.max(0, task.notBefore),
  );
}

function placeAt(axis: Axis, from: number, work: number): Placed | null {
  const start = axis.dayOf(from);
  const finish = axis.dayOf(from + work - 1);
  if (start === null || finish === null || finish > furthestDay) return null;
  return { from, to: from + work, start, finish };
}

function placeAlone(ordered: readonly Task[], axes: Axes, beyond: Set<string>): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const task of ordered) {
    const axis = axisOf(axes, task);
    const waitsInVain = task.after.some(({ id }) => beyond.has(id));
    const day = earliestDay(task, placed);
    const place = waitsInVain || day > furthestDay ? null : placeAt(axis, axis.before(day), task.work);
    if (place === null) beyond.add(task.id);
    else placed.set(task.id, place);
  }
  return placed;
}

interface Latest {
  /** The last working day on which it could end. */
  finish: number;
  start: number;
}

/**
 * Latest days by dependencies and due dates alone. What gates ends by the day on which all of it could have ended; anything
 * else comes after all work and all due dates, so that it never goes before what gates unless a due date asks for that.
 */
function latestAlone(
  ordered: readonly Task[],
  axes: Axes,
  alone: ReadonlyMap<string, Placed>,
  next: Followers,
): Map<string, Latest> {
  const gating = gatingClosure(ordered);
  const end = Math.max(0, ...ordered.filter(({ id }) => gating.has(id)).map(({ id }) => alone.get(id)?.finish ?? 0));
  const ends = ordered.map(({ id, due }) => Math.max(alone.get(id)?.finish ?? 0, due ?? 0));
  const last = ends.reduce((latest, day) => Math.max(latest, day), end) + ordered.length;
  const found = new Map<string, Latest>();
  for (const task of ordered.toReversed()) {
    const own = Math.min(gating.has(task.id) ? end : last, task.due ?? Infinity);
    const finish = (next.get(task.id) ?? []).reduce(
      (day, { task: follower, lag }) => Math.min(day, (found.get(follower.id)?.start ?? last) - 1 - lag),
      own,
    );
    const axis = axisOf(axes, task);
    found.set(task.id, { finish, start: axis.dayOf(axis.until(finish) - task.work) ?? finish });
  }
  return found;
}

interface Taken {
  id: string;
  from: number;
  to: number;
}

/** The first time of its owner that holds the task whole; null where there is none as far as is looked. */
function fit(task: Task, axes: Axes, placed: ReadonlyMap<string, Placed>, taken: Map<string, Taken[]>): Placed | null {
  const axis = axisOf(axes, task);
  const day = earliestDay(task, placed);
  if (day > furthestDay) return null;
  const row = taken.get(task.owner) ?? [];
  taken.set(task.owner, row);
  let from = axis.before(day);
  let at = firstEndingAfter(row, from);
  for (let next = row[at]; next !== undefined && next.from < from + task.work; next = row[at]) {
    from = Math.max(from, next.to);
    at += 1;
  }
  const place = placeAt(axis, from, task.work);
  if (place !== null) row.splice(at, 0, { id: task.id, from, to: place.to });
  return place;
}

function firstEndingAfter(row: readonly Taken[], unit: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.to ?? 0) > unit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A binary heap: the least of what was added comes first. */
class Queue {
  readonly #less: (a: Task, b: Task) => number;
  readonly #heap: Task[] = [];

  constructor(less: (a: Task, b: Task) => number) {
    this.#less = less;
  }

  add(task: Task): void {
    this.#heap.push(task);
    let at = this.#heap.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfLess(at, above)) break;
      at = above;
    }
  }

  take(): Task | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      const [a, b] = [this.#heap[left], this.#heap[right]];
      if (a === undefined) return first;
      const least = b !== undefined && this.#less(b, a) < 0 ? right : left;
      if (!this.#swapIfLess(least, at)) return first;
      at = least;
    }
  }

  #swapIfLess(at: number, above: number): boolean {
    const [a, b] = [this.#heap[at], this.#heap[above]];
    if (a === undefined || b === undefined || this.#less(a, b) >= 0) return false;
    this.#heap[at] = b;
    this.#heap[above] = a;
    return true;
  }
}

/**
 * No order of work lets all of these tasks end before this working day; -1 where there are none. The greater of where the
 * last of them would end alone, and where each person would end who begins what is open from some day on no sooner than
 * that day and rests never: time that a person cannot have, whatever the order (Carlier and Pinson, Management Science 35, 1989,
 * section on bounds of one machine).
 */
export function leastEnd(tasks: readonly Task[], axes: Axes, alone: ReadonlyMap<string, Placed>): number {
  let least = -1;
  for (const owner of new Set(tasks.map((task) => task.owner))) {
    const own = tasks.filter((task) => task.owner === owner);
    const axis = axes.get(owner);
    if (axis === undefined) continue;
    const placed = own.flatMap(({ id, work }) => {
      const place = alone.get(id);
      return place === undefined ? [] : [{ from: place.from, finish: place.finish, work }];
    });
    let sum = 0;
    for (const { from, finish, work } of placed.toSorted((a, b) => b.from - a.from)) {
      sum += work;
      least = Math.max(least, finish, axis.dayOf(from + sum - 1) ?? finish);
    }
  }
  return least;
}
