/** Reasons in one line; some are clauses without a stop. */
export function inOneLine(reasons: readonly string[]): string {
  return reasons.map((reason) => (reason.endsWith('.') ? reason : `${reason}.`)).join(' ');
}
