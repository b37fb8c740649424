import { engagementPeriod, heldPromise, type Engagement, type HeldObligation, type TextBlock } from '@tickmark/core';
import { obligationsOf } from '@tickmark/policies';
import { allControls } from '../controls/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { latestOutcomes } from '../results/index.ts';
import { latestTests } from '../tests/index.ts';

/** What a text promises beside controls, tests and results of an engagement; three statements for as many promises as there are. */
export async function promisesHeld(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  engagement: Engagement,
  blocks: readonly TextBlock[],
): Promise<HeldObligation[]> {
  const facts = {
    controls: await allControls(tx, organizationId),
    period: engagementPeriod(engagement.terms),
    tests: await latestTests(tx, organizationId, engagement.id),
    results: await latestOutcomes(tx, organizationId, engagement.id),
  };
  return obligationsOf(blocks).map((promised) => heldPromise(promised, facts));
}
