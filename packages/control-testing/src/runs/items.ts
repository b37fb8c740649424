import type { Deviation } from '@tickmark/core';
import { identifier, type Queries, type Session, type SqlRow } from '../duckdb/index.ts';
import { writeAllItems } from './all-items.ts';
import { listed } from './engine.ts';
import { chooseItems, judge, seen, type Chosen } from './explanations.ts';
import { attributeStates, itemsQuery, timeText, type RunFiles } from './files.ts';
import type { Findings } from './findings.ts';
import { concentrationIn, listFlawed, writeFlawed } from './flawed.ts';
import { judgeItems, type Judgement } from './judgement.ts';
import { rangesOf, scanOf, withKeys } from './scan.ts';
import { hasDateTime, timeSql, withinSql } from './scope.ts';
import type { Prepared } from './sources.ts';

/** Items in parts need no more, and with what DuckDB does not count the process stays below 1 GB; fewer take less anyway. */
const memoryOfMany = '500MB';
const manyItems = 1_000_000;

/**
 * What one statement judges: a join of more items with their relations would not fit in the memory of a run, and each statement
 * reads the relations anew.
 */
const judgedAtOnce = 2_500_000;

/** After so many, the file of all items begins a row group: another number would give other bytes for the same items. */
const writtenAtOnce = 2_000_000;

export interface ItemsOptions {
  /** Also write every item in scope. */
  all: boolean;
  /** How many one statement judges or writes; two and a half million and two million when left out. */
  atOnce?: number | undefined;
}

/** Runs items tests of one population: one statement judges every item by every attribute of all of them. */
export async function runItems(
  session: Session,
  tests: readonly [Prepared, ...Prepared[]],
  files: readonly RunFiles[],
  { all, atOnce }: ItemsOptions,
): Promise<Findings[]> {
  const { rows } = tests[0].main.manifest;
  const work = async () => {
    const judged = await judgeItems(
      session,
      tests,
      await withKeys(session, tests[0], rangesOf(rows, atOnce ?? judgedAtOnce)),
    );
    const findings = await findingsOf(session, tests, files, judged);
    if (all) {
      const ranges = await withKeys(session, tests[0], rangesOf(rows, atOnce ?? writtenAtOnce));
      await session.each(tests, rows, (own, test, k) =>
        writeAllItems(own, test, k, (files[k] as RunFiles).items, ranges),
      );
    }
    return findings;
  };
  try {
    return await (rows > manyItems ? session.within(memoryOfMany, work) : work());
  } finally {
    // It is no temporary table, and the database may be another session's next.
    await session.run('DROP TABLE IF EXISTS judged');
  }
}

/** What was found of each test; reasons are read on one connection while the files are written on another. */
async function findingsOf(
  session: Session,
  tests: readonly Prepared[],
  files: readonly RunFiles[],
  judgements: readonly Judgement[],
): Promise<Findings[]> {
  const flawed = judgements.reduce((sum, { items }) => sum + items.deviations + items.unverified, 0);
  let deviations: Deviation[][] = [];
  const written: Pick<Findings, 'deviationsFile' | 'concentration'>[] = [];
  const explain = async (own: Queries): Promise<void> => {
    deviations = await explainAll(own, tests, judgements);
  };
  const write = tests.map((prepared, k) => async (own: Queries): Promise<void> => {
    const file = files[k]?.deviations as string;
    const count = judgements[k]?.items.deviations as number;
    written[k] = {
      deviationsFile: await writeFlawed(own, prepared, k, file),
      concentration: await concentrationIn(own, prepared, k, count),
    };
  });
  await session.each([explain, ...write], flawed, (own, work) => work(own));
  return judgements.map((judgement, k) => ({
    ...judgement,
    ...(written[k] as (typeof written)[number]),
    deviations: deviations[k] ?? [],
    gaps: [],
  }));
}

/** Of each test the first that did not simply pass, with their reasons. */
async function explainAll(
  own: Queries,
  tests: readonly Prepared[],
  judgements: readonly Judgement[],
): Promise<Deviation[][]> {
  const rows: SqlRow[][] = [];
  for (const [k, { items }] of judgements.entries()) {
    const some = items.deviations + items.unverified > 0;
    rows.push(some ? await listFlawed(own, tests[k] as Prepared, k, listed) : []);
  }
  const keys = new Set(rows.flat().map((row) => String(row.item)));
  const chosen = await chooseItems(own, tests, [...keys]);
  return tests.map((prepared, k) => explained(prepared, chosen, rows[k] ?? []));
}

/** Query of every item in scope with its state and attributes, in the order of the population. */
export function itemsSql(prepared: Prepared): string {
  const { typed, period, zone } = prepared;
  const { kind } = typed;
  const within = kind.time === null ? 'TRUE' : withinSql(timeSql(kind), hasDateTime(kind), period, zone);
  const nodes = [...typed.attributes.map((a) => a.pass), ...(typed.where ? [typed.where] : [])];
  const scan = scanOf([{ prepared, nodes }]);
  const where = typed.where ? scan.sql(typed.where) : 'TRUE';
  const placed = kind.time === null ? [] : [`(${within}) IS NOT NULL`];
  const sure = [...placed, ...(typed.where ? [`(${where}) IS NOT NULL`] : [])].join(' AND ');
  return itemsQuery({
    with: scan.with,
    from: `${scan.from} WHERE (${within}) IS DISTINCT FROM FALSE AND (${where}) IS DISTINCT FROM FALSE`,
    item: `item.${identifier(kind.key)}`,
    at: timeSql(kind),
    order: 'item."row number"',
    attributes: typed.attributes.map(({ name, pass }) => ({
      name,
      sql: sure === '' ? scan.sql(pass) : `CASE WHEN ${sure} THEN ${scan.sql(pass)} END`,
    })),
  });
}

/** The first thousand that did not simply pass, deviations before unverified items, each with its reason. */
function explained(prepared: Prepared, chosen: Chosen, rows: readonly SqlRow[]): Deviation[] {
  const found = seen(
    prepared,
    chosen,
    rows.map((row) => String(row.item)),
  );
  return rows.map((row) => {
    const item = String(row.item);
    const attributes = attributeStates(row);
    const sight = found.get(item);
    if (!sight) throw new Error(`The item ${item} was judged but cannot be read again.`);
    const judged = judge(prepared, sight);
    for (const { name, state } of judged.attributes) {
      if (attributes[name] !== state)
        throw new Error(
          `The interpreter finds ${state} for attribute ${name} of ${item}, the scan ${attributes[name]}.`,
        );
    }
    return {
      item,
      at: timeText(row),
      state: row.state === 'deviation' ? 'deviation' : 'unverified',
      attributes,
      explanation: judged.explanation,
    };
  });
}
