import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';

type StoredRequest = Selectable<Schema['requests']>;

/** A request as its record is sealed, with the ids of the pieces that are linked to it. */
export type RequestRecord = StoredRequest & { evidence: string[] };

export type NewRequest = Insertable<Schema['requests']>;

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
