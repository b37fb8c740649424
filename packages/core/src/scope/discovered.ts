import type { ScopeBody } from './items.ts';
import { nameKey } from './import.ts';
import type { ScopeKind } from './words.ts';

/** A column of a kind of population whose values are things that have to be in scope or out of it. */
export interface SeenColumn {
  population: string;
  column: string;
  /** What a value is. */
  kind: ScopeKind;
  /** What it is called there. */
  what: string;
}

/** Where frozen populations name what a scope has to account for. */
export const seenColumns: readonly SeenColumn[] = [
  { population: 'code-changes', column: 'repository', kind: 'system', what: 'repository' },
  { population: 'accounts', column: 'system', kind: 'system', what: 'system with accounts' },
  { population: 'access-grants', column: 'system', kind: 'system', what: 'system with accounts' },
  { population: 'components', column: 'component', kind: 'system', what: 'component' },
  { population: 'systems', column: 'id', kind: 'system', what: 'system of the inventory' },
  { population: 'data-stores', column: 'id', kind: 'system', what: 'data store' },
  { population: 'log-sources', column: 'system', kind: 'system', what: 'source of logs' },
  { population: 'deployments', column: 'environment', kind: 'environment', what: 'environment' },
  { population: 'environments', column: 'environment', kind: 'environment', what: 'environment' },
  { population: 'vendors', column: 'vendor', kind: 'vendor', what: 'vendor' },
  { population: 'vendor-reviews', column: 'vendor', kind: 'vendor', what: 'vendor' },
];

/** What an item may be called in records. */
export function namesOfItem(body: ScopeBody): string[] {
  return [body.name, ...('seenAs' in body ? body.seenAs : [])].map(nameKey);
}
