import { categories, categoryTitles } from '../categories/index.ts';
import type { PopulationKind } from '../populations/index.ts';
import { joined } from '../reasons/index.ts';
import { scopeFields, type ScopeField } from './fields.ts';
import { bodyFault, scopeBody, type ScopeBody, type Scoped } from './items.ts';
import { scopeKindWords, usersEnd, type ScopeKind } from './words.ts';

/** Fields of a kind that a file has a column for. */
export function importedFields(kind: ScopeKind): ScopeField[] {
  return scopeFields[kind].filter(({ form }) => form !== 'parts');
}

/** `in_scope` for `inScope`. */
export function importColumn({ name }: Pick<ScopeField, 'name'>): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What a file of a kind looks like, in the terms in which files are read: every column is text, and a name is needed. */
export function importShape(kind: ScopeKind): PopulationKind {
  return {
    id: kind,
    title: scopeKindWords[kind].many,
    summary: scopeKindWords[kind].meaning,
    shape: 'state',
    key: 'name',
    time: null,
    columns: importedFields(kind).map((field) => ({
      name: importColumn(field),
      type: 'string',
      title: field.title,
      required: field.name === 'name',
    })),
  };
}

/** A table to fill in, with what may stand in each column below the names. */
export function importTemplate(kind: ScopeKind): string {
  const fields = importedFields(kind);
  return `${fields.map(importColumn).join(',')}\r\n${fields.map((field) => quoted(hintOf(field))).join(',')}\r\n`;
}

/** The name in the line of a template that only tells what may stand in each column; such a row of a file is passed over. */
export const templateName = 'A name (remove this line)';

function hintOf(field: ScopeField): string {
  if (field.name === 'name') return templateName;
  switch (field.form) {
    case 'choice':
      return field.choices.join(' | ');
    case 'in-scope':
      return 'in | out';
    case 'categories':
      return categories.join('; ');
    case 'criteria':
      return 'CC6.1; CC6.2';
    case 'controls':
      return 'IAM-01; IAM-02';
    case 'link':
    case 'links': {
      const kinds = field.to.map((kind) => scopeKindWords[kind].one);
      return `name of a ${[...kinds, ...(field.users === true ? [usersEnd] : [])].join(' or ')}${field.form === 'links' ? '; another' : ''}`;
    }
    case 'lines':
      return 'one; another';
    default:
      return field.title;
  }
}

function quoted(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a name in a file stands for. */
export type NamedItems = (name: string, kinds: readonly ScopeKind[]) => readonly string[];

export interface RowFault {
  column: string | null;
  reason: string;
}

/**
 * A row of a file as an item. Cells that are empty leave out what they would say; `before` keeps what a file has no column
 * for, and what the file itself has no column for, which is undefined in its row.
 */
export function importedItem(
  kind: ScopeKind,
  row: Readonly<Record<string, string | null | undefined>>,
  named: NamedItems,
  before?: ScopeBody,
): { body: ScopeBody } | { faults: RowFault[] } {
  const faults: RowFault[] = [];
  const raw: Record<string, unknown> = { ...before, kind };
  for (const field of importedFields(kind)) {
    const column = importColumn(field);
    const cell = row[column];
    if (cell === undefined) continue;
    const text = cell?.trim() ?? '';
    const read = text === '' ? { value: emptyOf(field) } : valueOf(field, text, named);
    if ('reason' in read) faults.push({ column, reason: read.reason });
    else if (read.value === undefined) delete raw[field.name];
    else raw[field.name] = read.value;
  }
  if (faults.length > 0) return { faults };
  const parsed = scopeBody.safeParse(raw);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => ({
        column: typeof path[0] === 'string' ? importColumn({ name: path[0] }) : null,
        reason: message,
      })),
    };
  }
  const fault = bodyFault(parsed.data);
  if (fault !== null) {
    return { faults: [{ column: importColumn({ name: fault.field.split('.')[0] ?? '' }), reason: fault.message }] };
  }
  return { body: parsed.data };
}

function emptyOf({ form }: ScopeField): unknown {
  if (form === 'in-scope') return true;
  return ['links', 'lines', 'criteria', 'controls', 'categories'].includes(form) ? [] : undefined;
}

function valueOf(field: ScopeField, text: string, named: NamedItems): { value: unknown } | { reason: string } {
  const several = text.split(';').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  switch (field.form) {
    case 'in-scope': {
      const word = text.toLowerCase();
      if (word === 'in' || word === 'yes' || word === 'true') return { value: true };
      if (word === 'out' || word === 'no' || word === 'false') return { value: false };
      return { reason: `“${text}” is neither in nor out.` };
    }
    case 'choice': {
      const found = field.choices.find((each) => [each, field.titles[each] ?? each].some((word) => same(word, text)));
      return found === undefined ? { reason: `“${text}” is none of ${joined(field.choices)}.` } : { value: found };
    }
    case 'categories': {
      const found = several.map((word) =>
        categories.find((each) => same(each, word) || same(categoryTitles[each], word)),
      );
      const missing = found.findIndex((each) => each === undefined);
      return missing === -1 ? { value: found } : { reason: `“${several[missing]}” is none of ${joined(categories)}.` };
    }
    case 'criteria':
    case 'controls':
      return { value: several.map((each) => each.toUpperCase()) };
    case 'lines':
      return { value: several };
    case 'link':
    case 'links': {
      const ids: string[] = [];
      for (const word of field.form === 'link' ? [text] : several) {
        if (field.users === true && same(word, usersEnd)) {
          ids.push(usersEnd);
          continue;
        }
        const [id, other] = named(word, field.to);
        const kinds = field.to.map((kind) => scopeKindWords[kind].one).join(' or ');
        if (id === undefined) return { reason: `There is no ${kinds} called “${word}”.` };
        if (other !== undefined) return { reason: `More than one ${kinds} is called “${word}”.` };
        ids.push(id);
      }
      return { value: field.form === 'link' ? ids[0] : ids };
    }
    default:
      return { value: text };
  }
}

function same(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { sensitivity: 'accent' }) === 0;
}

/** A name as it is compared: two items of a kind do not differ in case and space alone. */
export function nameKey(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** What items are called, for {@link importedItem}. */
export function namedItems(items: readonly Scoped[]): NamedItems {
  const byKey = new Map<string, string[]>();
  for (const { id, body } of items) {
    const key = `${body.kind} ${nameKey(body.name)}`;
    byKey.set(key, [...(byKey.get(key) ?? []), id]);
  }
  return (name, kinds) => kinds.flatMap((kind) => byKey.get(`${kind} ${nameKey(name)}`) ?? []);
}
