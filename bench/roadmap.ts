/**
 * A roadmap computed from a plan of 1,000 items of 25 people, as often as a person changes something of it: absences,
 * holidays, dependencies in chains, due dates that cannot be met, a wish, and what would help. The first time includes
 * what the runtime does once.
 *
 * node bench/roadmap.ts [items]
 */
import { computeRoadmap, severities, type RoadmapInput } from '@tickmark/core';

const count = Number(process.argv[2] ?? 1_000);
if (!Number.isSafeInteger(count) || count < 10) throw new RangeError(`${process.argv[2]} is no number of items.`);

let state = 42;
/** From 0 to `below`, the same on every run (Park and Miller). */
const random = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const day = (after: number): string => new Date(Date.UTC(2026, 2, 2) + after * 86_400_000).toISOString().slice(0, 10);

const people = Array.from({ length: 25 }, (_, place) => ({
  id: `person ${place}`,
  name: `Person ${place}`,
  daysPerWeek: [1, 2.5, 4, 5][random(4)] ?? 5,
  oneMore: false,
  absences: Array.from({ length: 4 }, () => random(700)).map((from) => ({ from: day(from), to: day(from + 10) })),
  able: true,
}));
const items = Array.from({ length: count }, (_, number) => ({
  id: `item ${number}`,
  number,
  title: `Item ${number}`,
  severity: severities[random(severities.length)] ?? null,
  owner: `person ${random(people.length)}`,
  effortDays: (1 + random(20)) / 2,
  effortSource: 'own' as const,
  notBefore: random(5) === 0 ? day(random(300)) : null,
  dueOn: random(2) === 0 ? day(300 + random(600)) : null,
  after:
    number < 10
      ? []
      : Array.from({ length: random(3) }, () => ({ id: `item ${number - 1 - random(10)}`, lagDays: random(3) })),
  state: random(8) === 0 ? ('in-progress' as const) : ('open' as const),
}));
const input: RoadmapInput = {
  today: day(0),
  terms: { type: 'type2', period: { from: day(365), to: day(729) } },
  wish: day(800),
  dryRun: true,
  holidays: Array.from({ length: 60 }, () => day(random(1_500))),
  people,
  items,
};

const times: number[] = [];
let found = computeRoadmap(input);
for (let run = 0; run < 21; run += 1) {
  const began = performance.now();
  found = computeRoadmap(input);
  times.push(performance.now() - began);
}
const [first = 0] = times;
const sorted = times.toSorted((a, b) => a - b);
const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
const ms = (time: number): string => `${time.toFixed(0)} ms`;
const { placed, late } = { placed: found.items.length, late: found.items.filter((each) => each.late).length };
console.log(`${count} items of ${people.length} people: ${placed} placed, ${late} late, ready on ${found.ready.on}`);
console.log(
  `not before ${found.ready.notBefore}; ${found.criticalPath.length} on the critical path; help of ${found.help.length} tried`,
);
console.log(
  `recomputed in ${ms(middle)} (median of ${times.length}; first ${ms(first)}, slowest ${ms(sorted.at(-1) ?? 0)})`,
);
