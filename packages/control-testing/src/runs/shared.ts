import { toSql, walk, type Node, type SqlNames } from '../expressions/index.ts';
import { sqlTypes } from './columns.ts';

/** Parts of expressions that are asked several times of the same row, worked out once for each row. */
export interface SharedParts {
  /** SQL of a part that is a column of the row by now; undefined for all others. */
  of(node: Node): string | undefined;
  /** Columns to add to the row, of those parts that were asked for: `sql AS name`. */
  columns(): string[];
}

/** What is worked out faster than it is fetched, and what must not be worked out where nobody asks for it. */
const unshared: ReadonlySet<Node['op']> = new Set(['column', 'and', 'or', 'not', 'has']);

/**
 * Finds the parts that occur more than once in expressions over one row; each expression comes with the name that its
 * row has in it. `names` says how columns of the row become SQL, `alias` what the row is called there.
 */
export function sharedParts(
  expressions: readonly { node: Node; row: string }[],
  names: SqlNames,
  alias: string,
): SharedParts {
  const bySql = new Map<string, { type: Node['type']; parts: Node[] }>();
  for (const { node, row } of expressions) {
    for (const part of walk(node)) {
      if (!isOfRow(part, row)) continue;
      const sql = toSql(part, names);
      const alike = bySql.get(sql) ?? { type: part.type, parts: [] };
      alike.parts.push(part);
      bySql.set(sql, alike);
    }
  }
  const repeated = new Map<Node, { sql: string; name: string }>();
  for (const [sql, { type, parts }] of bySql) {
    if (parts.length === 1) continue;
    // What is never known would have no type as a column, and fit no list.
    const shared = { sql: `(${sql})::${sqlTypes[type]}`, name: `"shared ${repeated.size}"` };
    for (const part of parts) repeated.set(part, shared);
  }
  const asked = new Map<string, string>();
  return {
    of: (node) => {
      const shared = repeated.get(node);
      if (!shared) return undefined;
      asked.set(shared.name, shared.sql);
      return `${alias}.${shared.name}`;
    },
    columns: () => [...asked].map(([name, sql]) => `${sql} AS ${name}`),
  };
}

/** Whether a part speaks of columns of one row and of nothing else. */
function isOfRow(part: Node, row: string): boolean {
  if (unshared.has(part.op)) return false;
  let speaks = false;
  for (const n of walk(part)) {
    if (n.op === 'element' || n.op === 'quantify' || n.op === 'gather') return false;
    if (n.op !== 'column') continue;
    if (n.row !== row) return false;
    speaks = true;
  }
  return speaks;
}

/** A query of rows with the parts that are worked out once for each of them. */
export function withParts(rows: string, parts: SharedParts, alias: string): string {
  const columns = parts.columns();
  return columns.length === 0 ? rows : `SELECT ${alias}.*, ${columns.join(', ')} FROM (${rows}) AS ${alias}`;
}
