import type { Holiday } from '@tickmark/core';
import type { HolidayFault, HolidayLine } from '@tickmark/core/holidays';

/** One line of a pasted list: what it would add, what stands already, or why it cannot be used. */
export type Judged = (HolidayLine & { is: 'new' | 'listed' }) | (HolidayFault & { is: 'fault' });

/** Holds pasted lines against the list; lines that cannot be used come first, each kind in its order. */
export function judgeLines(
  { holidays, faults }: { holidays: readonly HolidayLine[]; faults: readonly HolidayFault[] },
  listed: readonly Pick<Holiday, 'date' | 'name'>[],
): Judged[] {
  const names = new Map(listed.map(({ date, name }) => [date, name]));
  const judged = holidays.map((each): Judged => {
    const known = names.get(each.date);
    if (known === undefined) return { ...each, is: 'new' };
    if (known === each.name) return { ...each, is: 'listed' };
    return { line: each.line, is: 'fault', message: `${each.date} is on the list already, as ${known}.` };
  });
  const refused = [
    ...faults.map((fault): Judged => ({ ...fault, is: 'fault' })),
    ...judged.filter(({ is }) => is === 'fault'),
  ];
  return [...refused.toSorted((a, b) => a.line - b.line), ...judged.filter(({ is }) => is !== 'fault')];
}
