/** An expression with its texts and comments blanked, so that what is left are signs, words and numbers. */
export function withoutTexts(expression: string): string {
  let out = '';
  while (out.length < expression.length) {
    const rest = expression.slice(out.length);
    const length = textLength(rest, /[A-Za-z0-9_]*$/.exec(out.slice(-3))?.[0] ?? '');
    out += length > 0 ? ' '.repeat(length) : (rest[0] ?? '');
  }
  return out;
}

/** Length of the text or comment that an expression begins with, 0 where it begins with neither. */
function textLength(expression: string, prefix: string): number {
  if (expression.startsWith('//')) return /^[^\n]*/.exec(expression)?.[0].length ?? 0;
  const quote = /^(?:"""|'''|"|')/.exec(expression)?.[0];
  if (quote === undefined) return 0;
  const raw = /^(?:[rR]|[bB][rR]|[rR][bB])$/.test(prefix);
  for (let i = quote.length; i < expression.length; i += 1) {
    if (expression.startsWith(quote, i)) return i + quote.length;
    if (expression[i] === '\\' && !raw) i += 1;
    if (expression[i] === '\n' && quote.length === 1) return 0;
  }
  return 0;
}
