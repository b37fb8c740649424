import { parse as parseCel } from '@bufbuild/cel';
import { check } from './check.ts';
import { ExpressionFault } from './fault.ts';
import type { Node, Type } from './node.ts';
import { typeWords, type Scope } from './scope.ts';
import { withoutTexts } from './texts.ts';
import { weightOf } from './weight.ts';

const limits = { length: 4000, brackets: 40, weight: 1500 };

/**
 * Reads a CEL expression and checks it against the scope. What lies outside the supported subset, an
 * unknown name or operands of the wrong types are an `ExpressionFault`.
 */
export function parseExpression(text: string, scope: Scope, wanted: readonly Type[]): Node {
  bound(text);
  const parsed = readCel(text);
  const positions = parsed.sourceInfo?.positions ?? {};
  const node = check(parsed.expr, {
    check,
    scope,
    offset: (id) => Number(positions[String(id)] ?? 0),
    macro: (id) => parsed.sourceInfo?.macroCalls[String(id)],
  });
  if (!wanted.includes(node.type)) {
    throw new ExpressionFault(
      0,
      `The expression gives ${typeWords[node.type]}; here it must give ${wanted.map((t) => typeWords[t]).join(' or ')}.`,
    );
  }
  if (weightOf(node) > limits.weight) {
    throw new ExpressionFault(0, 'The expression asks too much at once.', 'write it as several attributes');
  }
  return node;
}

function readCel(text: string) {
  try {
    return parseCel(text);
  } catch (error) {
    const at = (error as { location?: { start?: { offset?: number } } }).location?.start?.offset;
    const rest = at === undefined ? '' : text.slice(at, at + 12).trim();
    throw new ExpressionFault(
      at ?? 0,
      rest === ''
        ? 'The expression ends too early or cannot be read.'
        : `The expression cannot be read from "${rest}" on.`,
    );
  }
}

/** Nested brackets and signs cost the parser stack and time, so both are bounded before it runs. */
function bound(text: string): void {
  if (text.trim() === '') throw new ExpressionFault(0, 'The expression is empty.');
  if (text.length > limits.length) {
    throw new ExpressionFault(limits.length, `The expression is longer than ${limits.length} characters.`);
  }
  let depth = 0;
  const bare = withoutTexts(text);
  for (let i = 0; i < bare.length; i += 1) {
    const sign = bare[i] ?? '';
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (depth > limits.brackets) throw new ExpressionFault(i, `Brackets are nested deeper than ${limits.brackets}.`);
  }
  const signs = /[!-](?:\s*[!-]){7}/.exec(bare);
  if (signs) throw new ExpressionFault(signs.index, 'Too many signs follow each other.');
}
