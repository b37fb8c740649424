import type { ScopeBody } from '@tickmark/core';
import { scopeFields } from '@tickmark/core/scope-fields';
import type { ScopeKind } from '@tickmark/core/scope-words';
import type { Input } from '../../api/client.ts';

/** What is written of an item, field by field, as it stands in a form. */
export type Draft = Readonly<Record<string, unknown>>;

/** What the server takes. */
export type SentBody = Input<'scope.put'>['items'][number]['body'];

export function draftOf(body: ScopeBody): Draft {
  return { ...body };
}

/** A draft without what is empty in it. */
export function bodyOf(kind: ScopeKind, draft: Draft): SentBody {
  const fields = scopeFields[kind].flatMap(({ name }) => {
    const value = filled(draft[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(fields),
    kind,
    name: typeof draft['name'] === 'string' ? draft['name'].trim() : '',
  } as SentBody;
}

function filled(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (Array.isArray(value)) return value.map(filled).filter((each) => each !== undefined);
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => [name, filled(part)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
  return value ?? undefined;
}

/** Fields whose values differ between two, empty ones left out. */
export function differing(kind: ScopeKind, a: Draft, b: Draft): string[] {
  const [one, other] = [bodyOf(kind, a), bodyOf(kind, b)] as unknown as [Draft, Draft];
  const text = (value: unknown): string =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? '' : JSON.stringify(value);
  return scopeFields[kind].flatMap(({ name, title, form }) => {
    const [was, is] = [one[name], other[name]];
    if (form === 'in-scope') return (was ?? true) === (is ?? true) ? [] : [title];
    return text(was) === text(is) ? [] : [title];
  });
}
