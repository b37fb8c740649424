import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';

/** Writes that change what a dry run would conclude. Controls are the organization's; the others are of one engagement. */
const ofControls = ['controls.adopt', 'controls.revise', 'controls.retire', 'controls.reinstate', 'controls.write'];
const namingTheEngagement = ['tests.publish', 'engagements.update', 'engagements.mark-criterion'];

/** Index of the newest log entry after which a dry run of the engagement would see something else; -1 without one. */
export async function lastConclusiveEntry(tx: Tx, organizationId: string, engagementId: string): Promise<number> {
  const entries = tx.selectFrom('logEntries').where('organizationId', '=', organizationId);
  const ofRows = (table: 'results' | 'explanations' | 'samples') =>
    tx
      .selectFrom(table)
      .select(({ fn }) => fn.max('entryIndex').as('index'))
      .where('organizationId', '=', organizationId)
      .where('engagementId', '=', engagementId)
      .executeTakeFirst();
  const newest = [
    await entries.select('index').where('op', 'in', ofControls).orderBy('index', 'desc').limit(1).executeTakeFirst(),
    await entries
      .select('index')
      .where('op', 'in', namingTheEngagement)
      .where(sql`statement::jsonb -> 'facts' ->> 'engagementId'`, '=', engagementId)
      .orderBy('index', 'desc')
      .limit(1)
      .executeTakeFirst(),
    await ofRows('results'),
    await ofRows('explanations'),
    await ofRows('samples'),
    await tx
      .selectFrom('sampleSteps')
      .innerJoin('samples', (join) =>
        join
          .onRef('samples.organizationId', '=', 'sampleSteps.organizationId')
          .onRef('samples.id', '=', 'sampleSteps.sampleId'),
      )
      .select(({ fn }) => fn.max('sampleSteps.entryIndex').as('index'))
      .where('sampleSteps.organizationId', '=', organizationId)
      .where('samples.engagementId', '=', engagementId)
      .executeTakeFirst(),
  ];
  return Math.max(-1, ...newest.map((row) => row?.index ?? -1));
}
