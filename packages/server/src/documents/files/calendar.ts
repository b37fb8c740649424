/** A whole day in a calendar. */
export interface CalendarDay {
  /** The same for the same thing, however often it is exported. */
  uid: string;
  /** Greater whenever something of it was changed. */
  sequence: number;
  /** First day, and the last. */
  from: string;
  to: string;
  summary: string;
  description: string;
  /** It does not stand any more: a calendar that has it takes it out. */
  cancelled: boolean;
  /** Words to find it by. */
  categories: readonly string[];
}

export const calendarType = 'text/calendar; charset=utf-8';

/** Octets of a line, its end left out (RFC 5545, section 3.1). */
const longestLine = 75;

/** A calendar of whole days (RFC 5545). `at` is when it was made; nothing else comes from a clock. */
export function writeCalendar(name: string, days: readonly CalendarDay[], at: Date): string {
  const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tickmark//Plan of action//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...days.flatMap((day) => [
      'BEGIN:VEVENT',
      `UID:${day.uid}`,
      `DTSTAMP:${stamp}`,
      `SEQUENCE:${day.sequence}`,
      `DTSTART;VALUE=DATE:${day.from.replaceAll('-', '')}`,
      // The day after the last: the end of a whole day is not part of it.
      `DTEND;VALUE=DATE:${nextDay(day.to).replaceAll('-', '')}`,
      `SUMMARY:${escaped(day.summary)}`,
      ...(day.description === '' ? [] : [`DESCRIPTION:${escaped(day.description)}`]),
      ...(day.categories.length === 0 ? [] : [`CATEGORIES:${day.categories.map(escaped).join(',')}`]),
      `STATUS:${day.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
      // A due date takes nobody's time away.
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function nextDay(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

/** Text as a value; control characters have no place in one (RFC 5545, section 3.3.11). */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\\;,]/g, (c) => `\\${c}`)
    .replaceAll('\n', '\\n');
}

/** No line longer than 75 octets, and no character torn apart. */
function folded(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longestLine) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
