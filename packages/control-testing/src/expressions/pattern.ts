import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { ExpressionFault } from './fault.ts';

const matching = plan(celEnv(), parse('text.matches(pattern)'));

/** Whether a text contains a match of an RE2 pattern; the engine CEL itself uses. */
export function matchesPattern(text: string, pattern: string): boolean {
  const answer = matching({ text, pattern });
  if (isCelError(answer)) throw new Error(`The pattern ${pattern} cannot be matched.`, { cause: answer });
  return answer === true;
}

/** Refuses patterns that are long, unreadable, or that engines read in different ways. */
export function checkPattern(pattern: string, at: number): void {
  if (pattern.length > 200) throw new ExpressionFault(at, 'The pattern is longer than 200 characters.');
  const repeated = /\{(\d+)(?:,(\d*))?\}/g;
  for (const [, least, most] of pattern.matchAll(repeated)) {
    if (Number(least) > 100 || Number(most ?? 0) > 100)
      throw new ExpressionFault(at, 'A part of the pattern repeats more than 100 times.');
  }
  try {
    matchesPattern('', pattern);
  } catch {
    throw new ExpressionFault(at, 'The pattern cannot be read as RE2.');
  }
}
