import {
  byArea,
  isOverdue,
  type AuditRequest,
  type RequestCounts,
  type RequestKind,
  type RequestPhase,
  type RequestState,
  type RequestStep,
} from '@tickmark/core';
import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

type StoredRequest = Selectable<Schema['requests']>;

/** A request as its record is sealed, with the ids of the pieces that are linked to it. */
export type RequestRecord = StoredRequest & { evidence: string[] };

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const rowsAtOnce = 5_000;

export async function insertRequests(tx: Tx, rows: readonly NewRequest[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('requests')
      .values([...rows])
      .execute();
}

export type RequestChange = Partial<
  Pick<
    StoredRequest,
    | 'code'
    | 'area'
    | 'title'
    | 'kind'
    | 'phase'
    | 'controls'
    | 'needsCompletenessAccuracy'
    | 'ownerId'
    | 'dueOn'
    | 'state'
    | 'note'
    | 'supersededBy'
  >
>;

/** The same change of each of these. */
export async function updateRequests(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  change: RequestChange,
): Promise<void> {
  if (ids.length === 0 || Object.keys(change).length === 0) return;
  await tx
    .updateTable('requests')
    .set(change)
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
}

export async function deleteRequests(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('requests')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
}

/** Those of these that there are, by id, as they are sealed. */
export async function recordsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, RequestRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('requests')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  const links = await tx
    .selectFrom('evidenceRequests')
    .select(['requestId', 'evidenceId'])
    .where('organizationId', '=', organizationId)
    .where('requestId', 'in', [...ids])
    .execute();
  const linked = Map.groupBy(links, ({ requestId }) => requestId);
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, evidence: (linked.get(row.id) ?? []).map(({ evidenceId }) => evidenceId).toSorted() },
    ]),
  );
}

/** The request of an engagement that is called so, whatever the case of its letters. */
export function requestCalled(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  code: string,
): Promise<{ id: string; title: string } | undefined> {
  return tx
    .selectFrom('requests')
    .select(['id', 'title'])
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .where(sql<boolean>`lower(code) = lower(${code})`)
    .executeTakeFirst();
}

/** What of an engagement stands for a request of the catalogue: one that came from it, or is called so. */
export async function listedOfCatalogue(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('requests')
    .select(['id', 'code', 'catalogueId'])
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .execute();
  return new Map([
    ...rows.map(({ id, code }) => [code.toUpperCase(), id] as const),
    ...rows.flatMap(({ id, catalogueId }) => (catalogueId === null ? [] : [[catalogueId, id] as const])),
  ]);
}

/** Which of these have steps, so that something was done to them that stays. */
export async function requestsWithSteps(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('requestSteps')
    .select('requestId')
    .distinct()
    .where('organizationId', '=', organizationId)
    .where('requestId', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ requestId }) => requestId));
}

/** Which of these take the place of another request. */
export async function successorsAmong(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('requests')
    .select('supersededBy as id')
    .distinct()
    .where('organizationId', '=', organizationId)
    .where('supersededBy', 'in', [...ids])
    .$narrowType<{ id: string }>()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export interface Link {
  requestId: string;
  evidenceId: string;
}

export async function insertLinks(tx: Tx, organizationId: string, links: readonly Link[]): Promise<void> {
  for (let from = 0; from < links.length; from += rowsAtOnce) {
    await tx
      .insertInto('evidenceRequests')
      .values(links.slice(from, from + rowsAtOnce).map((link) => ({ organizationId, ...link })))
      .execute();
  }
}

/** Takes every one of these pieces off every one of these requests. */
export async function deleteLinks(
  tx: Tx,
  organizationId: string,
  requestIds: readonly string[],
  evidenceIds: readonly string[],
): Promise<void> {
  if (requestIds.length === 0 || evidenceIds.length === 0) return;
  await tx
    .deleteFrom('evidenceRequests')
    .where('organizationId', '=', organizationId)
    .where('requestId', 'in', [...requestIds])
    .where('evidenceId', 'in', [...evidenceIds])
    .execute();
}

export type NewStep = Insertable<Schema['requestSteps']>;
export type NewRequest = Insertable<Schema['requests']>;

export async function insertSteps(tx: Tx, rows: readonly NewStep[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('requestSteps')
      .values([...rows])
      .execute();
}

/** What was done to a request, oldest first; the pieces are named by their titles as they are now. */
export async function stepsOf(tx: Tx, organizationId: string, requestId: string): Promise<RequestStep[]> {
  const rows = await tx
    .selectFrom('requestSteps as s')
    .leftJoin('users as u', 'u.id', 's.by')
    .select(['s.id', 's.step', 's.at', 's.by', 'u.name', 's.words', 's.evidence', 's.entryIndex'])
    .where('s.organizationId', '=', organizationId)
    .where('s.requestId', '=', requestId)
    .orderBy('s.entryIndex')
    .execute();
  const pieces = [...new Set(rows.flatMap(({ evidence }) => evidence))];
  const named =
    pieces.length === 0
      ? []
      : await tx
          .selectFrom('evidence')
          .select(['id', 'title'])
          .where('organizationId', '=', organizationId)
          .where('id', 'in', pieces)
          .execute();
  const titles = new Map(named.map(({ id, title }) => [id, title]));
  return rows.map(({ id, step, at, by, name, words, evidence, entryIndex }) => ({
    id,
    step,
    at: at.toISOString(),
    by: { id: by, name },
    words,
    evidence: evidence.map((piece) => ({ id: piece, title: titles.get(piece) ?? '' })),
    entryIndex: Number(entryIndex),
  }));
}

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

type RequestRow = StoredRequest & {
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

/** How each of these was submitted last. */
async function submissionsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, NonNullable<AuditRequest['submitted']>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('requestSteps as s')
    .leftJoin('users as u', 'u.id', 's.by')
    .select(['s.requestId', 's.at', 's.by', 'u.name', 's.words'])
    .where('s.organizationId', '=', organizationId)
    .where('s.step', '=', 'submitted')
    .where('s.requestId', 'in', [...ids])
    .orderBy('s.entryIndex')
    .execute();
  return new Map(
    rows.map(({ requestId, at, by, name, words }) => [
      requestId,
      { at: at.toISOString(), by: { id: by, name }, answer: words },
    ]),
  );
}
