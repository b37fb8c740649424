import { byText } from '../../reasons/index.ts';
import type { EngagementTerms } from '../../engagements/index.ts';
import type { Severity } from '../../readiness/index.ts';
import { planCode, unsettledStates, type EffortSource, type PlanState } from '../words.ts';
import { Axis, unitsOfDay, unitsPerDay } from './axis.ts';
import { bindingOf, chainTo, latestFinishes } from './backwards.ts';
import { WorkCalendar } from './calendar.ts';
import { circlesIn, wayAround } from './circles.ts';
import { findingsOf } from './findings.ts';
import { leastEnd, schedule, type Schedule } from './schedule.ts';
import type { PersonTime, Roadmap, RoadmapPhase, ScheduledItem, UnscheduledItem, Way } from './shapes.ts';
import { gatingClosure, type Axes, type Task } from './tasks.ts';
import { unscheduledOf } from './unscheduled.ts';
import { beginAfter, beginFor, firstExamined, readyBefore, wayFrom } from './way.ts';

/** An item as the roadmap reckons with it. */
export interface RoadmapItem {
  id: string;
  number: number;
  title: string;
  /** null where nobody said how grave it is; the examined days wait for it then. */
  severity: Severity | null;
  owner: string | null;
  /** Working days of one person that are left; null where nobody said. */
  effortDays: number | null;
  effortSource: EffortSource;
  notBefore: string | null;
  dueOn: string | null;
  after: readonly { id: string; lagDays: number }[];
  /** As of today: an acceptance that has expired is open. */
  state: PlanState;
}

export interface RoadmapInput {
  /** In the time zone of the organization. */
  today: string;
  terms: EngagementTerms;
  /** Wished date of the report. */
  wish: string | null;
  /** Whether two weeks are left for a dry run before the examined days. */
  dryRun: boolean;
  holidays: readonly string[];
  /** Everybody who owns an item. */
  people: readonly PersonTime[];
  items: readonly RoadmapItem[];
}

/** Days of a week that are taken where nobody said. */
export const assumedDaysPerWeek = 5;

/** What an unknown severity, a critical and a high one have in common: with such a gap open a Type 2 does not begin. */
export function gatesExamination(severity: Severity | null): boolean {
  return severity === null || severity === 'critical' || severity === 'high';
}

/** What is reckoned with, once dates are days and efforts are work. */
export interface Reckoned {
  input: RoadmapInput;
  calendar: WorkCalendar;
  axes: Axes;
  open: ReadonlyMap<string, RoadmapItem>;
  /** Those of which the days of the examination wait, unscheduled ones too. */
  gating: ReadonlySet<string>;
  circles: readonly string[][];
  tasks: readonly Task[];
  plan: Schedule;
  unscheduled: readonly UnscheduledItem[];
  /** Last working day of what the examined days wait for; -1 where they wait for nothing that has a place. */
  ready: number;
  /** The same, sooner than which no order of work ends. */
  least: number;
  unknown: readonly string[];
}

/**
 * A dated roadmap of a plan: when each item is done, what is impossible and why, and when the report can be there. The same
 * input gives the same roadmap. It changes nothing, so any input may be tried.
 */
export function computeRoadmap(given: RoadmapInput): Roadmap {
  const input = { ...given, items: given.items.toSorted((a, b) => a.number - b.number) };
  const reckoned = reckon(input);
  const { calendar, axes, open, gating, tasks, plan, ready, least, unknown } = reckoned;
  const { today, wish, terms } = input;
  const byId = new Map(tasks.map((task) => [task.id, task]));

  const readyDate = ready < 0 ? null : calendar.dateOf(ready);
  const leastDate = least < 0 ? today : calendar.dateOf(least);
  const earliest = unknown.length > 0 ? null : wayAfter(input, readyDate);
  const drafted = wayFrom(input, firstExamined(terms), today);
  const wished = wish === null ? null : wishedWay(input, wish);
  const readyBy = wished?.readyBy ?? readyBefore(input, firstExamined(terms));

  const scheduled = tasks.filter(({ id }) => plan.placed.has(id));
  const whole = scheduled.some(({ id }) => gating.has(id)) ? scheduled.filter(({ id }) => gating.has(id)) : scheduled;
  const bound = new Set(whole.map(({ id }) => id));
  const end = whole.reduce((day, { id }) => Math.max(day, plan.placed.get(id)?.finish ?? -1), -1);
  const untilEnd = latestFinishes(tasks, axes, plan, ({ id }) => (bound.has(id) ? end : Infinity));
  const target = calendar.onOrBefore(readyBy);
  const untilLate = latestFinishes(tasks, axes, plan, ({ id, due }) =>
    Math.min(due ?? Infinity, gating.has(id) ? target : Infinity),
  );

  const items = scheduled
    .map((task): ScheduledItem => {
      const { start, finish } = plan.placed.get(task.id) ?? { start: 0, finish: 0 };
      const latest = untilLate.get(task.id) ?? Infinity;
      const binding = bindingOf(task, axes, plan);
      return {
        id: task.id,
        code: planCode(task.number),
        start: calendar.dateOf(start),
        finish: calendar.dateOf(finish),
        alone: calendar.dateOf(plan.alone.get(task.id)?.finish ?? finish),
        latestFinish: latest === Infinity ? null : calendar.dateOf(latest),
        floatDays: latest === Infinity ? null : latest - finish,
        critical: (untilEnd.get(task.id) ?? Infinity) <= finish,
        gates: gating.has(task.id),
        late: task.due !== null && finish > task.due,
        waitsFor: { kind: binding.kind, item: 'id' in binding ? binding.id : null },
      };
    })
    .toSorted((a, b) => byText(a.start, b.start) || (byId.get(a.id)?.number ?? 0) - (byId.get(b.id)?.number ?? 0));

  const last = whole
    .filter(({ id }) => plan.placed.get(id)?.finish === end)
    .toSorted((a, b) => (plan.placed.get(b.id)?.to ?? 0) - (plan.placed.get(a.id)?.to ?? 0) || a.number - b.number)[0];
  const criticalPath = last === undefined ? [] : chainTo(last.id, byId, axes, plan).map(({ id }) => id);

  const told = {
    today,
    items,
    unscheduled: [...reckoned.unscheduled],
    circles: reckoned.circles.map((circle) => [...circle]),
    settled: input.items.length - open.size,
    people: loadsOf(reckoned),
    ready: {
      on: unknown.length > 0 ? null : (readyDate ?? today),
      notBefore: leastDate,
      shortest: unknown.length === 0 && ready === least,
      unknown: [...unknown],
    },
    readyBy,
    earliest,
    drafted,
    wished,
    criticalPath,
    help: unknown.length > 0 ? [] : helpFor(reckoned, criticalPath),
  };
  return { ...told, ...findingsOf(reckoned, told) };
}

function reckon(input: RoadmapInput): Reckoned {
  const calendar = new WorkCalendar(input.today, input.holidays);
  const axes = axesOf(input, calendar);
  const open = new Map(input.items.filter(isUnsettled).map((item) => [item.id, item]));
  const waiting = new Map([...open].map(([id, { after }]) => [id, after.map((each) => each.id)]));
  const groups = circlesIn(waiting);
  // Not every member lies on the way around through the first; one that does not is told by a way of its own.
  const around = new Map<string, string[]>();
  for (const group of groups) {
    for (const id of group) {
      if (around.has(id)) continue;
      const way = wayAround([id, ...group], waiting);
      for (const each of way) if (!around.has(each)) around.set(each, way);
    }
  }
  const circles = groups.map(([first = '']) => around.get(first) ?? []);

  const reasons = unscheduledOf(input, open, around, axes);
  const tasks = [...open.values()].filter(({ id }) => !reasons.has(id)).map((item) => taskOf(item, open, calendar));
  const plan = schedule(tasks, axes);
  for (const id of plan.beyond) {
    const waits = tasks.find((task) => task.id === id)?.after.filter((each) => plan.beyond.has(each.id)) ?? [];
    reasons.set(id, [
      waits.length === 0
        ? { why: 'beyond', words: 'It would end more than a hundred years from now.', items: [] }
        : { why: 'waits', words: 'What it waits for has no end.', items: waits.map((each) => each.id) },
    ]);
  }

  const all = [...open.values()].map((item) => ({
    ...taskOf(item, open, calendar),
    gates: gatesExamination(item.severity),
  }));
  const gating = gatingClosure(all);
  const unscheduled = [...open.values()]
    .filter(({ id }) => reasons.has(id))
    .map(({ id, number }) => ({
      id,
      code: planCode(number),
      gates: gating.has(id),
      reasons: reasons.get(id) ?? [],
    }));
  const own = tasks.filter(({ id }) => gating.has(id) && plan.placed.has(id));
  return {
    input,
    calendar,
    axes,
    open,
    gating,
    circles,
    tasks,
    plan,
    unscheduled,
    ready: own.reduce((day, { id }) => Math.max(day, plan.placed.get(id)?.finish ?? -1), -1),
    least: leastEnd(own, axes, plan.alone),
    unknown: unscheduled.filter(({ gates }) => gates).map(({ id }) => id),
  };
}

function isUnsettled({ state }: RoadmapItem): boolean {
  return (unsettledStates as readonly PlanState[]).includes(state);
}

function axesOf({ people }: RoadmapInput, calendar: WorkCalendar): Map<string, Axis> {
  return new Map(
    people.map((person) => [
      person.id,
      new Axis(calendar, ownUnits(person) * (person.oneMore ? 2 : 1), person.absences),
    ]),
  );
}

/** Units of a day of somebody alone, whoever shares what is theirs. */
function ownUnits({ daysPerWeek }: RoadmapInput['people'][number]): number {
  return unitsPerDay(daysPerWeek ?? assumedDaysPerWeek);
}

function taskOf(item: RoadmapItem, open: ReadonlyMap<string, RoadmapItem>, calendar: WorkCalendar): Task {
  return {
    id: item.id,
    number: item.number,
    work: Math.max(1, Math.round((item.effortDays ?? 0) * unitsOfDay)),
    owner: item.owner ?? '',
    notBefore: item.notBefore === null ? 0 : calendar.onOrAfter(item.notBefore),
    due: item.dueOn === null ? null : calendar.onOrBefore(item.dueOn),
    // What needs no more time holds nothing up.
    after: item.after.filter(({ id }) => open.has(id)).map(({ id, lagDays }) => ({ id, lag: lagDays })),
    begun: item.state === 'in-progress',
    gates: gatesExamination(item.severity),
  };
}

/** The report, where the examined days begin once the work has ended; of what is ready already, today. */
function wayAfter(input: RoadmapInput, ready: string | null): Way {
  const begin = ready === null ? input.today : beginAfter(input, ready);
  return wayFrom(input, begin);
}

function wishedWay(input: RoadmapInput, wish: string): { report: string; readyBy: string; phases: RoadmapPhase[] } {
  const begin = beginFor(input, wish);
  return { report: wish, readyBy: readyBefore(input, begin), phases: wayFrom(input, begin).phases };
}

function loadsOf({ input, tasks, plan, calendar }: Reckoned): Roadmap['people'] {
  return input.people.map(({ id, name, daysPerWeek, oneMore, absences }) => {
    const own = tasks.filter((task) => task.owner === id && plan.placed.has(task.id));
    const finish = own.reduce((day, task) => Math.max(day, plan.placed.get(task.id)?.finish ?? -1), -1);
    return {
      person: id,
      name,
      daysPerWeek: daysPerWeek ?? assumedDaysPerWeek,
      assumed: daysPerWeek === null,
      oneMore,
      absences: absences.map(({ from, to }) => ({ from, to })),
      items: own.length,
      effortDays: own.reduce((sum, { work }) => sum + work, 0) / unitsOfDay,
      finish: finish < 0 ? null : calendar.dateOf(finish),
    };
  });
}

/** People whose help is tried. */
const mostTried = 3;

/** Whose work, shared with one more person, would bring the end nearer; of those with the most to do on the critical path. */
function helpFor(reckoned: Reckoned, criticalPath: readonly string[]): Roadmap['help'] {
  const { input, tasks, axes, calendar, gating, ready } = reckoned;
  if (ready < 0) return [];
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const load = new Map<string, number>();
  for (const id of criticalPath) {
    const task = byId.get(id);
    if (task !== undefined) load.set(task.owner, (load.get(task.owner) ?? 0) + task.work);
  }
  const tried = [...load].toSorted((a, b) => b[1] - a[1] || byText(a[0], b[0])).slice(0, mostTried);
  return tried
    .flatMap(([owner]) => {
      const person = input.people.find(({ id }) => id === owner);
      const axis = axes.get(owner);
      if (person === undefined || axis === undefined) return [];
      const shared = new Axis(calendar, axis.perDay + ownUnits(person), person.absences);
      const { placed } = schedule(tasks, new Map([...axes, [owner, shared]]));
      const end = tasks.reduce(
        (day, { id }) => (gating.has(id) ? Math.max(day, placed.get(id)?.finish ?? -1) : day),
        -1,
      );
      if (end >= ready) return [];
      const [readyOn, before] = [calendar.dateOf(end), calendar.dateOf(ready)];
      const daysSooner = (Date.parse(before) - Date.parse(readyOn)) / 86_400_000;
      return [{ person: owner, readyOn, daysSooner, words: helpWords(person, readyOn, daysSooner) }];
    })
    .toSorted((a, b) => b.daysSooner - a.daysSooner);
}

function helpWords({ name, oneMore }: RoadmapInput['people'][number], readyOn: string, days: number): string {
  const whose = name === null ? 'an owner without a name' : name;
  return `With ${oneMore ? 'yet another' : 'one more'} person for what ${whose} does, it ends on ${readyOn}, ${days === 1 ? 'a day' : `${days} days`} sooner.`;
}
