import { bySeverity, planCode, stateOn, type Engagement, type OperationNamed } from '@tickmark/core';
import type { z } from 'zod';
import type { HandlerContext } from '../platform/handler.ts';
import { itemOfGap } from './manage.ts';
import { todayOf } from './records.ts';
import { assessedIn } from './shown.ts';
import { itemsOf } from './store.ts';

/** Gaps of the readiness assessment, the most severe first and what speaks of no relevant criterion last, each with the newest item that stands for it. */
export async function gapsOfPlan(
  context: HandlerContext,
  engagement: Engagement,
): Promise<z.output<OperationNamed<'plan.gaps'>['output']>['items']> {
  const { tx, organizationId } = context;
  const today = await todayOf(context);
  const records = await itemsOf(tx, organizationId, engagement.id);
  return [...(await assessedIn(context, engagement)).values()]
    .flatMap(({ gap, given, relevant }) =>
      gap === null || given === null ? [] : [{ ...gap, answerVersion: given.version, relevant }],
    )
    .toSorted((a, b) => Number(b.relevant) - Number(a.relevant) || bySeverity(a, b))
    .map((gap) => {
      const item = itemOfGap(records, gap.id, gap.answerVersion);
      return {
        ...gap,
        item: item === undefined ? null : { id: item.id, code: planCode(item.number), state: stateOn(item, today) },
      };
    });
}
