import { comparisons, type ColumnOf, type Comparison, type Condition, type Conditions, type Operand } from './form.ts';

/** Conditions of an expression over `item`; null when it asks anything a form cannot show. */
export function readConditions(text: string, variable: string): Conditions | null {
  return conditionsOf(text, 'item', variable);
}

function conditionsOf(text: string, row: string, variable: string): Conditions | null {
  if (text === '') return { join: 'and', list: [] };
  const alternatives = split(text, ' || ');
  const parts = alternatives.length > 1 ? alternatives : split(text, ' && ');
  const list: Condition[] = [];
  for (const part of parts) {
    const condition = conditionOf(part, row, variable);
    if (condition === null) return null;
    list.push(condition);
  }
  return { join: alternatives.length > 1 ? 'or' : 'and', list };
}

/** Splits at an operator that stands outside texts and brackets. */
function split(text: string, operator: string): string[] {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => ' '.repeat(literal.length));
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < bare.length; i += 1) {
    if ('(['.includes(bare[i] ?? '')) depth += 1;
    if (')]'.includes(bare[i] ?? '')) depth -= 1;
    if (depth !== 0 || !bare.startsWith(operator, i)) continue;
    parts.push(text.slice(start, i));
    start = i + operator.length;
  }
  return [...parts, text.slice(start)];
}

const literal = String.raw`"(?:[^"\\]|\\.)*"`;

type Reader = (found: readonly string[], row: string, variable: string) => Condition | null;

/** Every shape of a condition, with how it is read. The row of a column is looked at where `own` is asked. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    /^(!?)(\w+)\.(exists|all)\((\w+), (.*)\)$/s,
    ([not, relation = '', macro, word, body = ''], row, variable) => {
      if (row !== 'item' || word !== variable || (not === '!' && macro === 'all')) return null;
      const where = conditionsOf(body === 'true' ? '' : body, variable, variable);
      const how = macro === 'all' ? 'all' : not === '!' ? 'none' : 'some';
      return where && { ask: 'related', how, relation, where };
    },
  ],
  [
    /^(\w+)\.(\w*) in \[(.*)\]$/s,
    ([of, column = '', list], row) => {
      const values = json(`[${list}]`);
      const texts = Array.isArray(values) && values.length > 0 && values.every((v) => typeof v === 'string');
      return of === row && texts ? { ask: 'one-of', column, values } : null;
    },
  ],
  [
    new RegExp(String.raw`^(!\()?(${literal}) in (\w+)\.(\w*)\)?$`, 's'),
    ([not, value = '', of, column = ''], row) =>
      of === row ? { ask: 'listed', column, listed: not === undefined, value: String(json(value)) } : null,
  ],
  [
    new RegExp(String.raw`^(\w+)\.(\w*)\.(startsWith|endsWith|contains)\((${literal})\)$`, 's'),
    ([of, column = '', how, value = ''], row) =>
      of === row
        ? { ask: 'text', column, how: how as 'startsWith' | 'endsWith' | 'contains', value: String(json(value)) }
        : null,
  ],
  [
    /^(!?)has\((\w+)\.(\w*)\)$/,
    ([not, of, column = ''], row) => (of === row ? { ask: 'known', column, known: not === '' } : null),
  ],
  [
    /^size\((\w+)\.(\w*)\) (> 0|== 0)$/,
    ([of, column = '', how], row) => (of === row ? { ask: 'filled', column, filled: how === '> 0' } : null),
  ],
  [
    /^(\w+)\.(\w*) <= (\w+\.\w*) \+ duration\("(\d+)h"\)$/,
    ([of, column = '', other = '', hours], row) => {
      const after = columnOf(other, row);
      return of === row && after ? { ask: 'soon', column, hours: Number(hours), after } : null;
    },
  ],
  [
    /^(\w+)\.(\w*) (==|!=|<=|>=|<|>) (.+)$/s,
    ([of, column = '', how, operand = ''], row) => {
      const to = operandOf(operand, row);
      const known = comparisons.find((c): c is Comparison => c === how);
      return of === row && known && to ? { ask: 'compare', column, how: known, to } : null;
    },
  ],
];

function conditionOf(text: string, row: string, variable: string): Condition | null {
  for (const [shape, read] of readers) {
    const found = shape.exec(text);
    const condition = found && read(found.slice(1), row, variable);
    if (condition) return condition;
  }
  return null;
}

function operandOf(text: string, row: string): Operand | null {
  const called = new RegExp(String.raw`^(date|timestamp)\((${literal})\)$`, 's').exec(text);
  if (called) return { is: called[1] === 'date' ? 'date' : 'instant', value: String(json(called[2] ?? '')) };
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { is: 'number', value: Number(text) };
  const value = json(text);
  if (typeof value === 'string') return { is: 'text', value };
  if (typeof value === 'boolean') return { is: 'flag', value };
  const column = columnOf(text, row);
  return column && { is: 'column', ...column };
}

function columnOf(text: string, row: string): ColumnOf | null {
  const [, of, column = ''] = /^(\w+)\.(\w*)$/.exec(text) ?? [];
  if (of === row) return { row: 'own', column };
  return of === 'item' ? { row: 'item', column } : null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
