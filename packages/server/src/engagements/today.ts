import type { HandlerContext } from '../platform/handler.ts';
import { organizationFacts } from './store.ts';
import { localDate } from './terms.ts';

/** The day it is in the time zone of the organization, and that zone. */
export async function todayIn({
  tx,
  organizationId,
  now,
}: Pick<HandlerContext, 'tx' | 'organizationId' | 'now'>): Promise<{ today: string; timeZone: string }> {
  const { timeZone } = await organizationFacts(tx, organizationId);
  return { today: localDate(now, timeZone), timeZone };
}
