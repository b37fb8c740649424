import type { Row } from '@tickmark/core';
import { addDays, type Calendar } from './calendar.ts';
import type { Person } from './people.ts';
import { itemAt } from './random.ts';

interface Account {
  name: string;
  person: Person;
  admin: boolean;
  createdOn: string;
  disabledOn: string | null;
}

export interface AccountsPlan {
  accounts: Account[];
  unobserved: Set<string>;
  withoutFactor: { account: string; days: Set<string> };
  /** The leaver whose account stayed open, and for how many days. */
  lateRemoval: Person | null;
}

const system = 'cloud-console';
const staying = 50;
const leaving = 10;
const daysLate = 12;
const daysWithoutFactor = 9;

/** Which accounts the example has and what goes wrong with them; nothing here is drawn by chance. */
export function planAccounts(people: Person[], time: Calendar): AccountsPlan {
  const { days } = time;
  const stayers = people.filter((p) => p.endedOn === null && p.startedOn < time.from).slice(0, staying);
  const goers = people.filter((p) => p.endedOn !== null && p.startedOn < time.from);
  const spread = goers.filter((_, i) => i % Math.max(1, Math.floor(goers.length / leaving)) === 0).slice(0, leaving);
  const lateRemoval = spread.find((p) => p.endedOn !== null && addDays(p.endedOn, daysLate + 2) <= time.to) ?? null;
  const accounts = [...stayers, ...spread].map((person, i): Account => ({
    name: person.email.replace(/@.*/, ''),
    person,
    admin: i < 8,
    createdOn: person.startedOn,
    disabledOn: person.endedOn === null ? null : addDays(person.endedOn, person === lateRemoval ? daysLate : 0),
  }));
  const unobserved = new Set(
    [0.21, 0.47, 0.48, 0.83].map((part) => itemAt(days, Math.floor(part * (days.length - 1)))),
  );
  const start = Math.floor(days.length * 0.6);
  const factorless = days
    .slice(start)
    .filter((day) => !unobserved.has(day))
    .slice(0, daysWithoutFactor);
  return {
    accounts,
    unobserved,
    withoutFactor: { account: itemAt(accounts, 17).name, days: new Set(factorless) },
    lateRemoval,
  };
}

/** One row for each account and observed day, at six in the morning. */
export function* accountRows(plan: AccountsPlan, time: Calendar): Generator<Row> {
  for (const day of time.days) {
    if (plan.unobserved.has(day)) continue;
    const observedAt = time.at(day, 6);
    for (const account of plan.accounts) {
      const disabledAt = account.disabledOn === null ? null : time.at(account.disabledOn, 18);
      const disabled = disabledAt !== null && disabledAt <= observedAt;
      yield {
        id: observationId(account.name, day),
        account: account.name,
        email: account.person.email,
        system,
        mfa: !(account.name === plan.withoutFactor.account && plan.withoutFactor.days.has(day)),
        admin: account.admin,
        status: disabled ? 'disabled' : 'active',
        created_at: time.at(account.createdOn, 9),
        disabled_at: disabled ? disabledAt : null,
        type: 'person',
        observed_at: observedAt,
      };
    }
  }
}

function observationId(account: string, day: string): string {
  return `${account}@${day}`;
}
