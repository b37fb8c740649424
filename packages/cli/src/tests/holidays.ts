import { readFile } from 'node:fs/promises';
import { readHolidays, TickmarkError } from '@tickmark/core';

/** Dates of a file of holidays, in order. Throws `bad_input` with the first line that cannot be used. */
export async function holidaysIn(file: string): Promise<string[]> {
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
