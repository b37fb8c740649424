import { planCode, stateOn, type PlanState } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import { itemsWithPieces } from './store.ts';

/** States in which somebody relies on what is attached. */
type ReliedState = Extract<PlanState, 'done' | 'verified' | 'accepted'>;

/** An item whose standing rests on a piece. */
export interface RestingItem {
  code: string;
  state: ReliedState;
  engagement: { id: string; title: string };
}

function isRelied(state: PlanState): state is ReliedState {
  return state === 'done' || state === 'verified' || state === 'accepted';
}

/** By piece, the items that were said to be done, verified or accepted with it attached, as they stand on a day. */
export async function itemsRestingOn(
  tx: Tx,
  organizationId: string,
  pieces: readonly string[],
  today: string,
): Promise<Map<string, RestingItem[]>> {
  const found = new Map<string, RestingItem[]>();
  for (const { evidenceId, item, engagement } of await itemsWithPieces(tx, organizationId, pieces)) {
    const state = stateOn(item, today);
    if (!isRelied(state)) continue;
    found.set(evidenceId, [...(found.get(evidenceId) ?? []), { code: planCode(item.number), state, engagement }]);
  }
  return found;
}
