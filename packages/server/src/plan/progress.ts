import { isUnsettled, stateOn } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { itemsOf } from './store.ts';

/** What the list of steps tells of a plan: items with work left, how many of these are overdue, and what waits for somebody to look. */
export async function planProgress(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  today: string,
): Promise<{ total: number; open: number; overdue: number; toVerify: number }> {
  const items = await itemsOf(tx, organizationId, engagementId);
  const open = items.filter((item) => isUnsettled(stateOn(item, today)));
  return {
    total: items.length,
    open: open.length,
    overdue: open.filter(({ dueOn }) => dueOn !== null && dueOn < today).length,
    toVerify: items.filter(({ state }) => state === 'done').length,
  };
}
