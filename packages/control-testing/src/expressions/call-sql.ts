import { text } from '../duckdb/index.ts';
import { startOfDay } from '../time/index.ts';
import { bind } from './bind-sql.ts';
import { longestText, timestampRange, type Call, type Node } from './node.ts';
import type { SqlNames } from './sql.ts';
import { numberPattern, whiteSpace, wholePattern } from './text-functions.ts';
import { businessDaysFromSql, daysFromSql, partSql, plusBusinessDaysSql, plusDaysSql } from './time-sql.ts';
import { dateSql, instantSql, startOfDaySql } from './zone-sql.ts';
import { zoneIn } from './zones.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Places in texts and lists: no text is longer. */
const farthest = 2_147_483_646;

/** DuckDB SQL of a function; NULL where an operand or the answer is unknown. `sql` compiles an operand. */
export function callSql(node: Call, names: SqlNames, sql: (operand: Node) => string): string {
  const [first] = node.args;
  const operands = node.args.map(sql);
  // As many as the checker has counted; what may be left out is undefined.
  const [a, b, c] = operands as [string, string, string];
  switch (node.name) {
    case 'startsWith':
      return `starts_with(${a}, ${b})`;
    case 'endsWith':
      return `ends_with(${a}, ${b})`;
    case 'contains':
      return `contains(${a}, ${b})`;
    case 'matches':
      return `regexp_matches(${a}, ${b})`;
    case 'lowerAscii':
      return `translate(${a}, '${upper}', '${upper.toLowerCase()}')`;
    case 'upperAscii':
      return `translate(${a}, '${upper.toLowerCase()}', '${upper}')`;
    case 'trim':
      return `trim(${a}, ${text(whiteSpace)})`;
    case 'substring':
      return substringSql(a, b, c);
    case 'charAt':
      return bind(
        [a, placeSql(b)],
        (s, at) => `(CASE WHEN ${at} <= length(${s}) THEN substring(${s}, ${at} + 1, 1) END)`,
      );
    case 'indexOf':
      return `(instr(${a}, ${b}) - 1)`;
    case 'replace':
      return replaceSql(a, b, c);
    case 'split':
      return bind([b], (separator) => `(CASE WHEN ${separator} IS NOT NULL THEN string_split(${a}, ${separator}) END)`);
    case 'join':
      return joinSql(a, node.args.length > 1 ? b : `''`);
    case 'distinct':
      return `list_sort(list_distinct(${a}))`;
    case '[]':
      return `list_extract(${a}, ${placeSql(b)} + 1)`;
    case 'size':
      return `length(${a})`;
    case 'string':
      return textSql(first, a);
    case 'int':
      return wholeSql(first, a);
    case 'double':
      return numberSql(first, a);
    case 'abs':
      return first.type === 'int'
        ? whole(`abs((${a})::HUGEINT)`)
        : bind([a], (n) => `(CASE WHEN ${n} < 0 THEN -${n} ELSE ${n} END)`);
    case 'least':
    case 'greatest':
      return extremeSql(node.name, operands);
    case 'timestamp':
      return first.type === 'date' ? firstInstantSql(first, a, names) : a;
    case 'date':
      return first.type === 'timestamp' ? bind([a], (instant) => dateSql(names.zone, instant)) : a;
    case 'addDays':
      return plusDaysSql(a, b);
    case 'daysBetween':
      return daysFromSql(a, b);
    case 'addBusinessDays':
      return plusBusinessDaysSql(names.calendar, a, b);
    case 'businessDaysBetween':
      return businessDaysFromSql(names.calendar, a, b);
    default:
      return partSql(node.name, `(${a})`, first.type, zoneIn(node.zone, names.zone));
  }
}

/**
 * A whole number of 64 bits, or NULL. The xor with 0 changes nothing; without it, DuckDB compares a
 * TRY_CAST with a constant before the cast and forgets that the cast can fail.
 */
export function whole(huge: string): string {
  return `xor(TRY_CAST((${huge}) AS BIGINT), 0::BIGINT)`;
}

/** A number that is finite, or NULL. */
export function finite(number: string): string {
  return bind([number], (n) => `(CASE WHEN isfinite(${n}) THEN ${n} END)`);
}

/** The first instant of a date; that of a bound of the period is one for all rows, and known. */
function firstInstantSql(date: Node, sql: string, { zone, period }: SqlNames): string {
  if (date.op === 'period') return instantSql(startOfDay(zone, period[date.end]));
  return bind([sql], (day) => startOfDaySql(zone, day));
}

function placeSql(place: string): string {
  return bind([place], (at) => `(CASE WHEN ${at} BETWEEN 0 AND ${farthest} THEN ${at} END)`);
}

function substringSql(of: string, from: string, to: string | undefined): string {
  if (to === undefined) {
    return bind([of, placeSql(from)], (s, i) => `(CASE WHEN ${i} <= length(${s}) THEN substring(${s}, ${i} + 1) END)`);
  }
  return bind(
    [of, placeSql(from), placeSql(to)],
    (s, i, j) => `(CASE WHEN ${i} <= ${j} AND ${j} <= length(${s}) THEN substring(${s}, ${i} + 1, ${j} - ${i}) END)`,
  );
}

/** The length is known before the text is made: removing a part never makes a text longer. */
function replaceSql(of: string, part: string, by: string): string {
  return bind(
    [of, part, by],
    (s, p, t) =>
      `(CASE WHEN length(${s}) + (length(${s}) - length(replace(${s}, ${p}, ''))) // nullif(length(${p}), 0) * (length(${t}) - length(${p})) <= ${longestText} THEN replace(${s}, ${p}, ${t}) END)`,
  );
}

function joinSql(list: string, between: string): string {
  return bind(
    [list],
    (l) =>
      `(CASE WHEN coalesce(list_sum(list_transform(${l}, lambda part: length(part))), 0) + length(${between}) * greatest(len(${l}) - 1, 0) <= ${longestText} THEN array_to_string(${l}, ${between}) END)`,
  );
}

function textSql(of: Node, sql: string): string {
  if (of.type !== 'timestamp') return of.type === 'string' ? sql : `(${sql})::VARCHAR`;
  return bind([`(${sql})`], (t) => {
    const rest = `(epoch_us(${t}) % 1000000 + 1000000) % 1000000`;
    const known = `epoch_us(${t}) BETWEEN ${timestampRange.from} AND ${timestampRange.to}`;
    const seconds = `strftime(${t}, '%Y-%m-%dT%H:%M:%S')`;
    return `(CASE WHEN ${known} THEN ${seconds} || rtrim(rtrim('.' || lpad((${rest})::VARCHAR, 6, '0'), '0'), '.') || 'Z' END)`;
  });
}

function wholeSql(of: Node, sql: string): string {
  if (of.type === 'int') return sql;
  if (of.type === 'double') {
    const bound = `9223372036854775808::DOUBLE`;
    return whole(bind([sql], (n) => `CASE WHEN abs(${n}) < ${bound} THEN trunc(${n}) END`));
  }
  return whole(bind([sql], (s) => `CASE WHEN regexp_full_match(${s}, ${text(wholePattern)}) THEN ${s} END`));
}

function numberSql(of: Node, sql: string): string {
  if (of.type !== 'string') return `(${sql})::DOUBLE`;
  const read = bind(
    [sql],
    (s) => `(CASE WHEN regexp_full_match(${s}, ${text(numberPattern)}) THEN TRY_CAST(${s} AS DOUBLE) END)`,
  );
  return finite(read);
}

/** DuckDB's own `least` and `greatest` pass over NULL; here it makes the answer unknown. */
function extremeSql(name: 'least' | 'greatest', operands: readonly string[]): string {
  const sign = name === 'least' ? '<=' : '>=';
  return operands.reduce((best, next) =>
    bind([best, next], (a, b) => `(CASE WHEN ${a} ${sign} ${b} THEN ${a} WHEN NOT ${a} ${sign} ${b} THEN ${b} END)`),
  );
}
