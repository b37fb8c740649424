import { readinessFacts, type IssuedCopy, type ReadinessFacts, type ReadinessReport } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** A report as its record is sealed. */
export type NewReport = Omit<Insertable<Schema['readinessReports']>, 'document' | 'entryIndex'> & {
  document: ReadinessFacts;
};
export type NewCopy = Omit<Insertable<Schema['readinessReportCopies']>, 'checkpoint' | 'entryIndex'> & {
  checkpoint: IssuedCopy['checkpoint'];
};

/** A report with everything that it says. */
export interface KeptReport {
  report: ReadinessReport;
  facts: ReadinessFacts;
}

/** Holds back whoever else would make or issue a report in this organization: each has the next number. */
export async function lockReports(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.readiness-reports ${organizationId}`}, 0))`.execute(
    tx,
  );
}

export async function insertReport(tx: Tx, row: NewReport, entryIndex: number): Promise<void> {
  await tx
    .insertInto('readinessReports')
    .values({ ...row, document: json(row.document), entryIndex })
    .execute();
}

export async function insertCopy(tx: Tx, row: NewCopy, entryIndex: number): Promise<void> {
  await tx
    .insertInto('readinessReportCopies')
    .values({ ...row, checkpoint: json(row.checkpoint), entryIndex })
    .execute();
}

function selectReports(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('readinessReports as r')
    .leftJoin('users as u', 'u.id', 'r.madeBy')
    .select((eb) => [
      'r.id',
      'r.engagementId',
      'r.number',
      'r.today',
      'r.sha256',
      'r.beforeId',
      'r.madeAt',
      'r.madeBy',
      'r.entryIndex',
      'u.name',
      sql<string>`r.document ->> 'verdict'`.as('verdict'),
      eb
        .selectFrom('readinessReportCopies as c')
        .select((copies) => copies.fn.countAll<number>().as('count'))
        .whereRef('c.organizationId', '=', 'r.organizationId')
        .whereRef('c.reportId', '=', 'r.id')
        .as('copies'),
    ])
    .where('r.organizationId', '=', organizationId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectReports>['executeTakeFirstOrThrow']>>;

function toReport({ madeAt, madeBy, name, copies, entryIndex, ...row }: Row): ReadinessReport {
  return {
    ...row,
    madeAt: madeAt.toISOString(),
    madeBy: { id: madeBy, name },
    copies: Number(copies ?? 0),
    entryIndex: Number(entryIndex),
  };
}

export async function findReport(tx: Tx, organizationId: string, id: string): Promise<KeptReport | undefined> {
  const row = await selectReports(tx, organizationId).select('r.document').where('r.id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { document, ...report } = row;
  return { report: toReport(report), facts: readinessFacts.parse(document) };
}

/** Reports of an organization, or of one of its engagements, the newest first; what they say is not read. */
export async function reportsOf(tx: Tx, organizationId: string, engagementId?: string): Promise<ReadinessReport[]> {
  let query = selectReports(tx, organizationId);
  if (engagementId !== undefined) query = query.where('r.engagementId', '=', engagementId);
  const rows = await query.orderBy('r.entryIndex', 'desc').execute();
  return rows.map(toReport);
}

/** The newest report of an engagement: its id and number. */
export async function newestReport(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<{ id: string; number: number } | undefined> {
  return tx
    .selectFrom('readinessReports')
    .select(['id', 'number'])
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Issued copies of a report, the newest first. */
export async function copiesOf(tx: Tx, organizationId: string, reportId: string): Promise<IssuedCopy[]> {
  const rows = await tx
    .selectFrom('readinessReportCopies as c')
    .leftJoin('users as u', 'u.id', 'c.issuedBy')
    .select([
      'c.id',
      'c.reportId',
      'c.number',
      'c.recipient',
      'c.againstId',
      'c.checkpoint',
      'c.issuedAt',
      'c.issuedBy',
      'c.entryIndex',
      'u.name',
    ])
    .where('c.organizationId', '=', organizationId)
    .where('c.reportId', '=', reportId)
    .orderBy('c.number', 'desc')
    .execute();
  return rows.map(({ checkpoint, issuedAt, issuedBy, name, entryIndex, ...row }) => ({
    ...row,
    checkpoint: checkpoint as IssuedCopy['checkpoint'],
    issuedAt: issuedAt.toISOString(),
    issuedBy: { id: issuedBy, name },
    entryIndex: Number(entryIndex),
  }));
}
