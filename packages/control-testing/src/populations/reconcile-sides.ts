import {
  TickmarkError,
  type ColumnPair,
  type ColumnType,
  type PopulationManifest,
  type ReconciliationTerms,
} from '@tickmark/core';
import { identifier, text } from '../duckdb/index.ts';
import {
  asksOfBusinessDays,
  columnsOf,
  ExpressionFault,
  nearest,
  parseExpression,
  toSql,
  walk,
} from '../expressions/index.ts';
import { businessCalendar, checkHolidays, zoneOf } from '../time/index.ts';

/** One side of a reconciliation as SQL over the rows of its file, which are called `item`. */
export interface SideSql {
  manifest: PopulationManifest;
  /** Whether a row counts; NULL where that can't be told. */
  counts: string;
  /** Whether its filter asks of business days. */
  businessDays: boolean;
  /** Values it is matched by; NULL where there is none. */
  keys: string[];
  /** Values that should agree. */
  values: string[];
}

/**
 * Checks the terms of a reconciliation against what both populations say of themselves. Throws
 * `bad_input` with the field: an unknown column with the nearest name, columns of two types, a filter
 * that is no condition, a population against itself. `holidays` are no business days to a filter.
 */
export function reconciledSides(
  terms: ReconciliationTerms,
  here: PopulationManifest,
  there: PopulationManifest,
  holidays: readonly string[],
): { here: SideSql; there: SideSql } {
  checkHolidays(holidays);
  if (here.sha256 === there.sha256) {
    throw new TickmarkError('bad_input', 'A population is no second source for itself.', {
      field: 'secondId',
      action: 'Choose a population that was taken from another system.',
    });
  }
  const on = terms.on.map((pair, i) => pairSql(pair, `on.${i}`, here, there));
  const agree = terms.agree.map((pair, i) => pairSql(pair, `agree.${i}`, here, there));
  return {
    here: {
      manifest: here,
      ...filter(terms.where, 'where', here, holidays),
      keys: on.map((pair) => withoutEmpty(pair.here, pair.type)),
      values: agree.map((pair) => pair.here),
    },
    there: {
      manifest: there,
      ...filter(terms.otherWhere, 'otherWhere', there, holidays),
      keys: on.map((pair) => withoutEmpty(pair.there, pair.type)),
      values: agree.map((pair) => pair.there),
    },
  };
}

/** An empty text names nothing, so nothing can be matched by it. */
function withoutEmpty(sql: string, type: ColumnType): string {
  return type === 'string' ? `nullif(${sql}, '')` : sql;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function pairSql(
  pair: ColumnPair,
  field: string,
  here: PopulationManifest,
  there: PopulationManifest,
): { here: string; there: string; type: ColumnType } {
  const type = columnType(pair.here, `${field}.here`, here);
  const other = columnType(pair.there, `${field}.there`, there);
  if (type !== other) {
    throw new TickmarkError(
      'bad_input',
      `${pair.here} of ${here.kind} is of the type ${type} and ${pair.there} of ${there.kind} of the type ${other}.`,
      { field: `${field}.there`, action: 'Choose two columns of one type.' },
    );
  }
  const sql = (name: string): string => {
    const column = `item.${identifier(name)}`;
    return pair.ignoreCase && type === 'string' ? `translate(${column}, '${upper}', '${upper.toLowerCase()}')` : column;
  };
  return { here: sql(pair.here), there: sql(pair.there), type };
}

function columnType(name: string, field: string, { kind, columns }: PopulationManifest): ColumnType {
  const type = columns.find((column) => column.name === name)?.type;
  const names = columns.map((column) => column.name);
  if (type === undefined) {
    const near = nearest(name, names);
    throw new TickmarkError('bad_input', `This population of ${kind} has no column ${name}.`, {
      field,
      action: near === null ? `Its columns are: ${names.join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  if (type !== 'strings') return type;
  throw new TickmarkError('bad_input', `${name} of ${kind} is a list of texts, which is not compared as one value.`, {
    field,
    action: 'Choose a column with one value.',
  });
}

function filter(
  where: string | undefined,
  field: string,
  { kind, columns, period, timeZone }: PopulationManifest,
  holidays: readonly string[],
): Pick<SideSql, 'counts' | 'businessDays'> {
  if (where === undefined) return { counts: 'TRUE', businessDays: false };
  const rows = new Map([['item', { kind, columns: columnsOf(columns) }]]);
  try {
    const node = parseExpression(where, { rows, relations: new Map(), elements: new Set() }, ['bool']);
    if (period === null && [...walk(node)].some(({ op }) => op === 'period'))
      throw new ExpressionFault(0, `This population of ${kind} speaks for no period.`);
    const counts = toSql(node, {
      column: (row, name) => `${row}.${identifier(name)}`,
      relation: () => {
        throw new TypeError('A filter of one population has no relation.');
      },
      zone: zoneOf(timeZone),
      calendar: businessCalendar(holidays),
      period: period ?? { from: '', to: '' },
    });
    return { counts, businessDays: asksOfBusinessDays(node) };
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw new TickmarkError('bad_input', `Character ${error.offset + 1}: ${error.message}`, {
      field,
      action: error.suggestion === null ? 'Correct the filter.' : `Did you mean ${error.suggestion}?`,
    });
  }
}

/** Text of a value in a document; instants as ISO text in UTC. */
export function valueText(sql: string, type: ColumnType): string {
  return type === 'instant' ? `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%gZ')` : `(${sql})::VARCHAR`;
}

/** SQL that reads a frozen file, with the number of each row in it. */
export function rowsSql(file: string): string {
  return `read_parquet(${text(file)}, file_row_number = true)`;
}
