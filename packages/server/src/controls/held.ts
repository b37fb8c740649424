import { isAdapted, originOf, type Control, type HeldControl } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { countsByCode } from './list-store.ts';
import { newestOwnerships, unowned } from './ownership-store.ts';

/** Versions of controls with what is known of their codes, in their order. */
export async function heldControls(
  tx: Tx,
  organizationId: string,
  versions: readonly Control[],
  engagementId?: string,
): Promise<HeldControl[]> {
  if (versions.length === 0) return [];
  const codes = [...new Set(versions.map(({ code }) => code))];
  const ownerships = await newestOwnerships(tx, organizationId, codes);
  const counts = await countsByCode(tx, organizationId, codes, engagementId);
  return versions.map((version) => ({
    ...version,
    origin: originOf(version.code),
    adapted: isAdapted(version),
    ownership: ownerships.get(version.code) ?? unowned,
    ...(counts.get(version.code) ?? { tests: 0, evidence: 0 }),
  }));
}

/** One version with what is known of its code. */
export async function heldControl(tx: Tx, organizationId: string, version: Control): Promise<HeldControl> {
  const [held] = await heldControls(tx, organizationId, [version]);
  if (held === undefined) throw new Error('A control is held as one control.');
  return held;
}
