import type { Tx } from '../platform/database/index.ts';

/** Writes that change what a dry run would conclude. */
const conclusive = [
  'tests.result',
  'tests.publish',
  'controls.adopt',
  'controls.revise',
  'controls.retire',
  'controls.reinstate',
  'controls.write',
  'deviations.explain',
  'engagements.update',
  'engagements.mark-criterion',
];

/** Index of the newest log entry after which a dry run would see something else; -1 without one. */
export async function lastConclusiveEntry(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx
    .selectFrom('logEntries')
    .select('index')
    .where('organizationId', '=', organizationId)
    .where('op', 'in', conclusive)
    .orderBy('index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.index ?? -1;
}
