import { TickmarkError, type Population } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { newestPopulation } from './store.ts';

export interface Supersedes {
  id: string;
  reason: string;
}

/**
 * The version a new population of this kind replaces: none for the first. An existing one is never
 * replaced in silence: whoever freezes again names the newest version and says why.
 */
export async function supersededVersion(
  tx: Tx,
  organizationId: string,
  { engagementId, kind, supersedes }: { engagementId: string; kind: string; supersedes?: Supersedes | undefined },
): Promise<Population | undefined> {
  const newest = await newestPopulation(tx, organizationId, engagementId, kind);
  if (supersedes === undefined) {
    if (newest === undefined) return undefined;
    throw new TickmarkError(
      'conflict',
      `This engagement already has the population “${newest.manifest.name}” of the kind ${kind}, version ${newest.version}.`,
      { field: 'supersedes', action: `To correct it, freeze a new version that supersedes ${newest.id} and say why.` },
    );
  }
  if (newest?.id === supersedes.id) return newest;
  if (newest === undefined) {
    throw new TickmarkError('not_found', `There is no population of the kind ${kind} to supersede.`, {
      field: 'supersedes.id',
      action: 'Leave `supersedes` out.',
    });
  }
  throw new TickmarkError(
    'conflict',
    `The newest population of the kind ${kind} is version ${newest.version}, another one.`,
    {
      field: 'supersedes.id',
      action: `Supersede ${newest.id}.`,
    },
  );
}
