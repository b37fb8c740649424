import {
  engagementPeriod,
  heldPromise,
  type Engagement,
  type HeldObligation,
  type Obligation,
  type TextBlock,
} from '@tickmark/core';
import { obligationsOf } from '@tickmark/policies';
import { allControls } from '../controls/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { latestOutcomes } from '../results/index.ts';
import { latestTests } from '../tests/index.ts';

/** What holds a promise beside controls, tests and results of an engagement; three statements for as many as there are. */
export async function promiseHolder(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  engagement: Engagement,
): Promise<(promised: Obligation) => HeldObligation> {
  const facts = {
    controls: await allControls(tx, organizationId),
    period: engagementPeriod(engagement.terms),
    tests: await latestTests(tx, organizationId, engagement.id),
    results: await latestOutcomes(tx, organizationId, engagement.id),
  };
  return (promised) => heldPromise(promised, facts);
}

/** What a text promises, each promise held so. */
export async function promisesHeld(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  engagement: Engagement,
  blocks: readonly TextBlock[],
): Promise<HeldObligation[]> {
  const hold = await promiseHolder(context, engagement);
  return obligationsOf(blocks).map((promised) => hold(promised));
}
