import type { DefinitionFault } from '@tickmark/core';

export interface Span {
  from: number;
  to: number;
}

/** Offset of a fault's line and column, kept inside of the text. */
export function offsetOf(yaml: string, { line, column }: Pick<DefinitionFault, 'line' | 'column'>): number {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const end = yaml.indexOf('\n', start);
    if (end === -1) return yaml.length;
    start = end + 1;
  }
  const end = yaml.indexOf('\n', start);
  return Math.min(start + column - 1, end === -1 ? yaml.length : end);
}

/** What a fault underlines: the word at its place, or one character. */
export function spanOf(yaml: string, fault: Pick<DefinitionFault, 'line' | 'column' | 'path'>): Span {
  const from = offsetOf(yaml, fault);
  const [word] = (wordsWithHyphens.has(lastOf(fault.path)) ? /^[\w-]+/ : /^\w+/).exec(yaml.slice(from)) ?? [''];
  const to = Math.min(yaml.length, from + Math.max(1, word.length));
  return to > from ? { from, to } : { from: Math.max(0, from - 1), to };
}

/** Values that are one word with hyphens rather than an expression. */
const wordsWithHyphens = new Set(['population', 'kind', 'every', 'grace', 'id', 'control']);

function lastOf(path: string): string {
  return path.split('.').at(-1) ?? '';
}

/** The change that follows a suggestion, where it is one word for another. */
export function changeOf(yaml: string, fault: DefinitionFault): (Span & { insert: string }) | null {
  const { suggestion } = fault;
  if (suggestion === null || !/^[A-Za-z][\w.-]*$/.test(suggestion)) return null;
  const span = spanOf(yaml, fault);
  return /^[\w-]+$/.test(yaml.slice(span.from, span.to)) ? { ...span, insert: suggestion } : null;
}
