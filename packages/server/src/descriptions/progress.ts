import { daysDescribed, type Engagement, type StepFacts } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { approvalsOf, partsOf, wholeVersion } from './store.ts';

/** How far the description of an engagement is. */
export async function descriptionProgress(
  tx: Tx,
  organizationId: string,
  { id, terms }: Engagement,
): Promise<StepFacts['description']> {
  const parts = await partsOf(tx, organizationId, id);
  const newest = await wholeVersion(tx, organizationId, id);
  return {
    written: [...parts.values()].filter(({ body }) => body.blocks.length > 0).length,
    frozen:
      newest === undefined
        ? null
        : {
            number: newest.number,
            approved: (await approvalsOf(tx, organizationId, [newest.id])).length > 0,
            sameDays: daysDescribed(newest.document.engagement.terms) === daysDescribed(terms),
          },
  };
}
