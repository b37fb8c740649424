import type { ColumnType } from '@tickmark/core';

/** A test definition as somebody fills it in who does not write expressions. */
export interface TestForm {
  control: string;
  /** What follows the dot of the id; empty when the id is the control's code. */
  name: string;
  title: string;
  description: string;
  population: string;
  where: Conditions;
  relations: FormRelation[];
  asks:
    | { kind: 'items'; attributes: FormAttribute[] }
    | { kind: 'cadence'; every: string; graceDays: number; at: string }
    | { kind: 'state'; observed: string; subject: string | null; attributes: FormAttribute[] };
}

export interface FormAttribute {
  title: string;
  pass: Conditions;
}

/** Rows of another population that belong to an item where the columns are equal. */
export interface FormRelation {
  name: string;
  population: string;
  on: { related: string; item: string }[];
}

/** Fewer than two conditions are joined by `and`. */
export interface Conditions {
  join: 'and' | 'or';
  list: Condition[];
}

export const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** A column of the row a condition speaks of, or of the item when that row is a related one. */
export interface ColumnOf {
  row: 'own' | 'item';
  column: string;
}

export type Operand =
  | { is: 'text' | 'date' | 'instant'; value: string }
  | { is: 'number'; value: number }
  | { is: 'flag'; value: boolean }
  | ({ is: 'column' } & ColumnOf);

/** One thing asked of a row. `related` is asked of items only. */
export type Condition =
  | { ask: 'compare'; column: string; how: Comparison; to: Operand }
  | { ask: 'one-of'; column: string; values: string[] }
  | { ask: 'text'; column: string; how: 'startsWith' | 'endsWith' | 'contains'; value: string }
  | { ask: 'known'; column: string; known: boolean }
  | { ask: 'filled'; column: string; filled: boolean }
  | { ask: 'listed'; column: string; listed: boolean; value: string }
  | { ask: 'soon'; column: string; hours: number; after: ColumnOf }
  | { ask: 'related'; how: 'some' | 'all' | 'none'; relation: string; where: Conditions };

export const noConditions: Conditions = { join: 'and', list: [] };

/** `A`, `B` … `Z`, `AA`, `AB` … */
export function attributeName(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : attributeName(Math.floor(position / 26) - 1) + last;
}

/** A name for a relation that is free: the last word of the population's id. */
export function relationName(population: string, taken: readonly string[]): string {
  const word = population.split('-').at(-1) ?? '';
  const base = ['', 'item', 'period'].includes(word) ? 'related' : word.slice(0, 28);
  let name = base;
  for (let n = 2; taken.includes(name); n += 1) name = `${base}${n}`;
  return name;
}

/** Word that stands for a row of a relation inside a condition. */
export function variableOf(relations: readonly { name: string }[]): string {
  const taken = relations.map(({ name }) => name);
  return ['r', 'x', 'row', 'one'].find((word) => !taken.includes(word)) ?? 'another';
}

/** A first condition on a column, of the kind that suits its type. */
export function conditionOn(column: string, type: ColumnType | undefined): Condition {
  switch (type) {
    case 'boolean':
      return { ask: 'compare', column, how: '==', to: { is: 'flag', value: true } };
    case 'integer':
    case 'number':
      return { ask: 'compare', column, how: '>=', to: { is: 'number', value: 1 } };
    case 'date':
    case 'instant':
      return { ask: 'known', column, known: true };
    case 'strings':
      return { ask: 'filled', column, filled: true };
    default:
      return { ask: 'compare', column, how: '==', to: { is: 'text', value: '' } };
  }
}

/** An example to begin from, which a person replaces. */
export const exampleForm: TestForm = {
  control: 'CHG-02',
  name: 'own',
  title: 'Changes to main carry a sign-off',
  description: '',
  population: 'code-changes',
  where: { join: 'and', list: [{ ask: 'compare', column: 'branch', how: '==', to: { is: 'text', value: 'main' } }] },
  relations: [],
  asks: {
    kind: 'items',
    attributes: [
      {
        title: 'Somebody signed off',
        pass: { join: 'and', list: [{ ask: 'filled', column: 'signed_off_by', filled: true }] },
      },
    ],
  },
};
