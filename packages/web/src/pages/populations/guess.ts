import type { FileReading, PopulationKind } from '@tickmark/core';

/** What the beginning of a file suggests: its form, its columns, and the kind of population it may be. */
export interface Guess {
  format: FileReading['format'];
  delimiter: string;
  /** JSON: where the array of objects stands; empty for the whole document. */
  pointer: string;
  columns: string[];
  kind: string | null;
}

const delimiters = [',', ';', '\t', '|'];

/** Reads the first bytes only. The person decides; a wrong guess costs a choice in a list. */
export function guessFile(beginning: Uint8Array, fileName: string, kinds: readonly PopulationKind[]): Guess {
  const packed = startsWith(beginning, 'PK') ? 'xlsx' : startsWith(beginning, 'PAR1') ? 'parquet' : null;
  if (packed !== null) {
    // Their columns can't be told from the first bytes, but a name often says what the rows are.
    return { format: packed, delimiter: ',', pointer: '', columns: [], kind: kindInName(fileName, kinds) };
  }
  const text = new TextDecoder().decode(beginning).trimStart();
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  if (isObject(first) || (/\.(jsonl|ndjson)$/i.test(fileName) && first.startsWith('{'))) {
    const columns = keysOf(first);
    return { format: 'jsonl', delimiter: ',', pointer: '', columns, kind: closestKind(columns, kinds) };
  }
  if (/^\[\s*[{\]]/.test(text) || /^\{\s*["}]/.test(text)) {
    const member = /^\{\s*"([^"\\]+)"\s*:\s*\[/.exec(text)?.[1];
    const columns = keysOf(/\{[^{}]*\}/.exec(text)?.[0] ?? '');
    const pointer = member === undefined ? '' : `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return { format: 'json', delimiter: ',', pointer, columns, kind: closestKind(columns, kinds) };
  }
  const delimiter = delimiters.toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const columns = first.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return { format: 'csv', delimiter, pointer: '', columns, kind: closestKind(columns, kinds) };
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, place) => bytes[place] === letter.charCodeAt(0));
}

function isObject(line: string): boolean {
  return line.startsWith('{') && keysOf(line).length > 0;
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

/** The kind whose id stands in the name of the file; the longest where several do. */
function kindInName(fileName: string, kinds: readonly PopulationKind[]): string | null {
  const name = plain(fileName);
  const found = kinds.filter(({ id }) => name.includes(plain(id))).toSorted((a, b) => b.id.length - a.id.length);
  return found[0]?.id ?? null;
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
