import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Period, TestDefinition } from '@tickmark/core';
import { text, type Session } from '../duckdb/index.ts';
import { populationChecks, prepare, type PopulationFile, type Prepared } from '../runs/index.ts';
import { keepHappenings } from './cadence.ts';
import type { NewDeviations } from './deviations.ts';
import { keepItems } from './items.ts';
import { keepObservations } from './state.ts';
import { withKept } from './store.ts';
import { takeNew } from './touched.ts';
import { totalsOf, type IncrementTotals } from './totals.ts';

/** What the increments of one folder belong to. */
export interface IncrementScope {
  /** Folder that keeps what is known; made when it is not there. */
  folder: string;
  yaml: string;
  period: Period;
  timeZone: string;
  threads?: number;
}

export interface IncrementInput extends IncrementScope {
  /** Holidays of the organization, in order; none when left out. */
  holidays?: readonly string[];
  /**
   * Rows that are new since the last increment, by population kind. A relation may be left out
   * where nothing of it is new; the test's own population then has zero rows, but is there.
   */
  populations: Record<string, PopulationFile>;
}

export interface Increment {
  /** 1 for the first. */
  number: number;
  /** Rows judged now: new ones, and earlier ones that a new row of a relation speaks of. */
  judged: number;
  /** What this increment found: deviations that were none before it. */
  newDeviations: NewDeviations;
  totals: IncrementTotals;
}

type Keep = (session: Session, now: Prepared, takenAt: string) => Promise<NewDeviations>;

const keep: Record<TestDefinition['kind'], Keep> = {
  items: keepItems,
  state: keepObservations,
  cadence: keepHappenings,
};

/**
 * Judges what is new and what it touches, and adds it to what earlier increments found: the cost
 * follows the new rows. A row whose key is known replaces the earlier one; an increment given before
 * changes nothing. Interrupted, it has happened wholly or not at all. Throws `conflict`,
 * `definition_invalid` and `population_invalid`.
 */
export async function addIncrement(input: IncrementInput): Promise<Increment> {
  const fresh = prepare(input);
  const work = join(input.folder, '.work');
  try {
    return await withKept(input, fresh.holidays, (session) => add(session, fresh, work));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function add(session: Session, fresh: Prepared, work: string): Promise<Increment> {
  await populationChecks(session)(fresh);
  const names = JSON.stringify(
    Object.values(fresh.used).map(({ manifest }) => [manifest.kind, manifest.sha256, manifest.extractedAt]),
  );
  const [again] = await session.rows(`SELECT number FROM kept.increments WHERE populations = ${text(names)}`);
  if (again) {
    const totals = await totalsOf(session, fresh);
    return { number: Number(again.number), judged: 0, newDeviations: { count: 0, first: [] }, totals };
  }
  await session.run('BEGIN TRANSACTION');
  const now = await takeNew(session, fresh, work);
  const takenAt = fresh.main.manifest.extractedAt;
  const newDeviations = await keep[fresh.typed.definition.kind](session, now, takenAt);
  const [judged] = await session.rows('SELECT count(*) AS rows FROM touched');
  const [last] = await session.rows('SELECT coalesce(max(number), 0) + 1 AS number FROM kept.increments');
  const number = Number(last?.number);
  await session.run(`INSERT INTO kept.increments VALUES (${number}, ${text(names)}, ${text(takenAt)})`);
  await session.run('COMMIT');
  return { number, judged: Number(judged?.rows), newDeviations, totals: await totalsOf(session, fresh) };
}
