import type { EvidenceInFull } from '@tickmark/core';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../platform/database/index.ts';

/** Requests that a piece is linked to, as the piece tells of them. */
type NamedRequest = EvidenceInFull['requests'][number];

/** Requests of each of these pieces, in the order of their codes. */
export async function requestsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, NamedRequest[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceRequests as l')
    .innerJoin('requests as r', (join) =>
      join.onRef('r.organizationId', '=', 'l.organizationId').onRef('r.id', '=', 'l.requestId'),
    )
    .innerJoin('engagements as e', (join) =>
      join.onRef('e.organizationId', '=', 'r.organizationId').onRef('e.id', '=', 'r.engagementId'),
    )
    .select([
      'l.evidenceId',
      'r.id',
      'r.code',
      'r.title',
      'r.state',
      'e.id as engagementId',
      'e.title as engagementTitle',
    ])
    .where('l.organizationId', '=', organizationId)
    .where('l.evidenceId', 'in', [...ids])
    .orderBy('r.code')
    .orderBy('r.id')
    .execute();
  const links = Map.groupBy(rows, (row) => row.evidenceId);
  return new Map(
    [...links].map(([evidenceId, own]) => [
      evidenceId,
      own.map(({ id, code, title, state, engagementId, engagementTitle }) => ({
        id,
        code,
        title,
        state,
        engagement: { id: engagementId, title: engagementTitle },
      })),
    ]),
  );
}

/** Whether a piece is linked to a request. */
export function isLinkedTo(requestId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from evidence_requests l where l.organization_id = evidence.organization_id
    and l.evidence_id = evidence.id and l.request_id = ${requestId})`;
}

/** The newest version of each of these pieces that has a newer one, with its file. */
export async function newestVersions(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, { id: string; title: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ start: string; id: string; title: string }>`
    with recursive versions as (
      select e.id as start, e.id, e.title, e.entry_index, 0 as step from evidence e
        where e.organization_id = ${organizationId} and e.id = any (${[...ids]}::uuid[])
      union all
      select v.start, e.id, e.title, e.entry_index, v.step + 1 from versions v
        join evidence e on e.organization_id = ${organizationId} and e.supersedes = v.id and e.sha256 is not null
    )
    select distinct on (start) start, id, title from versions where step > 0
      order by start, step desc, entry_index desc`.execute(tx);
  return new Map(rows.map(({ start, ...newest }) => [start, newest]));
}
