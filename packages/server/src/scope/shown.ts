import {
  byText,
  engagementPeriod,
  isIn,
  nameKey,
  scopeHoles,
  scopeKinds,
  verdictOf,
  versionOn,
  windowOf,
  type Engagement,
  type ScopeHole,
  type ScopeItem,
  type ScopeVersion,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { allVersions, newestVersions } from './store.ts';

/** The scope of an engagement as it is, or as it was on a day, by kind and name, with what is missing in it. */
export interface ScopeState {
  items: ScopeItem[];
  holes: ScopeHole[];
}

export async function scopeState(
  tx: Tx,
  organizationId: string,
  engagement: Engagement,
  asOf?: string,
): Promise<ScopeState> {
  const present = await presentVersions(tx, organizationId, engagement.id, asOf);
  const days = engagementPeriod(engagement.terms);
  const adopted = (await allControls(tx, organizationId)).flatMap((control) =>
    windowOf(control, days) === null ? [] : [control.code],
  );
  const holes = scopeHoles(present, { ...engagement, adopted });
  const counts = new Map<string, number>();
  for (const { item } of holes) if (item !== null) counts.set(item.id, (counts.get(item.id) ?? 0) + 1);
  return { items: present.map((version) => toItem(version, counts.get(version.id) ?? 0)), holes };
}

function toItem(version: ScopeVersion, holes: number): ScopeItem {
  const { removed: _removed, ...item } = version;
  return { ...item, holes, standing: verdictOf(item.body) };
}

/** The version of each item that holds now, or held on a day; items that are removed are left out. By kind and name. */
export async function presentVersions(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  asOf?: string,
): Promise<ScopeVersion[]> {
  const holding =
    asOf === undefined
      ? [...(await newestVersions(tx, organizationId, engagementId)).values()]
      : [...Map.groupBy(await allVersions(tx, organizationId, engagementId), ({ id }) => id).values()].flatMap(
          (versions) => versionOn(versions, asOf) ?? [],
        );
  return holding.filter(({ removed }) => !removed).toSorted(byKindAndName);
}

function byKindAndName(a: ScopeVersion, b: ScopeVersion): number {
  const kinds = scopeKinds.indexOf(a.body.kind) - scopeKinds.indexOf(b.body.kind);
  return kinds || byText(nameKey(a.body.name), nameKey(b.body.name)) || byText(a.id, b.id);
}

/** Names of items, by id: of what is there and, as they were last called, of what was removed. */
export async function namesOf(tx: Tx, organizationId: string, engagementId: string): Promise<Map<string, string>> {
  const all = await newestVersions(tx, organizationId, engagementId);
  return new Map([...all].map(([id, { body }]) => [id, body.name]));
}

export function countScope({ items, holes }: ScopeState) {
  return {
    total: items.length,
    holes: holes.length,
    kinds: scopeKinds.map((kind) => {
      const own = items.filter(({ body }) => body.kind === kind);
      return {
        kind,
        total: own.length,
        out: own.filter(({ body }) => !isIn(body)).length,
        holes: holes.filter((hole) => hole.kind === kind).length,
      };
    }),
  };
}

/** How far the scope of an engagement is. */
export async function scopeProgress(
  tx: Tx,
  organizationId: string,
  engagement: Engagement,
): Promise<{ items: number; holes: number; vendors: number; undecided: number }> {
  const { items, holes } = await scopeState(tx, organizationId, engagement);
  const vendors = items.filter(({ body }) => body.kind === 'vendor' && isIn(body));
  return {
    items: items.length,
    holes: holes.length,
    vendors: vendors.length,
    undecided: vendors.filter(({ standing }) => standing?.verdict === 'undecided').length,
  };
}

/** Whether an item has all words, in anything that is written of it. */
export function hasWords(
  { body }: Pick<ScopeItem, 'body'>,
  names: ReadonlyMap<string, string>,
  search: string,
): boolean {
  const texts: string[] = [];
  const gather = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value, names.get(value) ?? '');
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  gather(body);
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function periodOf({ terms }: Engagement, today: string) {
  const { from, to } = engagementPeriod(terms);
  return { from, to, begun: today > from };
}
