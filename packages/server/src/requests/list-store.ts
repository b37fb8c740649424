import {
  byArea,
  isOverdue,
  type AuditRequest,
  type RequestCounts,
  type RequestKind,
  type RequestPhase,
  type RequestState,
} from '@tickmark/core';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';
import { submissionsOf } from './step-store.ts';

interface Filters {
  engagementId?: string | undefined;
  state?: RequestState | undefined;
  area?: string | undefined;
  phase?: RequestPhase | undefined;
  kind?: RequestKind | undefined;
  owner?: string | undefined;
  unowned?: boolean | undefined;
  overdue?: boolean | undefined;
  control?: string | undefined;
  evidence?: string | undefined;
  search?: string | undefined;
}

/** `today` in the zone of the organization. */
export async function listRequests(
  tx: Tx,
  organizationId: string,
  today: string,
  input: PageInput & Filters,
): Promise<Page<AuditRequest>> {
  let query = requestsIn(tx, organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.state !== undefined) query = query.where('state', '=', input.state);
  if (input.area !== undefined) query = query.where('area', '=', input.area);
  if (input.phase !== undefined) query = query.where('phase', '=', input.phase);
  if (input.kind !== undefined) query = query.where('kind', '=', input.kind);
  if (input.owner !== undefined) query = query.where('ownerId', '=', input.owner);
  if (input.unowned === true) query = query.where('ownerId', 'is', null);
  if (input.overdue === true) query = query.where(overdueOn(today));
  if (input.control !== undefined) query = query.where(sql<boolean>`${input.control} = any (requests.controls)`);
  if (input.evidence !== undefined) {
    query = query.where(sql<boolean>`exists (select from evidence_requests l
      where l.organization_id = requests.organization_id and l.request_id = requests.id
        and l.evidence_id = ${input.evidence})`);
  }
  if (input.search) {
    query = query.where(
      matchesWords(input.search, [
        sql.ref('code'),
        sql.ref('title'),
        sql.ref('area'),
        sql.ref('note'),
        sql`array_to_string(requests.controls, ' ')`,
        ownerName,
      ]),
    );
  }
  const page = await readPage(
    query,
    {
      sorts: {
        code: { by: sql.ref('code'), type: 'text' },
        area: { by: sql.ref('area'), type: 'text' },
        title: { by: sql.ref('title'), type: 'text' },
        dueOn: { by: sql`coalesce(requests.due_on, 'infinity'::date)`, type: 'date' },
        state: { by: inOrder, type: 'bigint' },
      },
      initial: 'code',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: await toRequests(tx, organizationId, today, page.items) };
}

export async function findRequests(
  tx: Tx,
  organizationId: string,
  today: string,
  ids: readonly string[],
): Promise<AuditRequest[]> {
  if (ids.length === 0) return [];
  const rows = await requestsIn(tx, organizationId)
    .where('id', 'in', [...ids])
    .orderBy('code')
    .orderBy('id')
    .execute();
  return toRequests(tx, organizationId, today, rows);
}

/** Of an engagement, or of all. */
export async function countRequests(
  tx: Tx,
  organizationId: string,
  today: string,
  engagementId: string | undefined,
): Promise<RequestCounts> {
  let query = tx.selectFrom('requests').where('organizationId', '=', organizationId);
  if (engagementId !== undefined) query = query.where('engagementId', '=', engagementId);
  const rows = await query
    .select([
      'area',
      sql<string>`count(*) filter (where state <> 'superseded')`.as('total'),
      sql<string>`count(*) filter (where state = 'draft')`.as('draft'),
      sql<string>`count(*) filter (where state = 'in-progress')`.as('inProgress'),
      sql<string>`count(*) filter (where state = 'submitted')`.as('submitted'),
      sql<string>`count(*) filter (where state = 'superseded')`.as('superseded'),
      sql<string>`count(*) filter (where ${overdueOn(today)})`.as('overdue'),
    ])
    .groupBy('area')
    .execute();
  const sum = (of: Exclude<keyof (typeof rows)[number], 'area'>): number =>
    rows.reduce((all, row) => all + Number(row[of]), 0);
  return {
    total: sum('total'),
    draft: sum('draft'),
    inProgress: sum('inProgress'),
    submitted: sum('submitted'),
    superseded: sum('superseded'),
    overdue: sum('overdue'),
    areas: rows
      .filter(({ total }) => Number(total) > 0)
      .map(({ area, total, submitted, overdue }) => ({
        area,
        total: Number(total),
        submitted: Number(submitted),
        overdue: Number(overdue),
      }))
      .toSorted((a, b) => byArea(a.area, b.area)),
  };
}

function overdueOn(today: string): RawBuilder<boolean> {
  return sql<boolean>`(requests.due_on < ${today}::date and requests.state in ('draft', 'in-progress'))`;
}

const inOrder = sql`(case requests.state when 'draft' then 0 when 'in-progress' then 1 when 'submitted' then 2
  else 3 end)::bigint`;

const ownerName = sql<string | null>`(select u.name from users u where u.id = requests.owner_id)`;

const linkedTo = sql`evidence_requests l where l.organization_id = requests.organization_id and l.request_id = requests.id`;

function requestsIn(tx: Tx, organizationId: string) {
  const successor = (column: 'code' | 'title') =>
    sql<string | null>`(select ${sql.ref(`o.${column}`)} from requests o
      where o.organization_id = requests.organization_id and o.id = requests.superseded_by)`;
  return tx
    .selectFrom('requests')
    .selectAll()
    .select([
      ownerName.as('ownerName'),
      successor('code').as('successorCode'),
      successor('title').as('successorTitle'),
      sql<string>`(select count(*) from ${linkedTo})`.as('linked'),
      sql<string>`(select count(*) from ${linkedTo} and exists (select from evidence n
        where n.organization_id = l.organization_id and n.supersedes = l.evidence_id and n.sha256 is not null))`.as(
        'outdated',
      ),
    ])
    .where('organizationId', '=', organizationId);
}

type RequestRow = Selectable<Schema['requests']> & {
  ownerName: string | null;
  successorCode: string | null;
  successorTitle: string | null;
  linked: string;
  outdated: string;
};

async function toRequests(
  tx: Tx,
  organizationId: string,
  today: string,
  rows: readonly RequestRow[],
): Promise<AuditRequest[]> {
  const submissions = await submissionsOf(
    tx,
    organizationId,
    rows.filter(({ state }) => state === 'submitted').map(({ id }) => id),
  );
  return rows.map((row) => {
    const { state } = row;
    return {
      id: row.id,
      engagementId: row.engagementId,
      code: row.code,
      catalogueId: row.catalogueId,
      area: row.area,
      title: row.title,
      kind: row.kind,
      phase: row.phase,
      controls: row.controls,
      needsCompletenessAccuracy: row.needsCompletenessAccuracy,
      owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName },
      dueOn: row.dueOn,
      overdue: isOverdue({ dueOn: row.dueOn, state }, today),
      state,
      note: row.note,
      evidence: Number(row.linked),
      newer: Number(row.outdated),
      submitted: submissions.get(row.id) ?? null,
      supersededBy:
        row.supersededBy === null
          ? null
          : { id: row.supersededBy, code: row.successorCode ?? '', title: row.successorTitle ?? '' },
      createdAt: row.createdAt.toISOString(),
      entryIndex: Number(row.entryIndex),
    };
  });
}
