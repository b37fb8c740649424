import type { KindShape } from '../definitions/index.ts';
import { identifier } from '../duckdb/index.ts';
import { walk, type Node } from '../expressions/index.ts';
import { columnSql, type PopulationFile } from './sources.ts';

/** Columns of one row variable that expressions speak of. */
export function columnsIn(nodes: readonly Node[], row: string): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) for (const n of walk(node)) if (n.op === 'column' && n.row === row) names.add(n.name);
  return names;
}

/** SQL of columns of a frozen file, each under its name. */
export function columnList(population: PopulationFile, kind: KindShape, names: ReadonlySet<string>): string {
  return [...names].map((name) => `${columnSql(population, kind, name)} AS ${identifier(name)}`).join(', ');
}

export const sqlTypes: Record<Node['type'], string> = {
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  int: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  duration: 'BIGINT',
  strings: 'VARCHAR[]',
};
