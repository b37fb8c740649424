import { openOfRisk, type Risk } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import type { Schema, Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/** A risk as its record is sealed. */
export type NewRisk = Omit<Insertable<Schema['risks']>, 'entryIndex'>;

/** Holds back whoever else would write a risk in this organization: codes are counted. */
export async function lockRisks(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.risks ${organizationId}`}, 0))`.execute(tx);
}

export async function insertRisk(tx: Tx, row: NewRisk, entryIndex: number): Promise<void> {
  await tx
    .insertInto('risks')
    .values({ ...row, entryIndex })
    .execute();
}

/** How many risks were ever noted. */
export async function countRisks(tx: Tx, organizationId: string): Promise<number> {
  const { total } = await tx
    .selectFrom('risks')
    .select(sql<string>`count(distinct code)`.as('total'))
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow();
  return Number(total);
}

const byName = sql<string | null>`(select u.name from users u where u.id = risks.written_by)`;
const number = sql`substr(code, 3)::bigint`;

function selectRisks(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('risks')
    .selectAll()
    .select(byName.as('byName'))
    .where('organizationId', '=', organizationId)
    .where(
      sql<boolean>`not exists (select from risks later where later.organization_id = risks.organization_id
        and later.code = risks.code and later.version > risks.version)`,
    );
}

export async function findRisk(tx: Tx, organizationId: string, code: string): Promise<Risk | undefined> {
  const row = await selectRisks(tx, organizationId).where('code', '=', code).executeTakeFirst();
  return row && toRisk(row);
}

export async function listRisks(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    control?: string | undefined;
    criterion?: string | undefined;
    treatment?: Risk['treatment'] | undefined;
    closed: boolean;
  },
): Promise<Page<Risk>> {
  let query = selectRisks(tx, organizationId);
  if (!input.closed) query = query.where('closed', '=', false);
  if (input.control !== undefined) query = query.where(sql<boolean>`${input.control} = any(controls)`);
  if (input.criterion !== undefined) query = query.where(sql<boolean>`${input.criterion} = any(criteria)`);
  if (input.treatment != null) query = query.where('treatment', '=', input.treatment);
  if (input.search)
    query = query.where(matchesWords(input.search, [sql.ref('code'), sql.ref('title'), sql.ref('note')]));
  const page = await readPage(
    query,
    {
      sorts: { code: { by: number, type: 'bigint' }, title: { by: sql.ref('title'), type: 'text' } },
      initial: 'code',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toRisk) };
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRisks>['executeTakeFirstOrThrow']>>;

function toRisk(row: Row): Risk {
  const told = {
    code: row.code,
    version: row.version,
    title: row.title,
    likelihood: row.likelihood,
    impact: row.impact,
    treatment: row.treatment,
    note: row.note,
    controls: row.controls,
    criteria: row.criteria,
    closed: row.closed,
    at: row.writtenAt.toISOString(),
    by: { id: row.writtenBy, name: row.byName },
  };
  return { ...told, open: openOfRisk(told) };
}
