import { engagementPeriod, heldPromise, type Engagement, type HeldObligation, type TextBlock } from '@tickmark/core';
import { obligationsOf } from '@tickmark/policies';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { newestOutcomes } from '../results/index.ts';
import { latestTests } from '../tests/index.ts';
import { textInHand } from './in-hand.ts';
import { policyOf } from './writing.ts';

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
    results: await newestOutcomes(tx, organizationId, engagement.id),
  };
  return obligationsOf(blocks).map((promised) => heldPromise(promised, facts));
}

export const promiseHandlers: Pick<HandlersOf<'policies'>, 'policies.promises'> = {
  'policies.promises': async (context, { id, engagementId }) => {
    await policyOf(context, id);
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    const text = await textInHand(context, id);
    if (text === undefined) throw new Error('A document that was found has no text.');
    const items = await promisesHeld(context, engagement, text.blocks);
    return { number: text.number, items, total: items.length };
  },
};
