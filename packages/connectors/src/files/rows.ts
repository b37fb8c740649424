import type { FileReading, RejectedRow, Row, Value } from '@tickmark/core';
import { Zone } from '../time/zone.ts';
import { BrokenRecord } from './csv.ts';
import { placeOf, type MappedColumn } from './mapping.ts';
import type { FileRecord } from './source.ts';
import { parseTyped, parseText, Unreadable } from './values.ts';

/** What becomes of a record: a row, a rejection with its reason, or left out by the filter. */
export type Fate = { row: Row } | { rejected: Omit<RejectedRow, 'row'> } | 'excluded';

export interface RowReader {
  /** Places in a record that are looked at. */
  used: ReadonlySet<number>;
  read(record: FileRecord): Fate;
}

/** What turns records of a file into rows. Throws for a filter on no column. */
export function rowReader(reading: FileReading, fileColumns: string[], columns: MappedColumn[]): RowReader {
  const zone = reading.localTime === undefined ? undefined : new Zone(reading.localTime);
  const filters = Object.entries(reading.only ?? {}).map(([name, values]) => ({
    place: placeOf(name, fileColumns, `reading.only.${name}`),
    values: new Set(values.map((v) => v.trim())),
  }));
  const width = fileColumns.length;
  const parse = reading.format === 'csv' ? parseCell : parseTyped;
  const read = (record: FileRecord): Fate => {
    if (record instanceof BrokenRecord) return { rejected: { column: null, reason: record.reason } };
    // The filter comes before the count of fields: logs mix lines of several shapes.
    const leftOut = filters.some((f) => f.place < record.length && !f.values.has(String(record[f.place] ?? '').trim()));
    if (leftOut) return 'excluded';
    if (record.length !== width) return { rejected: { column: null, reason: widthReason(record.length, width) } };
    const row: Row = {};
    for (const column of columns) {
      const value = readColumn(column, record, zone, parse);
      if (value instanceof Unreadable) return { rejected: { column: column.name, reason: value.reason } };
      if (value === null && column.required && column.from.length > 0) {
        return { rejected: { column: column.name, reason: 'is empty' } };
      }
      row[column.name] = value;
    }
    return { row };
  };
  const used = new Set([...filters.map(({ place }) => place), ...columns.flatMap(({ from }) => from)]);
  return { used, read };
}

type Parse = (type: MappedColumn['type'], cell: unknown, zone: Zone | undefined) => Value | Unreadable;

const parseCell: Parse = (type, cell, zone) => parseText(type, cell as string, zone);

function readColumn(
  column: MappedColumn,
  record: readonly unknown[],
  zone: Zone | undefined,
  parse: Parse,
): Value | Unreadable {
  const [first, ...others] = column.from;
  if (first === undefined) return column.type === 'strings' ? [] : null;
  const value =
    others.length === 0
      ? parse(column.type, record[first], zone)
      : parseText(column.type, joined(column.from, record), zone);
  return column.name === 'email' && typeof value === 'string' ? value.toLowerCase() : value;
}

function joined(places: number[], record: readonly unknown[]): string {
  return places
    .map((place) => String(record[place] ?? '').trim())
    .filter((part) => part !== '')
    .join(' ');
}

function widthReason(found: number, expected: number): string {
  return `has ${found} ${found === 1 ? 'field' : 'fields'} where the header has ${expected}`;
}
