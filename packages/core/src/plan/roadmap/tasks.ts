import type { Axis } from './axis.ts';

/** A plan item as it is scheduled: days are numbers of working days, work is in tenths of a person-day. */
export interface Task {
  id: string;
  /** Breaks ties; no two tasks have the same. */
  number: number;
  /** Units of work that are left; more than 0. */
  work: number;
  /** Of who does it. */
  owner: string;
  /** First working day on which it can be worked on. */
  notBefore: number;
  /** Last working day on which it is in time; null where it has none. */
  due: number | null;
  /** What has to have ended before, and how many working days lie in between. */
  after: readonly { id: string; lag: number }[];
  /** It was begun, and goes before what was not. */
  begun: boolean;
  /** The examined days wait for it. */
  gates: boolean;
}

/** A task in its place: units of its owner, the first included and the last not, and the days that they lie on. */
export interface Placed {
  from: number;
  to: number;
  start: number;
  finish: number;
}

export type Axes = ReadonlyMap<string, Axis>;

/** The tasks that wait for each. */
export function followers(tasks: readonly Task[]): Map<string, { task: Task; lag: number }[]> {
  const found = new Map<string, { task: Task; lag: number }[]>(tasks.map(({ id }) => [id, []]));
  for (const task of tasks) for (const { id, lag } of task.after) found.get(id)?.push({ task, lag });
  return found;
}

/** Those on which the examined days wait: the gating ones, and whatever these wait for. */
export function gatingClosure(tasks: readonly Task[]): Set<string> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Set<string>();
  const open = tasks.filter(({ gates }) => gates).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const task = byId.get(id);
    if (task === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...task.after.map((each) => each.id));
  }
  return found;
}
