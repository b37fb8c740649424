import { engagementPeriod, type CoverageFacts, type Engagement } from '@tickmark/core';
import { allControls, newestOwnerships } from '../controls/index.ts';
import { newestDecisions } from '../engagements/index.ts';
import { controlsWithEvidence } from '../evidence/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { latestTests } from '../tests/index.ts';

/** What the coverage of an engagement follows from. */
export async function coverageFacts(tx: Tx, organizationId: string, engagement: Engagement): Promise<CoverageFacts> {
  const ownerships = await newestOwnerships(tx, organizationId);
  const tests = await latestTests(tx, organizationId, engagement.id);
  return {
    engagement,
    versions: await allControls(tx, organizationId),
    owned: new Set([...ownerships].filter(([, { owner }]) => owner?.able === true).map(([code]) => code)),
    tested: new Set(tests.map(({ definition }) => definition.control)),
    evidenced: await controlsWithEvidence(tx, organizationId, engagementPeriod(engagement.terms)),
    decisions: await newestDecisions(tx, organizationId, engagement.id),
  };
}
