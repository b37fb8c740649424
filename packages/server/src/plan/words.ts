import {
  effortSources,
  planCode,
  planStateTitles,
  severityTitles,
  type EffortSource,
  type PlanState,
  type Severity,
} from '@tickmark/core';

/** Names of what values refer to, by id. */
export interface Names {
  people: ReadonlyMap<string, string>;
  items: ReadonlyMap<string, { number: number }>;
  evidence: ReadonlyMap<string, { title: string }>;
}

/** A value of a field in words; null where there is none. */
export function valueWords(field: string, value: unknown, names: Names): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const words = value.map((each) => partWords(field, each, names));
    return words.length === 0 ? null : words.join(', ');
  }
  return partWords(field, value, names);
}

function partWords(field: string, value: unknown, { people, items, evidence }: Names): string {
  switch (field) {
    case 'ownerId':
    case 'deputyId':
    case 'verifierId':
      return people.get(String(value)) ?? 'somebody who is not known here';
    case 'severity':
      return severityTitles[value as Severity];
    case 'state':
      return planStateTitles[value as PlanState];
    case 'effortHalves':
      return daysWords(Number(value) / 2);
    case 'effortSource':
      return (value as EffortSource) === effortSources[0] ? 'said here' : 'of the catalogue';
    case 'after': {
      const { id, lagDays } = value as { id: string; lagDays: number };
      const code = planCode(items.get(id)?.number ?? 0);
      return lagDays === 0 ? code : `${code} and ${daysWords(lagDays)} after it`;
    }
    case 'evidence':
      return evidence.get(String(value))?.title ?? 'a piece of evidence';
    default:
      return String(value);
  }
}

/** `1 day`, `2.5 days` */
export function daysWords(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
