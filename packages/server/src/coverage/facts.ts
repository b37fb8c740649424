import {
  engagementPeriod,
  scopeFactsOf,
  type Answer,
  type CoverageFacts,
  type Engagement,
  type ScopeFact,
  type ScopeVersion,
} from '@tickmark/core';
import { allControls, newestOwnerships } from '../controls/index.ts';
import { newestDecisions } from '../engagements/index.ts';
import { controlsWithEvidence } from '../evidence/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { newestAnswers } from '../readiness/index.ts';
import { presentVersions } from '../scope/index.ts';
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

/** The scope of an engagement, and what it and the answers of the assessment tell of the organization. */
export async function toldByScope(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<{ scope: ScopeVersion[]; facts: ScopeFact[] }> {
  const answers = await newestAnswers(tx, organizationId, engagementId);
  const scope = await presentVersions(tx, organizationId, engagementId);
  return {
    scope,
    facts: scopeFactsOf(new Map<string, Answer>([...answers].map(([id, { answer }]) => [id, answer])), scope),
  };
}
