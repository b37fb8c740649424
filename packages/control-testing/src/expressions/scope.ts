import type { ColumnType } from '@tickmark/core';
import type { Type } from './node.ts';

/** Columns of a population, by name. */
export type Columns = ReadonlyMap<string, Type>;

/** Names an expression may use. */
export interface Scope {
  /** Population kind for messages, and columns, of each row variable. */
  rows: ReadonlyMap<string, { kind: string; columns: Columns }>;
  relations: ReadonlyMap<string, { kind: string; columns: Columns }>;
  /** Variables that stand for an element of a `strings` value. */
  elements: ReadonlySet<string>;
}

const typeOfColumn: Record<ColumnType, Type> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  date: 'date',
  instant: 'timestamp',
  strings: 'strings',
};

/** Types of a population's columns in the expression language. */
export function columnsOf(columns: readonly { name: string; type: ColumnType }[]): Columns {
  return new Map(columns.map(({ name, type }) => [name, typeOfColumn[type]]));
}

/** Types in words for messages. */
export const typeWords: Record<Type, string> = {
  bool: 'true or false',
  string: 'text',
  int: 'a whole number',
  double: 'a number',
  date: 'a date',
  timestamp: 'an instant',
  duration: 'a duration',
  strings: 'a list of texts',
};
