import { changedFields, engagementPeriod, type Engagement, type ScopeChange, type ScopeVersion } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { namesOf } from './shown.ts';
import { allVersions } from './store.ts';

/** What was written of the scope after the first day of the period, as changes; the newest day first. */
export async function scopeChanges(tx: Tx, organizationId: string, engagement: Engagement): Promise<ScopeChange[]> {
  const versions = await allVersions(tx, organizationId, engagement.id);
  return changesIn(engagement, versions, await namesOf(tx, organizationId, engagement.id));
}

/** What a version says is there; null for a removal, and before the first. */
export function bodyOf(version: ScopeVersion | undefined) {
  return version === undefined || version.removed ? null : version.body;
}

function changesIn(
  { terms }: Engagement,
  versions: readonly ScopeVersion[],
  names: ReadonlyMap<string, string>,
): ScopeChange[] {
  const { from } = engagementPeriod(terms);
  const before = new Map<string, ScopeVersion>();
  const changes: ScopeChange[] = [];
  for (const version of versions) {
    const earlier = before.get(version.id);
    before.set(version.id, version);
    const { id, body, removed, effectiveFrom, reason, at, by, entryIndex } = version;
    if (effectiveFrom === null) continue;
    changes.push({
      item: { id, kind: body.kind, name: body.name },
      version: version.version,
      what: removed ? 'removed' : earlier === undefined ? 'added' : earlier.removed ? 'restored' : 'changed',
      of: effectiveFrom > from ? 'system' : 'record',
      effectiveFrom,
      reason: reason ?? '',
      fields: changedFields(bodyOf(earlier), bodyOf(version), names),
      at,
      by,
      entryIndex,
    });
  }
  return changes.toSorted((a, b) =>
    a.effectiveFrom === b.effectiveFrom ? b.entryIndex - a.entryIndex : a.effectiveFrom < b.effectiveFrom ? 1 : -1,
  );
}
