import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  TickmarkError,
  type AttributeState,
  type ItemState,
  type Period,
  type PreviewRow,
  type TestPreview,
} from '@tickmark/core';
import { identifier, openDuckDb, text, type Session } from '../duckdb/index.ts';
import { interpret, toSql, type SqlNames } from '../expressions/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { addDays, startOfDay } from '../time/index.ts';
import { explainEach, judge, seeItems, type SeenItem } from './explanations.ts';
import { columnsIn } from './columns.ts';
import { columnSql, fileSql, prepare, type PopulationFile, type Prepared } from './sources.ts';

export interface PreviewInput {
  yaml: string;
  /** Frozen populations by population kind; one of a relation may be missing. */
  populations: Record<string, PopulationFile>;
  period: Period;
  timeZone: string;
  /** As a run would be given them. */
  holidays?: readonly string[];
  /** Folder below which the analytic engine may spill. */
  folder: string;
  /** After this, in milliseconds, the preview gives up. */
  deadline?: number;
}

/** Rows looked at, rows sent with their reasons, and rows of relations read for them. */
const limits = { rows: 1000, shown: 50, related: 20_000 } as const;

/**
 * What an unsaved definition says of the first thousand rows by key, with whole relations for those
 * rows. Not a result: nothing is sealed, and files are not hashed again. Fewer rows are looked at
 * where their relations hold more than twenty thousand rows. Throws `definition_invalid`,
 * `population_invalid` and, past the deadline or where one row has too many related rows, `too_large`.
 */
export async function previewTest(input: PreviewInput): Promise<TestPreview> {
  const prepared = prepare(input);
  const until = performance.now() + (input.deadline ?? 3000);
  const session = await openDuckDb(input.folder, { memory: '256MB' });
  const timer = setInterval(() => {
    if (performance.now() > until) session.connection.interrupt();
  }, 50);
  try {
    const keys = await firstKeys(session, prepared);
    const seen = await seeItems(session, prepared, keys);
    return await previewOf(prepared, [...seen.values()], until);
  } catch (error) {
    if (error instanceof TickmarkError || performance.now() < until) throw error;
    throw tooSlow(error);
  } finally {
    clearInterval(timer);
    session.close();
  }
}

/** Keys of the rows to look at: the first thousand, or as many of them as the related rows allow. */
async function firstKeys(session: Session, prepared: Prepared): Promise<string[]> {
  const { typed, main } = prepared;
  const columns = new Set([typed.kind.key, ...typed.relations.flatMap((r) => joined(r.on, 'item'))]);
  const selected = [...columns].map((c) => `${columnSql(main, typed.kind, c)} AS ${identifier(c)}`);
  await session.run(
    `CREATE TEMP TABLE looked AS SELECT file_row_number AS "row number", ${selected.join(', ')} FROM ${fileSql(main)} ORDER BY file_row_number LIMIT ${limits.rows}`,
  );
  const related = new Map<string, number>();
  for (const relation of typed.relations) {
    const sql = relatedSql(prepared, relation);
    if (sql === null) continue;
    for (const row of await session.rows(sql)) {
      const number = String(row['row number']);
      related.set(number, (related.get(number) ?? 0) + Number(row.rows));
    }
  }
  const rows = await session.rows(
    `SELECT "row number", ${identifier(typed.kind.key)} AS key FROM looked ORDER BY "row number"`,
  );
  const keys: string[] = [];
  let sum = 0;
  for (const row of rows) {
    sum += related.get(String(row['row number'])) ?? 0;
    if (sum > limits.related) break;
    keys.push(String(row.key));
  }
  if (rows.length > 0 && keys.length === 0) {
    throw new TickmarkError(
      'too_large',
      `More than ${limits.related} rows of the relations belong to the first row, too many for a preview.`,
      { field: 'relations', action: 'Check the equality under "on"; a run has no such limit.' },
    );
  }
  return keys;
}

type Joins = Prepared['typed']['relations'][number]['on'];

function joined(on: Joins, row: string): string[] {
  return [
    ...columnsIn(
      on.flatMap((pair) => [pair.item, pair.related]),
      row,
    ),
  ];
}

/** How many rows of a relation belong to each row looked at; null when the relation cannot be asked. */
function relatedSql(prepared: Prepared, relation: Prepared['typed']['relations'][number]): string | null {
  const { used, period, zone, calendar } = prepared;
  const population = used[relation.kind.id];
  const asked = joined(relation.on, relation.name);
  if (!population || asked.some((name) => !population.manifest.columns.some((c) => c.name === name))) return null;
  const names: SqlNames = {
    column: (row, column) => `${row === 'item' ? 'looked' : 'related'}.${identifier(column)}`,
    relation: () => 'NULL',
    zone,
    calendar,
    period,
  };
  const on = relation.on.map((p) => `${toSql(p.item, names)} = ${toSql(p.related, names)}`).join(' AND ');
  return `SELECT looked."row number", count(*) AS rows FROM read_parquet(${text(population.file)}) AS related JOIN looked ON ${on} GROUP BY looked."row number"`;
}

const order: Record<ItemState, number> = { deviation: 0, unverified: 1, pass: 2 };

async function previewOf(prepared: Prepared, seen: readonly SeenItem[], until: number): Promise<TestPreview> {
  const { typed, main, used, holidays } = prepared;
  const rows: PreviewRow[] = [];
  for (const item of seen) {
    rows.push(previewRow(prepared, item));
    // The server answers others between rows, and the deadline holds here too.
    if (rows.length % 20 === 0) await nextTurn();
    if (performance.now() > until) throw tooSlow();
  }
  const count = (wanted: (row: PreviewRow) => boolean) => rows.filter(wanted).length;
  const attributes = typed.attributes.map(({ name, title }, i) => {
    const states = rows.flatMap((row) => (row.state === null ? [] : [row.attributes[i]?.state]));
    const of = (state: AttributeState) => states.filter((s) => s === state).length;
    return [name, { title, pass: of('pass'), fail: of('fail'), unverified: of('unverified') }] as const;
  });
  return {
    kind: typed.definition.kind,
    population: { kind: typed.kind.id, name: main.manifest.name, rows: main.manifest.rows },
    looked: rows.length,
    items: {
      outOfPeriod: count((r) => r.scope === 'out-of-period'),
      notGoverned: count((r) => r.scope === 'not-governed'),
      inScope: count((r) => r.scope === 'in-scope'),
      pass: count((r) => r.state === 'pass'),
      deviations: count((r) => r.state === 'deviation'),
      unverified: count((r) => r.state === 'unverified'),
    },
    attributes: Object.fromEntries(attributes),
    ...(holidays ? { holidays: [...holidays] } : {}),
    missing: typed.relations.filter((r) => !used[r.kind.id]).map((r) => r.kind.id),
    rows: rows.toSorted((a, b) => rank(a) - rank(b)).slice(0, limits.shown),
  };
}

function rank({ state }: PreviewRow): number {
  return state === null ? 3 : order[state];
}

/** One row: where it stands to the period and to `where`, and what each attribute says of it. */
function previewRow(prepared: Prepared, item: SeenItem): PreviewRow {
  const { typed } = prepared;
  const time = timeOf(prepared, item);
  const row = Object.fromEntries(Object.entries(item.row).map(([name, value]) => [name, fromDuckDb(value)]));
  const key = String(row[typed.kind.key]);
  const governed = typed.where ? interpret(typed.where, item.env) : true;
  const scope = time.within === false ? 'out-of-period' : governed === false ? 'not-governed' : ('in-scope' as const);
  if (scope !== 'in-scope') return { key, at: time.at, scope, state: null, attributes: [], explanation: '', row };
  const judged = judge(prepared, item);
  const untimed = time.within === undefined && typed.definition.kind !== 'items';
  const explanation = untimed ? 'when it was cannot be told' : judged.explanation;
  const attributes = untimed
    ? judged.attributes.map((a) => ({ ...a, state: 'unverified' as const, explanation }))
    : explainEach(prepared, item, judged);
  const doubt = untimed || governed === undefined || attributes.some((a) => a.state === 'unverified');
  const state = attributes.some((a) => a.state === 'fail') ? 'deviation' : doubt ? 'unverified' : 'pass';
  return { key, at: time.at, scope, state, attributes, explanation, row };
}

/** When a row was, and whether that lies in the period; undefined when it cannot be told. */
function timeOf(
  { typed, period, zone }: Prepared,
  { env, row }: SeenItem,
): { at: string | null; within: boolean | undefined } {
  if (!typed.instant && typed.kind.time === null) return { at: null, within: true };
  const column = typed.kind.time ?? '';
  const value = typed.instant ? interpret(typed.instant, env) : (env.rows.item?.[column] ?? undefined);
  if (typeof value === 'bigint') {
    const from = BigInt(startOfDay(zone, period.from)) * 1000n;
    const end = BigInt(startOfDay(zone, addDays(period.to, 1))) * 1000n;
    return { at: new Date(Number(value / 1000n)).toISOString(), within: value >= from && value < end };
  }
  if (typeof value === 'string') return { at: value, within: value >= period.from && value <= period.to };
  const kept = fromDuckDb(row[column] ?? null);
  return { at: typeof kept === 'string' ? kept : null, within: undefined };
}

function tooSlow(cause?: unknown): TickmarkError {
  return new TickmarkError('too_large', 'The preview took too long and was given up.', {
    field: 'yaml',
    action: 'A run has no such limit; a narrower expression or relation previews faster.',
    cause,
  });
}
