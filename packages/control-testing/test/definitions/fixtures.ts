import { existsSync, readFileSync } from 'node:fs';
import type { Period, PopulationKind, Row, TestDefinition, TestResult, Value } from '@tickmark/core';
import { parse } from 'yaml';
import { z } from 'zod';

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

const row = z
  .object({
    /** One row for each date of a column; `2026-01-01..2026-01-31` stands for every day between. */
    each: z.record(z.string(), z.array(z.string())).optional(),
    /** What an observation of one day says otherwise; null when nothing was observed on that day. */
    days: z.record(z.string(), z.record(z.string(), value).nullable()).optional(),
  })
  .catchall(value);

const count = z.number().int().min(1).optional();

const expected = z.strictObject({
  pass: count,
  deviations: count,
  unverified: count,
  unobserved: count,
  met: count,
  late: count,
  missed: count,
  /** Attributes that fail for some item. */
  fails: z.array(z.string()).optional(),
  proposal: z.string().optional(),
});

/**
 * `content/tests/fixtures/<definition id>.yaml`: a base row for each population, and cases that say
 * what differs from it and what the engine must find. A population a case does not name holds its
 * base row alone. A case that states a proposal is run by itself; the others of a definition without
 * relations are run together, and each is judged by its own items.
 */
const fixture = z.strictObject({
  period: z.strictObject({ from: z.string(), to: z.string() }),
  timeZone: z.string(),
  base: z.record(z.string(), z.record(z.string(), value)),
  cases: z.record(
    z.string(),
    z.strictObject({ rows: z.record(z.string(), z.array(row)).optional(), expect: expected }),
  ),
});

export type Fixture = z.infer<typeof fixture>;
export type Expected = z.infer<typeof expected>;
type FixtureRow = z.infer<typeof row>;

export const fixturesFolder = new URL('../../../../content/tests/fixtures/', import.meta.url);

/** The fixture of a definition; undefined when there is none. */
export function fixtureOf(id: string): Fixture | undefined {
  const file = new URL(`${id}.yaml`, fixturesFolder);
  return existsSync(file) ? fixture.parse(parse(readFileSync(file, 'utf8'))) : undefined;
}

/** Rows of one population in one case, as its source would give them. */
export function rowsOf(kind: PopulationKind, { base, period }: Fixture, rows: FixtureRow[] = [{}]): Row[] {
  const own = base[kind.id];
  if (!own) throw new Error(`The fixture has no base row of ${kind.id}.`);
  return rows.flatMap((given) => expand(kind, own, given, period)).map((made) => typed(kind, made));
}

function expand(kind: PopulationKind, base: Row, { each, days, ...given }: FixtureRow, period: Period): Row[] {
  const merged: Row = { ...base, ...(given as Row) };
  const name = String(merged[kind.key]);
  const time = kind.time ?? '';
  if (each) {
    return Object.entries(each).flatMap(([column, dates]) =>
      dates.flatMap(spread).map((date, n) => ({ ...merged, [kind.key]: `${name}-${n + 1}`, [column]: date })),
    );
  }
  if (kind.shape === 'events' || time in merged) return [merged];
  return spread(`${period.from}..${period.to}`).flatMap((day) => {
    const other = days?.[day];
    return other === null
      ? []
      : [{ ...merged, [kind.key]: `${name}@${day}`, [time]: day, ...(other as Row | undefined) }];
  });
}

/** Dates of `2026-01-01..2026-01-31`, or the one date it is. */
function spread(range: string): string[] {
  const [first = '', last = first] = range.split('..');
  const dates: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

/** An instant may be written as a date, which is noon, or to the minute; both in UTC. */
function typed(kind: PopulationKind, made: Row): Row {
  return Object.fromEntries(
    Object.entries(made).map(([name, given]): [string, Value] => {
      const column = kind.columns.find((c) => c.name === name);
      if (!column) throw new Error(`The population ${kind.id} has no column ${name}.`);
      if (column.type !== 'instant' || typeof given !== 'string') return [name, given];
      return [name, given.length === 10 ? `${given}T12:00:00Z` : given.length === 16 ? `${given}:00Z` : given];
    }),
  );
}

/** Cases every fixture of a kind of test has. */
export function neededCases(definition: TestDefinition): string[] {
  if (definition.kind === 'cadence') return ['clean', 'late', 'missed', 'unverified', 'empty'];
  const attributes = Object.keys(definition.attributes);
  return ['clean', ...attributes, 'unverified', ...(definition.kind === 'state' ? ['unobserved'] : []), 'empty'];
}

/** Kinds of population a definition reads. */
export function kindsOf(definition: TestDefinition): string[] {
  const related = definition.kind === 'cadence' ? [] : Object.values(definition.relations);
  return [...new Set([definition.population, ...related.map((r) => r.population)])];
}

/** Rows of several cases as one population: keys and subjects begin with the name of their case. */
export function joined(definition: TestDefinition, kind: PopulationKind, cases: Record<string, Row[]>): Row[] {
  const subject = definition.kind === 'state' ? definition.subject?.replace('item.', '') : undefined;
  return Object.entries(cases).flatMap(([name, rows]) =>
    rows.map((made) => ({
      ...made,
      [kind.key]: `${name}/${String(made[kind.key])}`,
      ...(subject === undefined ? {} : { [subject]: `${name}/${String(made[subject])}` }),
    })),
  );
}

/** An item of a run with the state of each attribute. */
interface JudgedItem {
  item: string;
  state: string;
  attributes: Record<string, string>;
}

/** Judged items of each case, in the words of a fixture; a case none of whose items is in scope has none. */
export function outcomesOf(items: readonly JudgedItem[]): Record<string, Expected> {
  const byCase = Map.groupBy(items, ({ item }) => item.split('/')[0] ?? '');
  return Object.fromEntries(
    [...byCase].map(([name, rows]) => {
      const fails = rows.flatMap(({ attributes }) => Object.keys(attributes).filter((a) => attributes[a] === 'fail'));
      const count = (state: string) => rows.filter((r) => r.state === state).length;
      return [
        name,
        inWords({ pass: count('pass'), deviations: count('deviation'), unverified: count('unverified') }, fails),
      ];
    }),
  );
}

/** A result in the words of a fixture: counts that are not zero, attributes that fail, the proposal. */
export function outcomeOf({ items, occurrences, days, attributes, proposal }: TestResult): Expected {
  const fails = Object.keys(attributes).filter((name) => (attributes[name]?.fail ?? 0) > 0);
  const { pass, deviations, unverified } = items;
  const counts = occurrences
    ? { met: occurrences.met, late: occurrences.late, missed: occurrences.missed, unverified: occurrences.unverified }
    : { pass, deviations, unverified, unobserved: days?.unobserved ?? 0 };
  return { ...inWords(counts, fails), proposal: proposal.kind };
}

function inWords(counts: Partial<Record<keyof Expected, number>>, fails: string[]): Expected {
  const told = Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
  return fails.length > 0 ? { ...told, fails: [...new Set(fails)].sort() } : told;
}
