import type { BriefResult } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { briefResult } from './known-store.ts';

/** The newest result of a test for one version of its control. */
export interface StandingResult {
  id: string;
  code: string;
  control: string;
  controlId: string | null;
  /** Of the control; null where the result names none. */
  version: number | null;
  document: BriefResult;
}

/** Of each test of an engagement, and each version of its control, the newest result among the first entries. */
export async function resultsStanding(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  entries: number,
): Promise<StandingResult[]> {
  return tx
    .selectFrom('results')
    .innerJoin('tests', (join) =>
      join.onRef('tests.organizationId', '=', 'results.organizationId').onRef('tests.id', '=', 'results.testId'),
    )
    .leftJoin('controls', (join) =>
      join
        .onRef('controls.organizationId', '=', 'results.organizationId')
        .onRef('controls.id', '=', 'results.controlId'),
    )
    .distinctOn(['tests.code', 'results.controlId'])
    .select([
      'results.id',
      'tests.code',
      'tests.control',
      'results.controlId',
      'controls.version',
      briefResult(sql.ref('results.document')).as('document'),
    ])
    .where('results.organizationId', '=', organizationId)
    .where('results.engagementId', '=', engagementId)
    .where('results.entryIndex', '<', entries)
    .orderBy('tests.code')
    .orderBy('results.controlId')
    .orderBy('results.entryIndex', 'desc')
    .execute();
}

/** Engagement of each test, result, sample and dry run, by its id. */
export async function engagementsOfRecords(tx: Tx, organizationId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; engagementId: string }>`
    select id, engagement_id from tests where organization_id = ${organizationId}
    union all select id, engagement_id from results where organization_id = ${organizationId}
    union all select id, engagement_id from samples where organization_id = ${organizationId}
    union all select id, engagement_id from dry_runs where organization_id = ${organizationId}`.execute(tx);
  return new Map(rows.map(({ id, engagementId }) => [id, engagementId]));
}
