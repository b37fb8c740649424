import type { FileReading, PopulationKind } from '@tickmark/core';

/** What the beginning of a file suggests: its form, its columns, and the kind of population it may be. */
export interface Guess {
  format: FileReading['format'];
  delimiter: string;
  columns: string[];
  kind: string | null;
}

const delimiters = [',', ';', '\t', '|'];

/** Reads the first lines only. The person decides; a wrong guess costs a choice in a list. */
export function guessFile(beginning: string, fileName: string, kinds: readonly PopulationKind[]): Guess {
  const first = beginning.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  if (/\.(jsonl|ndjson)$/i.test(fileName) || first.trimStart().startsWith('{')) {
    const columns = keysOf(first);
    return { format: 'jsonl', delimiter: ',', columns, kind: closestKind(columns, kinds) };
  }
  const delimiter = delimiters.toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const columns = first.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return { format: 'csv', delimiter, columns, kind: closestKind(columns, kinds) };
}

function keysOf(line: string): string[] {
  try {
    return Object.keys(JSON.parse(line) as object);
  } catch {
    return [];
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

/** The kind that shares most columns with the file; ties go to the one with fewer columns of its own. */
function closestKind(columns: readonly string[], kinds: readonly PopulationKind[]): string | null {
  const present = new Set(columns.map(plain));
  const scored = kinds
    .map((kind) => ({
      id: kind.id,
      shared: kind.columns.filter(({ name }) => present.has(name)).length,
      of: kind.columns.length,
    }))
    .filter(({ shared }) => shared > 1)
    .toSorted((a, b) => b.shared - a.shared || a.of - b.of);
  return scored[0]?.id ?? null;
}
