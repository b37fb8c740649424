import { readdirSync, readFileSync } from 'node:fs';
import { populationKind as shape, TickmarkError, type PopulationKind } from '@tickmark/core';
import { parse } from 'yaml';
import { nearest } from '../expressions/index.ts';

const folder = new URL('../../../../content/populations/', import.meta.url);
let kinds: PopulationKind[] | undefined;

/** Population kinds of `content/populations`, by id. */
export function populationKinds(): PopulationKind[] {
  kinds ??= readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => shape.parse(parse(readFileSync(new URL(name, folder), 'utf8'))));
  return kinds;
}

/** One population kind. Throws `not_found` with the nearest name. */
export function populationKind(id: string): PopulationKind {
  const known = populationKinds();
  const kind = known.find((k) => k.id === id);
  if (kind) return kind;
  const ids = known.map((k) => k.id);
  const near = nearest(id, ids);
  throw new TickmarkError('not_found', `There is no population kind ${id}.`, {
    field: 'kind',
    action: near === null ? `Known kinds: ${ids.join(', ')}.` : `Did you mean ${near}?`,
  });
}
