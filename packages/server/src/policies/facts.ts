import { policyFactsOf, policyValuesOf, type Engagement, type PolicyFacts } from '@tickmark/core';
import { toldByScope } from '../coverage/index.ts';
import { organizationFacts } from '../engagements/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { ownValues } from './values-store.ts';

/** What is known of the organization from the scope of the engagement, the answers of its assessment, and the numbers and names that its documents share. */
export async function factsOf(tx: Tx, organizationId: string, engagement: Engagement): Promise<PolicyFacts> {
  const { name } = await organizationFacts(tx, organizationId);
  const { scope, facts } = await toldByScope(tx, organizationId, engagement.id);
  return policyFactsOf(name, engagement.categories, scope, facts, policyValuesOf(await ownValues(tx, organizationId)));
}
