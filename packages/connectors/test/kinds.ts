import { readFileSync } from 'node:fs';
import { populationKind, type PopulationKind, type Row } from '@tickmark/core';
import { parse } from 'yaml';

/** A population kind of the content. */
export function kindOf(id: string): PopulationKind {
  const file = new URL(`../../../content/populations/${id}.yaml`, import.meta.url);
  return populationKind.parse(parse(readFileSync(file, 'utf8')));
}

export async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
