import { computeRoadmap, type Finding, type RoadmapInput, type RoadmapItem } from '../../src/index.ts';

export const type2 = { type: 'type2', period: { from: '2026-06-01', to: '2026-08-31' } } as const;
/** A Monday. */
export const today = '2026-03-02';

/** A high item of one day that Ann does. */
export const item = (number: number, more: Partial<RoadmapItem> = {}): RoadmapItem => ({
  id: `i${number}`,
  number,
  title: `Item ${number}`,
  severity: 'high',
  owner: 'ann',
  effortDays: 1,
  effortSource: 'own',
  notBefore: null,
  dueOn: null,
  after: [],
  state: 'open',
  ...more,
});

type Person = RoadmapInput['people'][number];

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  daysPerWeek: 5,
  absences: [],
  oneMore: false,
  able: true,
  ...more,
});

export const input = (items: RoadmapItem[], more: Partial<RoadmapInput> = {}): RoadmapInput => ({
  today,
  terms: type2,
  wish: null,
  dryRun: false,
  holidays: [],
  people: [...new Set(items.map(({ owner }) => owner ?? 'ann'))].map((id) => person(id)),
  items,
  ...more,
});

export const after = (...ids: number[]) => ids.map((id) => ({ id: `i${id}`, lagDays: 0 }));

export const places = (given: RoadmapInput): string[] =>
  computeRoadmap(given).items.map(({ code, start, finish }) => `${code} ${start.slice(5)} ${finish.slice(5)}`);

/** The findings whose code begins so. */
export const found = (given: RoadmapInput, code: string): Finding[] =>
  computeRoadmap(given).findings.filter((each) => each.code.startsWith(code));

export const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Days from `today` on, weekends left out, also backwards. */
export const workday = (day: number): string => dateAfter(today, Math.floor(day / 5) * 7 + (((day % 5) + 5) % 5));
