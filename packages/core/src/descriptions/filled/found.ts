import type { TextBlock } from '../../policies/index.ts';
import { isIn, type ScopeBodyOf, type Scoped, type ScopeKind, usersEnd } from '../../scope/index.ts';
import { list, named, names, paragraph } from './blocks.ts';

/** Items of the scope by kind, and what links call them. */
export class Found {
  readonly #items: readonly Scoped[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(items: readonly Scoped[]) {
    this.#items = items;
    this.#names = new Map(items.map(({ id, body }) => [id, body.name]));
  }

  in<Kind extends ScopeKind>(kind: Kind): ScopeBodyOf<Kind>[] {
    return this.#items.flatMap(({ body }) => (body.kind === kind && isIn(body) ? [body as ScopeBodyOf<Kind>] : []));
  }

  out<Kind extends ScopeKind>(kind: Kind): ScopeBodyOf<Kind>[] {
    return this.#items.flatMap(({ body }) => (body.kind === kind && !isIn(body) ? [body as ScopeBodyOf<Kind>] : []));
  }

  named(ids: readonly string[]): string {
    return names(ids.flatMap((id) => this.#names.get(id) ?? []));
  }

  /** An end of a flow; null where none is written. */
  end(id: string | undefined): string | null {
    return id === undefined ? null : id === usersEnd ? 'Users' : (this.#names.get(id) ?? null);
  }

  /** A team by its name. A person is told by the role alone, for a report names nobody. */
  owner(id: string | undefined): string | null {
    const body = this.#items.find((item) => item.id === id)?.body;
    if (body === undefined) return null;
    return body.kind === 'person' ? (body.role ?? null) : body.name;
  }
}

/** Items that are out of scope, with the reasons. */
export function leftOut(what: string, bodies: readonly { name: string; why?: string | undefined }[]): TextBlock[] {
  return bodies.length === 0
    ? []
    : [paragraph(`Not part of the system ${what}:`), ...list(bodies.map(({ name, why }) => named(name, why)))];
}
