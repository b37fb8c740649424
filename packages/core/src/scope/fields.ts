import { categoryTitles, type Category } from '../categories/index.ts';
import type { ScopeBody } from './items.ts';
import {
  answerOfThreeTitles,
  answersOfThree,
  assuranceReportTitles,
  classificationTitles,
  classifications,
  deliveries,
  deliveryTitles,
  locationTypes,
  locationTypeTitles,
  methods,
  methodTitles,
  promiseSources,
  promiseSourceTitles,
  purposes,
  purposeTitles,
  systemTypes,
  systemTypeTitles,
  usersEnd,
  type ScopeKind,
} from './words.ts';

/** How a field is written: in a form, in a column of a file, and in words. */
export type FieldForm =
  | { form: 'line' | 'text' | 'email' | 'lines' | 'in-scope' | 'criteria' | 'controls' | 'categories' }
  | { form: 'choice'; choices: readonly string[]; titles: Readonly<Record<string, string>> }
  /** One item, or several, of these kinds; `users`: or the customers and their people. */
  | { form: 'link' | 'links'; to: readonly ScopeKind[]; users?: boolean }
  /** Has parts of its own, and no column in a file. */
  | { form: 'parts' };

export type ScopeField = { name: string; title: string } & FieldForm;

const line = (name: string, title: string): ScopeField => ({ name, title, form: 'line' });
const choice = (
  name: string,
  title: string,
  choices: readonly string[],
  titles: Readonly<Record<string, string>>,
): ScopeField => ({ name, title, form: 'choice', choices, titles });
const three = (name: string, title: string): ScopeField => choice(name, title, answersOfThree, answerOfThreeTitles);
const link = (name: string, title: string, ...to: ScopeKind[]): ScopeField => ({ name, title, form: 'link', to });
const links = (name: string, title: string, ...to: ScopeKind[]): ScopeField => ({ name, title, form: 'links', to });
const end = (name: string, title: string): ScopeField => ({
  name,
  title,
  form: 'link',
  to: ['system', 'vendor'],
  users: true,
});

const name = line('name', 'Name');
const described = (title = 'Description'): ScopeField => ({ name: 'description', title, form: 'text' });
const inOrOut: ScopeField[] = [
  { name: 'inScope', title: 'In scope', form: 'in-scope' },
  { name: 'why', title: 'Why it is in or out', form: 'text' },
];
const criteria: ScopeField = { name: 'criteria', title: 'Criteria', form: 'criteria' };
const controls: ScopeField = { name: 'controls', title: 'Controls', form: 'controls' };
const source: ScopeField[] = [
  choice('sourceKind', 'Kind of source', promiseSources, promiseSourceTitles),
  line('source', 'Where it stands'),
];
const seenAs: ScopeField = { name: 'seenAs', title: 'Called in records', form: 'lines' };
const owner = link('owner', 'Owner', 'team', 'person');
const test: ScopeField = { name: 'test', title: 'Test', form: 'parts' };
const duty: ScopeField[] = [
  name,
  described('What customers do'),
  links('commitments', 'Commitments', 'commitment'),
  criteria,
  { ...controls, title: 'Own controls it complements' },
  test,
];

/** Every field of each kind, in the order of its form. */
export const scopeFields: Record<ScopeKind, readonly ScopeField[]> = {
  service: [
    name,
    described('What it does'),
    line('users', 'Who uses it'),
    choice('delivery', 'How it is delivered', deliveries, deliveryTitles),
    ...inOrOut,
  ],
  commitment: [
    name,
    described('The promise'),
    { name: 'categories', title: 'Categories', form: 'categories' },
    links('services', 'Services', 'service'),
    ...source,
  ],
  requirement: [
    name,
    described('How the system has to work'),
    links('commitments', 'Commitments it serves', 'commitment'),
    criteria,
    controls,
    ...source,
  ],
  system: [
    name,
    described(),
    choice('type', 'Type', systemTypes, systemTypeTitles),
    links('environments', 'Environments', 'environment'),
    links('dataTypes', 'Data it holds', 'data-type'),
    owner,
    link('partOf', 'Part of', 'system'),
    links('locations', 'Locations', 'location'),
    three('runsControls', 'Controls rest on it'),
    ...inOrOut,
    seenAs,
  ],
  environment: [
    name,
    described(),
    choice('purpose', 'Purpose', purposes, purposeTitles),
    three('productionData', 'Holds real data of customers'),
    ...inOrOut,
    seenAs,
  ],
  'data-type': [
    name,
    described(),
    choice('classification', 'Class', classifications, classificationTitles),
    three('personal', 'About people'),
    line('retention', 'Kept for'),
    ...inOrOut,
  ],
  'data-flow': [
    name,
    described(),
    end('from', 'From'),
    end('to', 'To'),
    links('dataTypes', 'Data', 'data-type'),
    line('means', 'How it travels'),
    three('encrypted', 'Encrypted on the way'),
  ],
  process: [name, described(), links('systems', 'Systems it uses', 'system'), owner, ...inOrOut],
  location: [name, described(), choice('type', 'Type', locationTypes, locationTypeTitles), ...inOrOut],
  team: [
    name,
    described('What it does'),
    link('partOf', 'Part of', 'team'),
    link('lead', 'Lead', 'person'),
    ...inOrOut,
  ],
  person: [
    name,
    described('What the person answers for'),
    line('role', 'Role'),
    { name: 'email', title: 'E-mail', form: 'email' },
    links('teams', 'Teams', 'team'),
  ],
  vendor: [
    name,
    described('What it does for you'),
    links('systems', 'Systems it provides', 'system'),
    links('dataTypes', 'Data it gets', 'data-type'),
    { ...owner, title: 'Who looks after it' },
    ...inOrOut,
    test,
    choice('method', 'Method', methods, methodTitles),
    { name: 'expectedControls', title: 'Expected controls', form: 'parts' },
    { name: 'monitoring', title: 'Monitoring', form: 'parts' },
    { name: 'theirControls', title: 'Its user-entity controls for you', form: 'parts' },
    { name: 'inclusivePart', title: 'Its part of the description', form: 'text' },
    three('assertion', 'Its management gives an assertion'),
    seenAs,
  ],
  cuec: duty,
  'user-responsibility': duty,
  boundary: [name, described('What is left out, and where the line runs'), { name: 'why', title: 'Why', form: 'text' }],
};

/** What an item links to, field by field, with the kinds that the field takes. `users` is no item. */
export function linksOf(body: ScopeBody): { field: string; id: string; to: readonly ScopeKind[] }[] {
  const values = body as unknown as Readonly<Record<string, unknown>>;
  return scopeFields[body.kind].flatMap((field) => {
    if (field.form !== 'link' && field.form !== 'links') return [];
    const value = values[field.name];
    const ids = Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];
    return ids.flatMap((id, place) =>
      id === usersEnd
        ? []
        : [{ field: field.form === 'links' ? `${field.name}.${place}` : field.name, id, to: field.to }],
    );
  });
}

/** The same item with each link as `to` has it; links that it has nothing for are left out, and counted. */
export function relinked(body: ScopeBody, to: (id: string) => string | undefined): { body: ScopeBody; left: number } {
  const values: Record<string, unknown> = { ...body };
  let left = 0;
  const other = (id: string): string[] => {
    const found = id === usersEnd ? id : to(id);
    if (found === undefined) left += 1;
    return found === undefined ? [] : [found];
  };
  for (const { name: field, form } of scopeFields[body.kind]) {
    const value = values[field];
    if (form === 'links' && Array.isArray(value)) values[field] = (value as string[]).flatMap(other);
    if (form !== 'link' || typeof value !== 'string') continue;
    const [found] = other(value);
    if (found === undefined) delete values[field];
    else values[field] = found;
  }
  return { body: values as unknown as ScopeBody, left };
}

/** A field that is not what it was, in words; null where nothing stood or stands. */
export interface ChangedField {
  field: string;
  title: string;
  before: string | null;
  now: string | null;
}

/** What changed from one body to another of the same kind, in the order of the form. `names` are those of items, by id. */
export function changedFields(
  before: ScopeBody | null,
  now: ScopeBody | null,
  names: ReadonlyMap<string, string>,
): ChangedField[] {
  const kind = (now ?? before)?.kind;
  if (kind === undefined) return [];
  return scopeFields[kind].flatMap((field) => {
    const [was, is] = [before, now].map((body) => (body === null ? null : fieldWords(field, body, names)));
    return was === is || was === undefined || is === undefined
      ? []
      : [{ field: field.name, title: field.title, before: was, now: is }];
  });
}

/** The value of a field in words; null where there is none. */
export function fieldWords(field: ScopeField, body: ScopeBody, names: ReadonlyMap<string, string>): string | null {
  const value = (body as unknown as Readonly<Record<string, unknown>>)[field.name];
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return null;
  const named = (id: string): string => (id === usersEnd ? 'Users' : (names.get(id) ?? 'something that was removed'));
  switch (field.form) {
    case 'in-scope':
      return value === true ? 'In scope' : 'Out of scope';
    case 'choice':
      return field.titles[String(value)] ?? String(value);
    case 'link':
      return named(String(value));
    case 'links':
      return (value as string[]).map(named).join(', ');
    case 'categories':
      return (value as Category[]).map((each) => categoryTitles[each]).join(', ');
    case 'lines':
    case 'criteria':
    case 'controls':
      return (value as string[]).join(', ');
    case 'parts':
      return partWords(field.name, body);
    default:
      return String(value);
  }
}

function partWords(field: string, body: ScopeBody): string | null {
  if (field === 'test' && 'test' in body && body.test !== undefined) {
    return Object.entries(body.test)
      .map(
        ([question, { answer, reason }]) =>
          `${question}: ${answerOfThreeTitles[answer]}${reason === undefined ? '' : ` (${reason})`}`,
      )
      .join('; ');
  }
  if (body.kind !== 'vendor') return null;
  switch (field) {
    case 'expectedControls':
      return body.expectedControls
        .map(({ text, criteria: of }) => `${text}${of.length === 0 ? '' : ` (${of.join(', ')})`}`)
        .join('; ');
    case 'monitoring':
      return body.monitoring
        .map(({ report, title, from, to, bridgedTo, reviewedOn, outcome }) =>
          [
            assuranceReportTitles[report],
            ...(title === undefined ? [] : [title]),
            ...(from === undefined && to === undefined ? [] : [`${from ?? '?'} to ${to ?? '?'}`]),
            ...(bridgedTo === undefined ? [] : [`bridged to ${bridgedTo}`]),
            reviewedOn === undefined ? 'not reviewed' : `reviewed on ${reviewedOn}`,
            ...(outcome === undefined ? [] : [outcome]),
          ].join(', '),
        )
        .join('; ');
    case 'theirControls':
      return body.theirControls
        .map(
          ({ text, met, controls: own }) =>
            `${text}${met === undefined ? '' : `: ${met}`}${own.length === 0 ? '' : ` (${own.join(', ')})`}`,
        )
        .join('; ');
    default:
      return null;
  }
}
