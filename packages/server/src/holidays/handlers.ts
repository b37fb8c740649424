import { mostHolidays, TickmarkError, type Holiday } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { seal, sealRemoval } from '../platform/trail/index.ts';
import { deleteHolidays, holidaysOf, insertHolidays, lockHolidays } from './store.ts';

export const holidayHandlers: HandlersOf<'holidays'> = {
  'holidays.list': async ({ tx, organizationId }) => ({ items: await holidaysOf(tx, organizationId) }),

  'holidays.add': async (context, input) => {
    const { tx, organizationId } = context;
    await lockHolidays(tx, organizationId);
    const before = await holidaysOf(tx, organizationId);
    const added = newOnes(before, input.holidays);
    const holidays = before.length + added.length;
    if (holidays > mostHolidays) {
      throw new TickmarkError('bad_input', `With these the list would have ${holidays} holidays.`, {
        field: 'holidays',
        action: `An organization keeps at most ${mostHolidays}: remove those that no test asks of any more.`,
      });
    }
    const rows = added.map(({ date, name }) => ({
      organizationId,
      date,
      name,
      addedAt: context.now,
      addedBy: context.userId,
    }));
    const entryIndex = await context.record(
      { added: added.map(({ date }) => date).toSorted(), holidays },
      Object.assign({}, ...rows.map((row) => seal('holidays', row))),
    );
    await insertHolidays(
      tx,
      rows.map((row) => ({ ...row, entryIndex })),
    );
    return { items: await holidaysOf(tx, organizationId) };
  },

  'holidays.remove': async (context, input) => {
    const { tx, organizationId } = context;
    const removed = [...new Set(input.dates)].toSorted();
    await lockHolidays(tx, organizationId);
    const known = new Set((await holidaysOf(tx, organizationId)).map(({ date }) => date));
    const unknown = removed.find((date) => !known.has(date));
    if (unknown !== undefined) {
      throw new TickmarkError('not_found', `${unknown} is no holiday on the list.`, {
        field: `dates.${input.dates.indexOf(unknown)}`,
        action: 'Take dates from the list of holidays.',
      });
    }
    await context.record(
      { removed, holidays: known.size - removed.length },
      Object.assign({}, ...removed.map((date) => sealRemoval('holidays', { date }))),
    );
    await deleteHolidays(tx, organizationId, removed);
    return { items: await holidaysOf(tx, organizationId) };
  },
};

/** Those that are not on the list yet; a name is never replaced in silence. */
function newOnes<H extends Pick<Holiday, 'date' | 'name'>>(before: readonly Holiday[], given: readonly H[]): H[] {
  const names = new Map(before.map(({ date, name }) => [date, name]));
  const seen = new Set<string>();
  for (const [place, { date, name }] of given.entries()) {
    const field = `holidays.${place}.date`;
    if (seen.has(date)) {
      throw new TickmarkError('bad_input', `${date} is given twice.`, { field, action: 'Give each date once.' });
    }
    seen.add(date);
    const known = names.get(date);
    if (known !== undefined && known !== name) {
      throw new TickmarkError('conflict', `${date} is on the list already, as ${known}.`, {
        field,
        action: 'Leave it out, or remove it first to give it another name.',
      });
    }
  }
  return given.filter(({ date }) => !names.has(date));
}
