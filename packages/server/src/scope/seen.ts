import { columnCounts } from '@tickmark/control-testing';
import {
  byText,
  isIn,
  nameKey,
  namesOfItem,
  scopeKinds,
  seenColumns,
  type Population,
  type ScopeKind,
  type SeenColumn,
} from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import { Afterwards, type Handler } from '../platform/handler.ts';
import { newestPopulations } from '../populations/index.ts';
import { presentVersions } from './shown.ts';

/** Different values of a column that are looked at. */
const mostValues = 2000;

interface Seen {
  kind: ScopeKind;
  name: string;
  seen: { populationId: string; population: string; what: string; rows: number }[];
}

/** What the newest frozen populations of an engagement name, held against its scope. */
export const discover: Handler<'scope.discovered'> = async (context, { engagementId }) => {
  const { tx, organizationId, blobs } = context;
  await engagementOf(tx, organizationId, engagementId);
  const present = await presentVersions(tx, organizationId, engagementId);
  const sides = new Map<string, 'in' | 'out'>();
  for (const { body } of present) {
    for (const name of namesOfItem(body)) sides.set(`${body.kind} ${name}`, isIn(body) ? 'in' : 'out');
  }
  const looked = (await newestPopulations(tx, organizationId, engagementId)).flatMap((population) =>
    seenColumns
      .filter(({ population: kind, column }) => kind === population.kind && hasColumn(population, column))
      .map((of) => ({ of, population })),
  );
  return new Afterwards(async () => {
    const found = new Map<string, Seen>();
    const cut: string[] = [];
    const told = [];
    for (const { of, population } of looked) {
      const file = await blobs.local(organizationId, population.manifest.sha256);
      const values = await columnCounts(file, of.column, mostValues + 1);
      const { name } = population.manifest;
      if (values.length > mostValues) cut.push(`${name}, ${of.column}`);
      told.push({ populationId: population.id, population: name, column: of.column, values: values.length });
      for (const { value, rows } of values.slice(0, mostValues)) note(found, of, population, value, rows);
    }
    const all = [...found.values()];
    const side = ({ kind, name }: Seen): 'in' | 'out' | undefined => sides.get(`${kind} ${nameKey(name)}`);
    const items = all
      .filter((each) => side(each) === undefined)
      .toSorted((a, b) => scopeKinds.indexOf(a.kind) - scopeKinds.indexOf(b.kind) || byText(a.name, b.name));
    const count = (of: 'in' | 'out'): number => all.filter((each) => side(each) === of).length;
    return {
      items,
      total: items.length,
      counts: { seen: all.length, in: count('in'), out: count('out') },
      looked: told,
      cut,
    };
  });
};

function hasColumn({ manifest }: Population, column: string): boolean {
  return manifest.columns.some(({ name, type }) => name === column && type === 'string');
}

function note(found: Map<string, Seen>, { kind, what }: SeenColumn, of: Population, value: string, rows: number): void {
  const key = `${kind} ${nameKey(value)}`;
  const known = found.get(key) ?? { kind, name: value.trim(), seen: [] };
  known.seen.push({ populationId: of.id, population: of.manifest.name, what, rows });
  found.set(key, known);
}
