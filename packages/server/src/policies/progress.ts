import { policyStates, type Engagement, type PolicyState, type StepFacts } from '@tickmark/core';
import { templateLibrary } from '@tickmark/policies';
import type { HandlerContext } from '../platform/handler.ts';
import { summariesOf } from './shown.ts';
import { policiesOf } from './store.ts';
import { appliesTo } from './template-handlers.ts';

/** How far the documents are that an engagement needs. */
export async function policyProgress(
  context: Pick<HandlerContext, 'tx' | 'organizationId' | 'now' | 'userId'>,
  engagement: Engagement,
): Promise<StepFacts['documents']> {
  const needed = new Set(
    [...templateLibrary().values()].filter((template) => appliesTo(template, engagement)).map(({ front }) => front.id),
  );
  const all = await summariesOf(context, await policiesOf(context.tx, context.organizationId));
  const own = all.filter(({ code }) => needed.has(code));
  return {
    needed: needed.size,
    inForce: own.filter(({ inForce }) => inForce !== null).length,
    byState: Object.fromEntries(
      policyStates.map((state) => [state, own.filter((each) => each.state === state).length]),
    ) as Record<PolicyState, number>,
    others: all.filter(({ code, state }) => !needed.has(code) && state !== 'retired').length,
    reviewOverdue: all.filter(({ review }) => review?.state === 'overdue').length,
  };
}
