/** `2026-11-23 09:30` in UTC. */
export function utc(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

/** The same moment where the reader is, with the zone's name. */
export function local(instant: string): string {
  return (
    new Date(instant).toLocaleString('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone: undefined }) +
    ` ${zone()}`
  );
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `Friday`, of a date such as `2026-12-25`. */
export function weekday(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
}

/** `1,204` */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** `1 row`, `1,204 rows` */
export function quantity(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `12 B`, `3.4 kB`, `1.2 MB`; powers of ten. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB'][power]}`;
}

/** `100 MiB`; powers of two, for bounds that are set in them. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MiB`;
}

/** Whether text has the form of a date, such as `2026-11-23`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/** Whether text is an instant such as `2026-11-23T09:30:00.000Z`. */
export function isInstant(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text);
}
