import {
  bundledYears,
  type DueEvidence,
  type HoldReason,
  type RetentionHold,
  type RetentionSchedule,
} from '@tickmark/core';
import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export type ScheduleRow = Omit<Selectable<Schema['retentionSchedules']>, 'entryIndex'>;

export async function findSchedule(tx: Tx, organizationId: string): Promise<ScheduleRow | undefined> {
  const row = await tx
    .selectFrom('retentionSchedules')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { entryIndex: _, ...schedule } = row;
  return schedule;
}

/** The schedule with who set it, and whether this person may still delete what is due. */
export async function describeSchedule(
  tx: Tx,
  organizationId: string,
): Promise<(Omit<RetentionSchedule, 'rests'> & { setterIsOwner: boolean }) | null> {
  const row = await tx
    .selectFrom('retentionSchedules as s')
    .leftJoin('users as u', 'u.id', 's.setBy')
    .leftJoin('members as m', (join) =>
      join.onRef('m.organizationId', '=', 's.organizationId').onRef('m.userId', '=', 's.setBy'),
    )
    .select(['s.years', 's.supersededYears', 's.automatic', 's.setAt', 's.setBy', 's.entryIndex', 'u.name', 'm.role'])
    .where('s.organizationId', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { years, supersededYears, automatic, setAt, setBy, entryIndex, name, role } = row;
  return {
    years,
    supersededYears,
    automatic,
    setAt: setAt.toISOString(),
    setBy: { id: setBy, name },
    entryIndex: Number(entryIndex),
    setterIsOwner: role === 'owner',
  };
}

export async function saveSchedule(tx: Tx, row: Insertable<Schema['retentionSchedules']>): Promise<void> {
  const { organizationId: _, ...changed } = row;
  await tx
    .insertInto('retentionSchedules')
    .values(row)
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet(changed))
    .execute();
}

export async function deleteSchedule(tx: Tx, organizationId: string): Promise<void> {
  await tx.deleteFrom('retentionSchedules').where('organizationId', '=', organizationId).execute();
}

export type HoldRow = Selectable<Schema['retentionHolds']>;

export async function insertHold(tx: Tx, row: Insertable<Schema['retentionHolds']>): Promise<void> {
  await tx.insertInto('retentionHolds').values(row).execute();
}

export async function findHold(tx: Tx, organizationId: string, id: string): Promise<HoldRow | undefined> {
  return tx
    .selectFrom('retentionHolds')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function releaseHold(
  tx: Tx,
  organizationId: string,
  id: string,
  release: { releasedAt: Date; releasedBy: string; releaseWords: string; entryIndex: number },
): Promise<void> {
  await tx
    .updateTable('retentionHolds')
    .set(release)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Holds that stand, on one of these pieces or on all. */
export async function standingHolds(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Pick<HoldRow, 'id' | 'evidenceId' | 'reason' | 'placedAt'>[]> {
  return tx
    .selectFrom('retentionHolds')
    .select(['id', 'evidenceId', 'reason', 'placedAt'])
    .where('organizationId', '=', organizationId)
    .where('releasedAt', 'is', null)
    .where((eb) =>
      eb.or([eb('evidenceId', 'is', null), ...(ids.length === 0 ? [] : [eb('evidenceId', 'in', [...ids])])]),
    )
    .orderBy('entryIndex')
    .execute();
}

export async function listHolds(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; standing: boolean; evidence?: string | undefined; id?: string },
): Promise<Page<RetentionHold>> {
  let query = tx
    .selectFrom('retentionHolds')
    .selectAll()
    .select([
      sql<string | null>`(select title from evidence e where e.organization_id = retention_holds.organization_id
        and e.id = retention_holds.evidence_id)`.as('title'),
      sql<string | null>`(select name from users where users.id = placed_by)`.as('placedByName'),
      sql<string | null>`(select name from users where users.id = released_by)`.as('releasedByName'),
    ])
    .where('organizationId', '=', organizationId);
  const { standing, evidence, search, id } = input;
  if (standing) query = query.where('releasedAt', 'is', null);
  if (id !== undefined) query = query.where('id', '=', id);
  if (evidence !== undefined)
    query = query.where((eb) => eb.or([eb('evidenceId', 'is', null), eb('evidenceId', '=', evidence)]));
  if (search) query = query.where(matchesWords(search, [sql.ref('words')]));
  const page = await readPage(
    query,
    {
      sorts: { placedAt: { by: sql.ref('placedAt'), type: 'timestamptz' } },
      initial: '-placedAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toHold) };
}

function toHold(
  row: HoldRow & { title: string | null; placedByName: string | null; releasedByName: string | null },
): RetentionHold {
  const { releasedAt, releasedBy, releaseWords } = row;
  return {
    id: row.id,
    evidence: row.evidenceId === null ? null : { id: row.evidenceId, title: row.title ?? '' },
    reason: row.reason as HoldReason,
    words: row.words,
    placedAt: row.placedAt.toISOString(),
    placedBy: { id: row.placedBy, name: row.placedByName },
    released:
      releasedAt === null || releasedBy === null || releaseWords === null
        ? null
        : { at: releasedAt.toISOString(), by: { id: releasedBy, name: row.releasedByName }, words: releaseWords },
    entryIndex: Number(row.entryIndex),
  };
}

/** Days by which a schedule is asked. */
export interface DueDays {
  today: string;
  timeZone: string;
}

/**
 * The first day on which a schedule deletes a piece: after its years from the last day it speaks for, and five years from
 * the newest bundle that holds it. The 29th of February counts as the 28th in a year without one.
 */
function dueOn({ years, supersededYears }: Pick<ScheduleRow, 'years' | 'supersededYears'>, timeZone: string) {
  return sql<string>`greatest(
    (evidence.period_to + make_interval(years => case when exists (
        select from evidence next where next.organization_id = evidence.organization_id
          and next.supersedes = evidence.id and next.sha256 is not null)
      then ${supersededYears ?? years}::integer else ${years}::integer end))::date + 1,
    (select ((max(b.created_at) at time zone ${timeZone})::date + make_interval(years => ${bundledYears}::integer))::date + 1
      ${bundlesHolding}))`;
}

/** Bundles `b` that hold the row of `evidence`. */
const bundlesHolding: RawBuilder<unknown> = sql`
  from bundles b join engagements g on g.organization_id = b.organization_id and g.id = b.engagement_id
  where b.organization_id = evidence.organization_id and case when b.evidence_named
    then exists (select from bundled_evidence n where n.organization_id = b.organization_id
      and n.evidence_id = evidence.id and n.bundle_id = b.id)
    else evidence.period_from <= g.period_to and evidence.period_to >= g.period_from
      and evidence.entry_index < b.entry_index end`;

/** Pieces that a schedule deletes by a day, those that are due among them. */
export async function listDue(
  tx: Tx,
  organizationId: string,
  schedule: ScheduleRow,
  { today, timeZone, until, ids }: DueDays & { until: string; ids?: readonly string[] },
  input: PageInput & { search?: string | undefined },
): Promise<Page<Omit<DueEvidence, 'obstacles'>>> {
  const day = dueOn(schedule, timeZone);
  let query = tx
    .selectFrom('evidence')
    .select(['id', 'title', 'periodFrom', 'periodTo', day.as('dueOn')])
    .where('organizationId', '=', organizationId)
    .where('sha256', 'is not', null)
    .where(sql<boolean>`${day} <= ${until}::date`);
  if (ids !== undefined) query = query.where('id', 'in', [...ids]);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('title')]));
  const page = await readPage(
    query,
    {
      sorts: { dueOn: { by: day, type: 'date' }, title: { by: sql.ref('title'), type: 'text' } },
      initial: 'dueOn',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return {
    ...page,
    items: page.items.map(({ id, title, periodFrom, periodTo, dueOn: on }) => ({
      id,
      title,
      period: { from: periodFrom, to: periodTo },
      dueOn: on,
      due: on <= today,
    })),
  };
}

export async function dueDayOf(
  tx: Tx,
  organizationId: string,
  schedule: ScheduleRow,
  timeZone: string,
  id: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('evidence')
    .select(dueOn(schedule, timeZone).as('day'))
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** How many bundles hold a piece, and when the newest was made. */
export async function bundlesWith(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<{ count: number; newest: Date | null }> {
  const row = await tx
    .selectFrom('evidence')
    .select([
      sql<string>`(select count(*) ${bundlesHolding})`.as('bundles'),
      sql<Date | null>`(select max(b.created_at) ${bundlesHolding})`.as('newest'),
    ])
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return { count: Number(row?.bundles ?? 0), newest: row?.newest ?? null };
}

/** A bundle reads the files that its manifest names until it is packed. */
export async function isBundleInTheMaking(tx: Tx, organizationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('jobRuns')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('kind', '=', 'create-bundle')
    .where('state', '=', 'running')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the schedule has deleted, or looked whether to delete, since this instant. */
export async function hasDeletedSince(tx: Tx, organizationId: string, since: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('jobRuns')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('kind', '=', 'delete-due')
    .where('createdAt', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
