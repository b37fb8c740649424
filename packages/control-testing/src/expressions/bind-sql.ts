/** Operands up to this length are repeated; longer ones are named, so that SQL grows with the expression only. */
const repeated = 120;

/**
 * SQL that needs its operands more than once. The body may hold only the names it is given and no
 * other binding's: an inner name can hide an outer one.
 */
export function bind(operands: readonly string[], body: (...names: string[]) => string): string {
  const within = operands.join(' ');
  let next = 0;
  const named = operands.map((sql) => {
    if (sql.length <= repeated) return { sql, name: null };
    while (within.includes(`"v${next}"`)) next += 1;
    return { sql, name: `"v${next++}"` };
  });
  return named.reduceRight(
    (inner, { sql, name }) => (name === null ? inner : `list_transform([${sql}], lambda ${name}: ${inner})[1]`),
    body(...named.map(({ sql, name }) => name ?? sql)),
  );
}
