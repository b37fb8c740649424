import { TickmarkError, type ColumnMapping, type ColumnType, type PopulationKind } from '@tickmark/core';
import { closestName, plainName } from '../names/closest.ts';

/** One population column and the file columns it is made of, by place in the record. */
export interface MappedColumn {
  name: string;
  type: ColumnType;
  required: boolean;
  /** Places in the file's columns; empty when nothing is mapped. */
  from: number[];
}

export interface Resolved {
  mapping: ColumnMapping;
  columns: MappedColumn[];
  /** Required columns that nothing is mapped to. */
  missing: string[];
  /** Other columns that nothing is mapped to. */
  absent: string[];
}

/**
 * Which file columns each population column is made of: as `asked`, else the one whose name is the
 * same but for case, spaces and punctuation. Throws `population_invalid` for a name neither side has.
 */
export function resolveMapping(kind: PopulationKind, fileColumns: string[], asked: ColumnMapping = {}): Resolved {
  const names = kind.columns.map((c) => c.name);
  for (const name of Object.keys(asked)) {
    if (names.includes(name)) continue;
    throw new TickmarkError('population_invalid', `${kind.title} have no column "${name}".${maybe(name, names)}`, {
      field: `reading.mapping.${name}`,
      action: `Use one of: ${names.join(', ')}.`,
    });
  }
  const mapping: ColumnMapping = {};
  const columns = kind.columns.map((column): MappedColumn => {
    const sources = asked[column.name];
    const from =
      sources === undefined
        ? sameName(column.name, fileColumns)
        : sources.map((source) => placeOf(source, fileColumns, `reading.mapping.${column.name}`));
    if (from.length > 0) mapping[column.name] = from.map((place) => fileColumns[place] ?? '');
    return { name: column.name, type: column.type, required: column.required, from };
  });
  const without = columns.filter((c) => c.from.length === 0);
  const missing = without.filter((c) => c.required).map((c) => c.name);
  const absent = without.filter((c) => !c.required).map((c) => c.name);
  return { mapping, columns, missing, absent };
}

/** The fault of a file without a column that rows mean nothing without. */
export function missingColumn(kind: PopulationKind, missing: string[], fileColumns: string[]): TickmarkError {
  const [name = kind.key] = missing;
  const closest = closestName(name, fileColumns);
  const listed = fileColumns.length === 0 ? 'none' : fileColumns.map((c) => `"${c}"`).join(', ');
  return new TickmarkError(
    'population_invalid',
    `No column of the file is mapped to "${name}", which ${kind.title.toLowerCase()} need. The file has: ${listed}.`,
    {
      field: `reading.mapping.${name}`,
      action: `Map "${name}" to a column of the file${closest === null ? '' : `, perhaps "${closest}"`}.`,
    },
  );
}

/** Place of a file column by its exact name, else by its plain name. Throws `population_invalid`. */
export function placeOf(source: string, fileColumns: string[], field: string): number {
  const exact = places(fileColumns, (c) => c === source);
  const found = exact.length > 0 ? exact : sameName(source, fileColumns);
  if (exact.length > 1) {
    throw new TickmarkError('population_invalid', `The file has ${exact.length} columns named "${source}".`, {
      field,
      action: 'Give the columns different names.',
    });
  }
  const [place] = found;
  if (place !== undefined) return place;
  throw new TickmarkError('population_invalid', `The file has no column "${source}".${maybe(source, fileColumns)}`, {
    field,
    action: `Use one of: ${fileColumns.join(', ')}.`,
  });
}

/** The one column of the same name; none when several are alike, since none may be guessed. */
function sameName(name: string, fileColumns: string[]): number[] {
  const exact = places(fileColumns, (c) => c === name);
  if (exact.length === 1) return exact;
  const plain = plainName(name);
  const alike = places(fileColumns, (c) => plainName(c) === plain);
  return alike.length === 1 ? alike : [];
}

function places(names: string[], matches: (name: string) => boolean): number[] {
  return names.flatMap((name, place) => (matches(name) ? [place] : []));
}

function maybe(name: string, names: string[]): string {
  const closest = closestName(name, names);
  return closest === null ? '' : ` Did you mean "${closest}"?`;
}
