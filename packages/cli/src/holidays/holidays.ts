import { readFile } from 'node:fs/promises';
import { quantity, readHolidays, TickmarkError } from '@tickmark/core';

/** Name and help of the option of every command that counts business days. */
export const holidaysOption = [
  '--holidays <file>',
  'days that are no business days: one date a line, a name may follow it',
] as const;

/** Dates of a file of holidays, in order; none without a file. Throws `bad_input` with the first line that cannot be used. */
export async function holidaysIn(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch(() => {
    throw new TickmarkError('bad_input', `The holidays ${file} can't be read.`, {
      field: '--holidays',
      action: 'Give the path of a text file.',
    });
  });
  const { holidays, faults } = readHolidays(text, { named: false });
  const [first] = faults;
  if (first !== undefined) {
    const others = faults.length === 1 ? '' : ` ${faults.length - 1} more can't be used.`;
    throw new TickmarkError('bad_input', `Line ${first.line} of ${file}: ${first.message}${others}`, {
      field: '--holidays',
      action: 'Write one date a line, such as 2026-12-25 Christmas Day; # begins a comment.',
    });
  }
  return holidays.map(({ date }) => date).toSorted();
}

/** `business days: Monday to Friday without 3 holidays` */
export function businessDaysLine({ length }: readonly string[]): string {
  const left = length === 0 ? '; no holidays were given' : ` without ${quantity(length, 'holiday')}`;
  return `business days: Monday to Friday${left}`;
}
