/** Answers as quiet text: a list becomes an aligned table, an object one line per field. */
export function render(output: unknown): string {
  if (isRecord(output) && Array.isArray(output['items'])) {
    const rows = output['items'].filter(isRecord);
    const total = typeof output['total'] === 'number' ? output['total'] : rows.length;
    return `${table(rows)}${rows.length} of ${total}\n`;
  }
  if (isRecord(output)) return fields(output, '');
  return `${JSON.stringify(output)}\n`;
}

function table(rows: Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => isScalar(row[name]))))];
  if (names.length === 0) return '';
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, column) => Math.min(60, Math.max(...lines.map((line) => (line[column] ?? '').length))));
  return lines
    .map(
      (line) =>
        `${line
          .map((value, column) => shorten(value).padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function fields(value: Record<string, unknown>, indent: string): string {
  return Object.entries(value)
    .map(([name, field]) =>
      isRecord(field) ? `${indent}${name}\n${fields(field, `${indent}  `)}` : `${indent}${name}: ${cell(field)}\n`,
    )
    .join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return isScalar(value) ? String(value) : JSON.stringify(value);
}

function shorten(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
