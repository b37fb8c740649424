import type { EngagementTerms } from '@tickmark/core';

/** What of a roadmap is tried, as it stands in the address. */
export interface Tried {
  /** A date, or `none`. */
  wish?: string | undefined;
  /** First examined day, and the last. */
  from?: string | undefined;
  to?: string | undefined;
  dry?: 'run' | undefined;
  /** `ID:2.5,ID:5`: days of a week. */
  time?: string | undefined;
  /** `ID:work:3,ID:due:2026-05-01`: efforts, first days and due dates of items. */
  items?: string | undefined;
}

const date = /^\d{4}-\d\d-\d\d$/;

/** Days of a week by person; what cannot be read is left out. */
export function timeOf({ time = '' }: Tried): { person: string; daysPerWeek: number }[] {
  return time.split(',').flatMap((each) => {
    const [person = '', days = ''] = each.split(':');
    const daysPerWeek = Number(days);
    return person !== '' && days !== '' && daysPerWeek >= 0 && daysPerWeek <= 5 ? [{ person, daysPerWeek }] : [];
  });
}

export function withTime(tried: Tried, person: string, daysPerWeek: number | null): string | undefined {
  const others = timeOf(tried).filter((each) => each.person !== person);
  const all = daysPerWeek === null ? others : [...others, { person, daysPerWeek }];
  return all.length === 0 ? undefined : all.map((each) => `${each.person}:${each.daysPerWeek}`).join(',');
}

export interface TriedItem {
  id: string;
  effortDays?: number;
  notBefore?: string;
  dueOn?: string;
}

export function itemsOf({ items = '' }: Tried): TriedItem[] {
  const found = new Map<string, TriedItem>();
  for (const each of items.split(',')) {
    const [id = '', what = '', value = ''] = each.split(':');
    if (id === '') continue;
    const item = found.get(id) ?? { id };
    if (what === 'work' && Number(value) >= 0.5) item.effortDays = Number(value);
    else if (what === 'from' && date.test(value)) item.notBefore = value;
    else if (what === 'due' && date.test(value)) item.dueOn = value;
    else continue;
    found.set(id, item);
  }
  return [...found.values()];
}

export function withItem(tried: Tried, item: TriedItem): string | undefined {
  const all = [...itemsOf(tried).filter(({ id }) => id !== item.id), item].flatMap(
    ({ id, effortDays, notBefore, dueOn }) => [
      ...(effortDays === undefined ? [] : [`${id}:work:${effortDays}`]),
      ...(notBefore === undefined ? [] : [`${id}:from:${notBefore}`]),
      ...(dueOn === undefined ? [] : [`${id}:due:${dueOn}`]),
    ],
  );
  return all.length === 0 ? undefined : all.join(',');
}

/** What the roadmap is asked with. */
export function askedWith(tried: Tried, terms: EngagementTerms) {
  const { wish, from, to, dry } = tried;
  const [people, items] = [timeOf(tried), itemsOf(tried)];
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
