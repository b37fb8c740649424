import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { ExpressionFault } from './fault.ts';

const matching = plan(celEnv(), parse('text.matches(pattern)'));

/** Whether a text contains a match of an RE2 pattern; the engine CEL itself uses. */
export function matchesPattern(text: string, pattern: string): boolean {
  const answer = matching({ text, pattern });
  if (isCelError(answer)) throw new Error(`The pattern ${pattern} cannot be matched.`, { cause: answer });
  return answer === true;
}

/** What every RE2 reads alike: no classes by Unicode property, single bytes, quoted runs or named groups. */
const escapes = /^(?:[dDwWsSbBAzntrfva]|x\{[0-9A-Fa-f]{1,6}\}|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])/u;
const groups = /^(?:$|[^?]|\?:|\?[ims]{1,3}[:)])/;

/**
 * Refuses patterns that are long, unreadable, or that engines read in different ways. Both engines
 * are RE2: their time is linear in the text, whatever the pattern.
 */
export function checkPattern(pattern: string, at: number): void {
  if (pattern.length > 200) throw new ExpressionFault(at, 'The pattern is longer than 200 characters.');
  for (let i = 0; i < pattern.length; i += 1) {
    const rest = pattern.slice(i + 1);
    if (pattern[i] === '(' && !groups.test(rest)) {
      throw new ExpressionFault(at, 'The pattern has a group of a kind that is left out.', '(?:…)');
    }
    if (pattern[i] !== '\\') continue;
    if (!escapes.test(rest)) {
      throw new ExpressionFault(at, `The pattern has the escape \\${rest.slice(0, 1)}, which is left out.`);
    }
    i += 1;
  }
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
