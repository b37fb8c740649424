const dayMs = 86_400_000;
const cacheLimit = 10_000;

/** Files repeat the same days row after row; working each out again would be most of the reading. */
const midnights = new Map<string, number | null>();
const days = new Map<number, string>();
const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

/** Milliseconds of the midnight in UTC of a day `YYYY-MM-DD`, or null when the calendar has no such day. */
export function midnightOf(day: string): number | null {
  let found = midnights.get(day);
  if (found === undefined) {
    found = computed(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
    if (midnights.size >= cacheLimit) midnights.clear();
    midnights.set(day, found);
  }
  return found;
}

function computed(year: number, month: number, day: number): number | null {
  if (year === 0) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/** An instant as ISO text in UTC with milliseconds. */
export function iso(instant: number): string {
  const number = Math.floor(instant / dayMs);
  let day = days.get(number);
  if (day === undefined) {
    const text = new Date(instant).toISOString();
    // Years of more than four digits have another form and are no days of a file.
    if (text.length !== 24) return text;
    day = text.slice(0, 11);
    if (days.size >= cacheLimit) days.clear();
    days.set(number, day);
  }
  const ms = instant - number * dayMs;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hour = two[Math.floor(minutes / 60)] ?? '';
  return `${day}${hour}:${two[minutes % 60] ?? ''}:${two[seconds % 60] ?? ''}.${String(ms % 1000).padStart(3, '0')}Z`;
}
