/** Holidays that an organization keeps, and that one run takes, at most. */
export const mostHolidays = 500;

/** A calendar date of these centuries: `2026-12-25`. Another year is a slip of the hand. */
export function isHolidayDate(text: string): boolean {
  if (!/^(19[7-9]\d|2[01]\d\d)-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export interface HolidayLine {
  /** Counted from 1. */
  line: number;
  date: string;
  /** Empty where the line has none. */
  name: string;
}

export interface HolidayFault {
  line: number;
  message: string;
}

/**
 * Reads a list of holidays, one a line: the date, then its name. Empty lines and what follows `#`
 * are left out. Every line that cannot be used is named; `named` asks for a name on each.
 */
export function readHolidays(
  text: string,
  { named }: { named: boolean },
): { holidays: HolidayLine[]; faults: HolidayFault[] } {
  const holidays: HolidayLine[] = [];
  const faults: HolidayFault[] = [];
  const lineOf = new Map<string, number>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [place, written] of lines.entries()) {
    const { date, name } = partsOf(written);
    if (date === '') continue;
    const line = place + 1;
    const message = faultOf({ date, name }, { named, earlier: lineOf.get(date), taken: holidays.length });
    if (message === null) {
      holidays.push({ line, date, name });
      lineOf.set(date, line);
    } else faults.push({ line, message });
  }
  return { holidays, faults };
}

/** Spreadsheets and lists put a tab, a comma or a semicolon between date and name. */
function partsOf(written: string): Pick<HolidayLine, 'date' | 'name'> {
  const said = written.replace(/(^|\s)#.*$/, '').trim();
  const end = said.search(/[\s,;]/);
  if (end < 1) return { date: said, name: '' };
  return { date: said.slice(0, end), name: said.slice(end).replace(/^[\s,;]+/, '') };
}

function faultOf(
  { date, name }: Pick<HolidayLine, 'date' | 'name'>,
  { named, earlier, taken }: { named: boolean; earlier: number | undefined; taken: number },
): string | null {
  if (!isHolidayDate(date)) return `"${date.slice(0, 40)}" is no date; write dates as 2026-12-25.`;
  if (earlier !== undefined) return `${date} stands on line ${earlier} already.`;
  if (named && name === '') return `${date} has no name; write it after the date.`;
  if (name.length > 200) return `The name of ${date} is longer than 200 characters.`;
  return taken < mostHolidays ? null : `There are more than ${mostHolidays} holidays.`;
}
