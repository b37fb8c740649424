import type { EngagementTerms } from '@tickmark/core';
import { isDate } from '../../ui/moment.ts';

/** What of a roadmap is tried, as it stands in the address. */
export interface Tried {
  /** A date, or `none`. */
  wish?: string | undefined;
  /** First examined day, and the last. */
  from?: string | undefined;
  to?: string | undefined;
  dry?: 'run' | undefined;
  /** `ID:2.5,ID:more,ID:away:2026-05-01:2026-05-08,ID:present`: days of a week, one person more, absences, none of them. */
  time?: string | undefined;
  /** `ID:work:3,ID:from:2026-04-01,ID:due:none,ID:out`: efforts, first days and due dates of items, or the plan without them. */
  items?: string | undefined;
}

/** A date that is taken away. */
const none = 'none';

/** Whether what was typed for a date is whole, or says that there is none. */
export function isDateOrNone(typed: string): boolean {
  return typed === '' || isDate(typed);
}

export interface TriedPerson {
  person: string;
  daysPerWeek?: number;
  /** In place of all absences on record. */
  absences?: { from: string; to: string }[];
  oneMore?: true;
}

/** Other time of people; what cannot be read is left out. */
export function peopleOf({ time = '' }: Tried): TriedPerson[] {
  const found = new Map<string, TriedPerson>();
  for (const each of time.split(',')) {
    const [person = '', what = '', from = '', to = ''] = each.split(':');
    const tried = found.get(person) ?? { person };
    const days = Number(what);
    if (person === '' || what === '') continue;
    if (what === 'more') tried.oneMore = true;
    else if (what === 'present') tried.absences ??= [];
    else if (what === 'away' && isDate(from) && isDate(to) && from <= to)
      tried.absences = [...(tried.absences ?? []), { from, to }];
    else if (days >= 0 && days <= 5) tried.daysPerWeek = days;
    else continue;
    found.set(person, tried);
  }
  return [...found.values()];
}

/** The address with what is tried of one person; nothing of them where that is empty. */
export function withPerson(tried: Tried, person: TriedPerson): string | undefined {
  const all = [...peopleOf(tried).filter((each) => each.person !== person.person), person].flatMap(
    ({ person: id, daysPerWeek, absences, oneMore }) => [
      ...(daysPerWeek === undefined ? [] : [`${id}:${daysPerWeek}`]),
      ...(oneMore === undefined ? [] : [`${id}:more`]),
      ...(absences?.length === 0 ? [`${id}:present`] : []),
      ...(absences ?? []).map(({ from, to }) => `${id}:away:${from}:${to}`),
    ],
  );
  return all.length === 0 ? undefined : all.join(',');
}

export interface TriedItem {
  id: string;
  effortDays?: number;
  /** null: none, whatever is on record. */
  notBefore?: string | null;
  dueOn?: string | null;
  /** The plan without it. */
  without?: true;
}

export function itemsOf({ items = '' }: Tried): TriedItem[] {
  const found = new Map<string, TriedItem>();
  for (const each of items.split(',')) {
    const [id = '', what = '', value = ''] = each.split(':');
    if (id === '') continue;
    const item = found.get(id) ?? { id };
    const day = value === none ? null : value;
    if (what === 'work' && Number(value) >= 0.5) item.effortDays = Number(value);
    else if (what === 'out') item.without = true;
    else if (day !== null && !isDate(day)) continue;
    else if (what === 'from') item.notBefore = day;
    else if (what === 'due') item.dueOn = day;
    else continue;
    found.set(id, item);
  }
  return [...found.values()];
}

export function withItem(tried: Tried, item: TriedItem): string | undefined {
  const all = [...itemsOf(tried).filter(({ id }) => id !== item.id), item].flatMap(
    ({ id, effortDays, notBefore, dueOn, without }) => [
      ...(without === undefined ? [] : [`${id}:out`]),
      ...(effortDays === undefined ? [] : [`${id}:work:${effortDays}`]),
      ...(notBefore === undefined ? [] : [`${id}:from:${notBefore ?? none}`]),
      ...(dueOn === undefined ? [] : [`${id}:due:${dueOn ?? none}`]),
    ],
  );
  return all.length === 0 ? undefined : all.join(',');
}

/** What the roadmap is asked with. */
export function askedWith(tried: Tried, terms: EngagementTerms) {
  const { wish, from, to, dry } = tried;
  const [people, items] = [peopleOf(tried), itemsOf(tried)];
  return {
    ...(wish === undefined ? {} : { wish: wish === 'none' ? null : wish }),
    ...(from === undefined && to === undefined ? {} : { terms: movedTerms(terms, from, to) }),
    dryRun: dry === 'run',
    people,
    items,
  };
}

function movedTerms(terms: EngagementTerms, from: string | undefined, to: string | undefined): EngagementTerms {
  if (terms.type === 'type1') return { type: 'type1', asOf: from ?? terms.asOf };
  return { type: 'type2', period: { from: from ?? terms.period.from, to: to ?? terms.period.to } };
}

export const nothingTried: Record<keyof Tried, undefined> = {
  wish: undefined,
  from: undefined,
  to: undefined,
  dry: undefined,
  time: undefined,
  items: undefined,
};
