/** Answers as quiet text: a list becomes an aligned table with what is counted below it, an object one line per field. */
export function render(output: unknown): string {
  if (isRecord(output) && Array.isArray(output['items'])) {
    const { items, total: all, nextCursor: _, ...rest } = output as { items: unknown[] } & Record<string, unknown>;
    const rows = items.filter(isRecord);
    const total = typeof all === 'number' ? all : rows.length;
    return `${table(rows)}${rows.length} of ${total}\n${beside(rest)}`;
  }
  if (isRecord(output)) return fields(output, '');
  return `${JSON.stringify(output)}\n`;
}

function table(rows: Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => isShown(row[name]))))];
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

/** What stands beside a list, as far as it is in one line each: `counts: entries 12, elsewhere 1`. */
function beside(rest: Record<string, unknown>): string {
  return Object.entries(rest)
    .map(([name, value]) => {
      if (isOneLine(value)) return `${name}: ${String(value)}\n`;
      const members = isRecord(value) ? Object.entries(value).filter(([, member]) => isOneLine(member)) : [];
      return members.length === 0
        ? ''
        : `${name}: ${members.map(([key, member]) => `${key} ${String(member)}`).join(', ')}\n`;
    })
    .join('');
}

function isOneLine(value: unknown): boolean {
  return value !== null && isScalar(value) && !String(value).includes('\n');
}

/** Whether a cell shows it: what is no object, or an object that says what it is called. */
function isShown(value: unknown): boolean {
  return isScalar(value) || nameOf(value) !== undefined;
}

/** The words or the name that an object has for itself. */
function nameOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  return [value['words'], value['name']].find((name) => typeof name === 'string');
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
  return isScalar(value) ? String(value) : (nameOf(value) ?? JSON.stringify(value));
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
