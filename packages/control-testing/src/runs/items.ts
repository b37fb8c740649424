import type { Deviation, TestResult } from '@tickmark/core';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { concentrationOf, countItems, timelineOf } from './counts.ts';
import { listed } from './engine.ts';
import { judge, seeItems } from './explanations.ts';
import { attributeStates, itemsQuery, timeText, writeDeviations, writeParquet, type RunFiles } from './files.ts';
import { scanOf } from './scan.ts';
import { hasDateTime, localDateSql, timeSql, withinSql } from './scope.ts';
import type { Prepared } from './sources.ts';
import type { Findings } from './findings.ts';

/** Runs an items test: one statement judges every item of the period. */
export async function runItems(session: Session, prepared: Prepared, files: RunFiles): Promise<Findings> {
  const { typed, main, period, zone } = prepared;
  const { kind } = typed;
  const isDate = hasDateTime(kind);
  const time = timeSql(kind);
  const within = kind.time === null ? 'TRUE' : withinSql(time, isDate, period, zone);
  await writeParquet(session, itemsSql(prepared, within), files.items);
  const deviationsFile = await writeDeviations(session, files);
  const { states, attributes } = await countItems(session, typed, files);
  const outOfPeriod = kind.time === null ? 0 : await countOutside(session, prepared, within);
  const day = localDateSql('"at"', isDate, period, zone);
  const timeline =
    kind.time === null
      ? []
      : await timelineOf(session, `SELECT ${day} AS day, state FROM read_parquet(${text(files.items)})`);
  const items: TestResult['items'] = {
    total: main.manifest.rows,
    outOfPeriod,
    notGoverned: main.manifest.rows - outOfPeriod - states.inScope,
    ...states,
  };
  return {
    items,
    attributes,
    timeline,
    deviations: await explained(session, prepared, files),
    deviationsFile,
    gaps: [],
    concentration:
      states.deviations < 3
        ? null
        : await concentrationOf(session, {
            typed,
            main,
            files,
            item: `item.${identifier(kind.key)}`,
            deviations: states.deviations,
          }),
  };
}

function itemsSql(prepared: Prepared, within: string): string {
  const { typed } = prepared;
  const nodes = [...typed.attributes.map((a) => a.pass), ...(typed.where ? [typed.where] : [])];
  const scan = scanOf(prepared, nodes);
  const where = typed.where ? scan.sql(typed.where) : 'TRUE';
  const placed = typed.kind.time === null ? [] : [`(${within}) IS NOT NULL`];
  const sure = [...placed, ...(typed.where ? [`(${where}) IS NOT NULL`] : [])].join(' AND ');
  return itemsQuery({
    with: scan.with,
    from: `${scan.from} WHERE (${within}) IS DISTINCT FROM FALSE AND (${where}) IS DISTINCT FROM FALSE`,
    item: `item.${identifier(typed.kind.key)}`,
    at: timeSql(typed.kind),
    order: 'item."row number"',
    attributes: typed.attributes.map(({ name, pass }) => ({
      name,
      sql: sure === '' ? scan.sql(pass) : `CASE WHEN ${sure} THEN ${scan.sql(pass)} END`,
    })),
  });
}

async function countOutside(session: Session, { main }: Prepared, within: string): Promise<number> {
  const [row] = await session.rows(
    `SELECT count(*) FILTER (WHERE NOT (${within})) AS outside FROM read_parquet(${text(main.file)}) AS item`,
  );
  return Number(row?.outside ?? 0);
}

/** The first thousand that did not simply pass, deviations before unverified items, each with its reason. */
async function explained(session: Session, prepared: Prepared, files: RunFiles): Promise<Deviation[]> {
  const rows = await session.rows(
    `SELECT * FROM read_parquet(${text(files.deviations)}) ORDER BY state = 'unverified', item LIMIT ${listed}`,
  );
  const seen = await seeItems(
    session,
    prepared,
    rows.map((r) => String(r.item)),
  );
  return rows.map((row) => {
    const item = String(row.item);
    const attributes = attributeStates(row);
    const found = seen.get(item);
    if (!found) throw new Error(`The item ${item} was judged but cannot be read again.`);
    const judged = judge(prepared, found);
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
