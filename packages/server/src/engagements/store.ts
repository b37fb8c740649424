import {
  engagementPeriod,
  engagementWarnings,
  type Chosen,
  type Engagement,
  type EngagementTerms,
  type Category,
} from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import { json, type Tx } from '../platform/database/index.ts';
import type { Schema } from '../platform/database/schema.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export interface EngagementFacts {
  title: string;
  service: string;
  categories: Category[];
  terms: EngagementTerms;
}

export interface NewEngagement extends EngagementFacts {
  id: string;
  timeZone: string;
  createdAt: Date;
  previousId?: string | null;
  /** Where the chooser led to it. */
  chosen?: Chosen | null;
}

/** What an engagement is shown by; why it was begun so is read where somebody asks for it. */
const columns = [
  'id',
  'title',
  'service',
  'categories',
  'type',
  'periodFrom',
  'periodTo',
  'timeZone',
  'createdAt',
  'previousId',
  'revision',
] as const satisfies readonly (keyof Schema['engagements'])[];

/** Holds back whoever else would begin or change an engagement: each has its place among the others. */
export async function lockEngagements(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.engagements ${organizationId}`}, 0))`.execute(tx);
}

/** Writes one engagement and returns it as the API shows it. The caller records the log entry. */
export async function insertEngagement(tx: Tx, organizationId: string, engagement: NewEngagement): Promise<Engagement> {
  const { from, to } = engagementPeriod(engagement.terms);
  const row = await tx
    .insertInto('engagements')
    .values({
      organizationId,
      id: engagement.id,
      title: engagement.title,
      service: engagement.service,
      categories: [...new Set(engagement.categories)],
      type: engagement.terms.type,
      periodFrom: from,
      periodTo: to,
      timeZone: engagement.timeZone,
      createdAt: engagement.createdAt,
      previousId: engagement.previousId ?? null,
      revision: 1,
      chosen: engagement.chosen == null ? null : json(engagement.chosen),
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return toEngagement(row);
}

export async function updateEngagement(
  tx: Tx,
  organizationId: string,
  id: string,
  facts: EngagementFacts & { previousId: string | null },
): Promise<Engagement> {
  const { from, to } = engagementPeriod(facts.terms);
  const row = await tx
    .updateTable('engagements')
    .set({
      title: facts.title,
      service: facts.service,
      categories: [...new Set(facts.categories)],
      type: facts.terms.type,
      periodFrom: from,
      periodTo: to,
      previousId: facts.previousId,
      revision: sql<number>`coalesce(revision, 1) + 1`,
    })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();
  return toEngagement(row);
}

export async function findEngagement(tx: Tx, organizationId: string, id: string): Promise<Engagement | undefined> {
  const row = await tx
    .selectFrom('engagements')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toEngagement(row);
}

export async function listEngagements(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined },
): Promise<Page<Engagement>> {
  let query = tx.selectFrom('engagements').select(columns).where('organizationId', '=', organizationId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('title'), sql.ref('service')]));
  const page = await readPage(
    query,
    {
      sorts: {
        createdAt: { by: sql.ref('createdAt'), type: 'timestamptz' },
        title: { by: sql.ref('title'), type: 'text' },
      },
      initial: '-createdAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toEngagement) };
}

/** The chooser's answers and reasons that an engagement was begun with; null where it was begun otherwise. */
export async function chosenOf(tx: Tx, organizationId: string, id: string): Promise<Chosen | null> {
  const row = await tx
    .selectFrom('engagements')
    .select('chosen')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row?.chosen ?? null) as Chosen | null;
}

/** Newest first. */
export async function allEngagements(tx: Tx, organizationId: string): Promise<Engagement[]> {
  const rows = await tx
    .selectFrom('engagements')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(toEngagement);
}

/** Name, zone and example mark of the organization a transaction works in. */
export async function organizationFacts(
  tx: Tx,
  organizationId: string,
): Promise<{ id: string; name: string; timeZone: string; example: boolean }> {
  return tx
    .selectFrom('organizations')
    .select(['id', 'name', 'timeZone', 'example'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
}

function toEngagement(row: Pick<Selectable<Schema['engagements']>, (typeof columns)[number]>): Engagement {
  const terms: EngagementTerms =
    row.type === 'type2'
      ? { type: 'type2', period: { from: row.periodFrom, to: row.periodTo } }
      : { type: 'type1', asOf: row.periodFrom };
  const categories = row.categories as Category[];
  return {
    id: row.id,
    title: row.title,
    service: row.service,
    categories,
    terms,
    timeZone: row.timeZone,
    createdAt: row.createdAt.toISOString(),
    revision: row.revision ?? 1,
    previousId: row.previousId,
    warnings: engagementWarnings({ categories, terms }),
  };
}
