/** A quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted SQL string. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
