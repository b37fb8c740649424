import { permissionTable, type CaptureLink, type CaptureLinkState } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

type StoredLink = Selectable<Schema['captureLinks']>;

/** A link with what became of it. */
export type LinkRow = StoredLink & {
  state: CaptureLinkState;
  makerName: string | null;
  withdrawerName: string | null;
  supersededTitle: string | null;
  evidenceId: string | null;
  openedFirst: Date | null;
  openedLast: Date | null;
  openedTimes: number | null;
};

export async function insertLink(tx: Tx, row: Insertable<Schema['captureLinks']>): Promise<void> {
  await tx.insertInto('captureLinks').values(row).execute();
}

/** Holds back whoever else would use or withdraw it, and answers it as it is stored. */
export function lockLink(tx: Tx, organizationId: string, id: string): Promise<StoredLink | undefined> {
  return tx
    .selectFrom('captureLinks')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateLink(
  tx: Tx,
  organizationId: string,
  id: string,
  change: { usedAt: Date } | { withdrawnAt: Date; withdrawnBy: string },
): Promise<void> {
  await tx
    .updateTable('captureLinks')
    .set(change)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function addOpening(tx: Tx, organizationId: string, captureLinkId: string, at: Date): Promise<void> {
  await tx
    .insertInto('captureLinkOpenings')
    .values({ organizationId, captureLinkId, firstAt: at, lastAt: at, times: 1 })
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'captureLinkId']).doUpdateSet({
        lastAt: at,
        times: sql<number>`capture_link_openings.times + 1`,
      }),
    )
    .execute();
}

/** `makerId` where only the links of one person are asked for. */
export interface Whose {
  organizationId: string;
  makerId: string | undefined;
  now: Date;
}

export async function findLink(tx: Tx, whose: Whose, id: string): Promise<LinkRow | undefined> {
  const row = await linksOf(tx, whose).where('id', '=', id).executeTakeFirst();
  return row && numbered(row);
}

export async function listLinks(
  tx: Tx,
  whose: Whose,
  input: PageInput & { search?: string | undefined; state?: CaptureLinkState | undefined },
): Promise<Page<LinkRow>> {
  let query = linksOf(tx, whose);
  if (input.state !== undefined) query = query.where(sql<boolean>`${stateAt(whose.now)} = ${input.state}`);
  if (input.search) {
    const columns = [sql.ref('title'), sql.ref('forWhom'), nameOf('created_by')];
    query = query.where(matchesWords(input.search, columns));
  }
  const page = await readPage(
    query,
    {
      sorts: {
        createdAt: { by: sql.ref('createdAt'), type: 'timestamptz' },
        expiresAt: { by: sql.ref('expiresAt'), type: 'timestamptz' },
        title: { by: sql.ref('title'), type: 'text' },
      },
      initial: '-createdAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(numbered) };
}

/** Roles that may make links: one whose maker lost them opens nothing. */
const makers = [...permissionTable['capture-links.make']];

function stateAt(now: Date) {
  return sql<CaptureLinkState>`case
    when capture_links.used_at is not null then 'used'
    when capture_links.withdrawn_at is not null then 'withdrawn'
    when capture_links.expires_at <= ${now.toISOString()}::timestamptz then 'expired'
    when not exists (select from members m where m.organization_id = capture_links.organization_id
      and m.user_id = capture_links.created_by and m.role = any (${makers}::text[])) then 'lapsed'
    when ${opening<number>('times')} is not null then 'opened'
    else 'open' end`;
}

function linksOf(tx: Tx, { organizationId, makerId, now }: Whose) {
  const all = tx
    .selectFrom('captureLinks')
    .selectAll()
    .select([
      stateAt(now).as('state'),
      nameOf('created_by').as('makerName'),
      nameOf('withdrawn_by').as('withdrawerName'),
      sql<string | null>`(select e.title from evidence e
        where e.organization_id = capture_links.organization_id and e.id = capture_links.supersedes)`.as(
        'supersededTitle',
      ),
      sql<string | null>`(select e.id from evidence e
        where e.organization_id = capture_links.organization_id and e.capture_link_id = capture_links.id)`.as(
        'evidenceId',
      ),
      opening<Date>('first_at').as('openedFirst'),
      opening<Date>('last_at').as('openedLast'),
      opening<number>('times').as('openedTimes'),
    ])
    .where('organizationId', '=', organizationId);
  return makerId === undefined ? all : all.where('createdBy', '=', makerId);
}

function nameOf(column: 'created_by' | 'withdrawn_by') {
  return sql<string | null>`(select u.name from users u where u.id = ${sql.ref(`capture_links.${column}`)})`;
}

function opening<T>(column: 'first_at' | 'last_at' | 'times') {
  return sql<T | null>`(select ${sql.ref(`o.${column}`)} from capture_link_openings o
    where o.organization_id = capture_links.organization_id and o.capture_link_id = capture_links.id)`;
}

function numbered(row: LinkRow): LinkRow {
  return { ...row, maxBytes: Number(row.maxBytes), entryIndex: Number(row.entryIndex) };
}

export function toCaptureLink(row: LinkRow): CaptureLink {
  const { openedFirst, openedLast, openedTimes, withdrawnAt, withdrawnBy, usedAt, evidenceId } = row;
  return {
    id: row.id,
    title: row.title,
    instructions: row.instructions,
    forWhom: row.forWhom,
    period: { from: row.periodFrom, to: row.periodTo },
    controls: row.controls,
    renewOn: row.renewOn,
    supersedes: row.supersedes === null ? null : { id: row.supersedes, title: row.supersededTitle ?? '' },
    maxBytes: row.maxBytes,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdBy, name: row.makerName },
    expiresAt: row.expiresAt.toISOString(),
    opened:
      openedFirst === null || openedLast === null
        ? null
        : { first: openedFirst.toISOString(), last: openedLast.toISOString(), times: openedTimes ?? 1 },
    withdrawn:
      withdrawnAt === null || withdrawnBy === null
        ? null
        : { at: withdrawnAt.toISOString(), by: { id: withdrawnBy, name: row.withdrawerName } },
    used: usedAt === null || evidenceId === null ? null : { at: usedAt.toISOString(), evidenceId },
    entryIndex: row.entryIndex,
  };
}
