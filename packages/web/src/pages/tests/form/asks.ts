import type { ColumnType } from '@tickmark/core';
import type { ColumnOf, Comparison, Condition, Operand } from './form.ts';

/** What a person chooses between for one column. The id ends in `-column` where another column is compared with. */
export interface Ask {
  id: string;
  label: string;
}

const words: Record<Comparison, string> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
};
const times: Record<Comparison, string> = {
  '==': 'is at',
  '!=': 'is not at',
  '<': 'is before',
  '<=': 'is not after',
  '>': 'is after',
  '>=': 'is not before',
};

const known: Ask[] = [
  { id: 'known', label: 'has a value' },
  { id: 'unknown', label: 'has no value' },
];

function compared(hows: readonly Comparison[], say: Record<Comparison, string>): Ask[] {
  return [
    ...hows.map((how) => ({ id: how, label: say[how] })),
    ...hows.map((how) => ({ id: `${how}-column`, label: `${say[how]} (another column)` })),
  ];
}

const all = ['==', '!=', '<', '<=', '>', '>='] as const;

/** What may be asked of a column of some type. */
export function asksFor(type: ColumnType | undefined): Ask[] {
  switch (type) {
    case 'integer':
    case 'number':
      return [...compared(all, words), ...known];
    case 'boolean':
      return [...compared(['==', '!='], words), ...known];
    case 'date':
      return [...known, ...compared(all, times)];
    case 'instant':
      return [...known, ...compared(all, times), { id: 'soon', label: 'is at most some hours after' }];
    case 'strings':
      return [
        { id: 'filled', label: 'names at least one' },
        { id: 'empty', label: 'names nobody and nothing' },
        { id: 'listed', label: 'names' },
        { id: 'not-listed', label: 'does not name' },
      ];
    default:
      return [
        ...compared(['==', '!='], words),
        { id: 'one-of', label: 'is one of' },
        { id: 'startsWith', label: 'begins with' },
        { id: 'endsWith', label: 'ends with' },
        { id: 'contains', label: 'contains' },
        ...known,
      ];
  }
}

/** The choice a condition stands for. */
export function askOf(condition: Exclude<Condition, { ask: 'related' }>): string {
  switch (condition.ask) {
    case 'compare':
      return condition.to.is === 'column' ? `${condition.how}-column` : condition.how;
    case 'text':
      return condition.how;
    case 'known':
      return condition.known ? 'known' : 'unknown';
    case 'filled':
      return condition.filled ? 'filled' : 'empty';
    case 'listed':
      return condition.listed ? 'listed' : 'not-listed';
    case 'one-of':
    case 'soon':
      return condition.ask;
  }
}

/** A condition of a column by a choice, with what was written before where it still fits. */
export function conditionFor(
  id: string,
  column: string,
  type: ColumnType | undefined,
  before: { text: string; other: ColumnOf },
): Condition {
  switch (id) {
    case 'known':
    case 'unknown':
      return { ask: 'known', column, known: id === 'known' };
    case 'filled':
    case 'empty':
      return { ask: 'filled', column, filled: id === 'filled' };
    case 'listed':
    case 'not-listed':
      return { ask: 'listed', column, listed: id === 'listed', value: before.text };
    case 'one-of':
      return { ask: 'one-of', column, values: [before.text] };
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return { ask: 'text', column, how: id, value: before.text };
    case 'soon':
      return { ask: 'soon', column, hours: 24, after: before.other };
    default: {
      const how = all.find((known) => known === id.replace(/-column$/, '')) ?? '==';
      const to: Operand = id.endsWith('-column') ? { is: 'column', ...before.other } : literalOf(type, before.text);
      return { ask: 'compare', column, how, to };
    }
  }
}

/** A value as it is written in a field, for a column of some type. */
export function literalOf(type: ColumnType | undefined, text: string): Operand {
  switch (type) {
    case 'integer':
    case 'number': {
      const number = Number(text);
      return { is: 'number', value: text !== '' && /^-?\d+(?:\.\d+)?$/.test(String(number)) ? number : 0 };
    }
    case 'boolean':
      return { is: 'flag', value: text !== 'false' };
    case 'date':
      return { is: 'date', value: text };
    case 'instant':
      return { is: 'instant', value: /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text };
    default:
      return { is: 'text', value: text };
  }
}

/** The text a field shows for a condition; empty where it holds none. */
export function textOf(condition: Condition): string {
  switch (condition.ask) {
    case 'compare':
      return condition.to.is === 'column' ? '' : String(condition.to.value);
    case 'one-of':
      return condition.values.join(', ');
    case 'text':
    case 'listed':
      return condition.value;
    default:
      return '';
  }
}
